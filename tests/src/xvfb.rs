//! A private screen.

use std::path::Path;
use std::process::Command;

use crate::processes::Program;

/// A virtual screen.
#[derive(Debug)]
pub struct Xvfb {
    /// Its X display name, such as `:99`.
    pub display: String,
    _server: Program,
}

impl Xvfb {
    /// Starts a screen on a free display number, which the server picks.
    pub fn start(command: &mut Command, logs: &Path) -> Self {
        // Without `-noreset`, the server resets when its last client leaves, and rejects clients that connect at that
        // moment.
        command.args([
            "-noreset",
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1600x1000x24",
            "-dpi",
            "96",
            "-nolisten",
            "tcp",
        ]);
        let (server, number) = Program::start_and_hear(command, &logs.join("xvfb.log"));
        Self { display: format!(":{}", number.trim()), _server: server }
    }
}
