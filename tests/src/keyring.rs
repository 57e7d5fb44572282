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
    /// Running, and nothing was ever kept in it: it has no place for a key.
    Empty,
    /// Not there at all.
    Missing,
}

/// GNOME's keychain, running and unlocked.
#[derive(Debug)]
pub struct Keyring {
    daemon: Program,
}

impl Keyring {
    /// From now on it hears what it is asked and answers nothing.
    pub fn falls_silent(&self) {
        self.daemon.hold();
    }

    /// Starts one and waits until it answers; an `open` one has a place to keep things in. `command` makes a command with
    /// the desktop's environment.
    pub async fn start(command: impl Fn(&str) -> Command, logs: &Path, open: bool) -> Self {
        let mut start = command("gnome-keyring-daemon");
        start.args(["--foreground", "--components=secrets"]).args(open.then_some("--unlock"));
        let daemon =
            Program::feed(&mut start, &logs.join("keyring.log"), if open { "a password" } else { "" });
        until("the keychain to answer", async || {
            let answer = run(command("secret-tool").args(["lookup", "velvet", "ready"]));
            // Nothing found and nothing to complain about: it is there, and empty.
            answer.stderr.is_empty().then_some(())
        })
        .await;
        Self { daemon }
    }
}

/// The secrets kept for `user`, as the keychain's own tool tells them.
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
