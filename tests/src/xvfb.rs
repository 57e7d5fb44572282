//! A screen of one's own.

use std::path::Path;
use std::process::Command;

use crate::processes::Program;

/// A screen without a monitor.
#[derive(Debug)]
pub struct Xvfb {
    /// Its name for X programs, like `:99`.
    pub display: String,
    _server: Program,
}

impl Xvfb {
    /// Starts one on a display number nobody uses; it picks the number itself.
    pub fn start(command: &mut Command, logs: &Path) -> Self {
        // A screen begins anew when nobody looks at it any more, and whoever comes at that moment is shut out.
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
