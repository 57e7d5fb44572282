//! A real keychain of one's own, and a look into it that does not go through the app.

use std::path::Path;
use std::process::{Command, Output};

use crate::processes::Program;
use crate::wait::until;

/// What the keychain is like on a desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// Running and open, as after a normal sign-in.
    Open,
    /// Not there at all.
    Missing,
}

/// GNOME's keychain, running and unlocked.
#[derive(Debug)]
pub struct Keyring {
    _daemon: Program,
}

impl Keyring {
    /// Starts one and waits until it answers. `command` makes a command with the desktop's environment.
    pub async fn start(command: impl Fn(&str) -> Command, logs: &Path) -> Self {
        let mut start = command("gnome-keyring-daemon");
        start.args(["--foreground", "--unlock", "--components=secrets"]);
        let daemon = Program::feed(&mut start, &logs.join("keyring.log"), "a password");
        until("the keychain to answer", async || {
            let answer = run(command("secret-tool").args(["lookup", "velvet", "ready"]));
            // Nothing found and nothing to complain about: it is there, and empty.
            answer.stderr.is_empty().then_some(())
        })
        .await;
        Self { _daemon: daemon }
    }
}

/// The secrets kept under `service`, as the keychain's own tool tells them.
pub fn secrets(command: impl Fn(&str) -> Command, service: &str) -> Vec<String> {
    let answer = run(command("secret-tool").args(["search", "--all", "--unlock", "service", service]));
    let text = String::from_utf8(answer.stdout).expect("secret-tool writes text");
    text.lines().filter_map(|line| line.strip_prefix("secret = ")).map(str::to_owned).collect()
}

fn run(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", command.get_program().display()))
}
