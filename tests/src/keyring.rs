//! A private, real keychain, and access to it that bypasses the app.

use std::path::Path;
use std::process::{Command, Output};

use crate::processes::Program;
use crate::wait::until;

/// The state of a desktop's keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// Running and unlocked, as after a normal sign-in.
    Open,
    /// Running, but nothing was ever stored in it, so it has no collection for a key.
    Empty,
    /// Not running.
    Missing,
}

/// A running GNOME Keyring.
#[derive(Debug)]
pub struct Keyring {
    daemon: Program,
}

impl Keyring {
    /// Stops it: from now on it receives requests and answers none.
    pub fn falls_silent(&self) {
        self.daemon.hold();
    }

    /// Starts a keychain and waits until it answers. If `open`, it has an unlocked collection. `command` creates a
    /// command with the desktop's environment.
    pub async fn start(command: impl Fn(&str) -> Command, logs: &Path, open: bool) -> Self {
        let mut start = command("gnome-keyring-daemon");
        start.args(["--foreground", "--components=secrets"]).args(open.then_some("--unlock"));
        let daemon =
            Program::feed(&mut start, &logs.join("keyring.log"), if open { "a password" } else { "" });
        until("the keychain to answer", async || {
            let answer = run(command("secret-tool").args(["lookup", "velvet", "ready"]));
            // Nothing found and no error: the keychain runs and is empty.
            answer.stderr.is_empty().then_some(())
        })
        .await;
        Self { daemon }
    }
}

/// Returns the secrets stored for `user`, read with the keychain's own tool.
pub fn secrets(command: impl Fn(&str) -> Command, user: &str) -> Vec<String> {
    let answer = run(command("secret-tool").args(["search", "--all", "--unlock", "username", user]));
    let text = String::from_utf8(answer.stdout).expect("secret-tool writes text");
    text.lines().filter_map(|line| line.strip_prefix("secret = ")).map(str::to_owned).collect()
}

fn run(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", command.get_program().display()))
}
