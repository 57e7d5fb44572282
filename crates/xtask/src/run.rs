//! `./dev run`: installs what is missing, builds, and opens the app.

use std::path::Path;
use std::process::Command;

use crate::checkout::Checkout;
use crate::setup::{self, system};
use crate::steps::Steps;
use crate::{Done, programs};

/// Opens the app with the given arguments. This process ends when the app ends.
pub fn run(checkout: &Checkout, words: &[&str]) -> Done {
    // Check this before the setup, so that nobody waits for a window that cannot open.
    system::screen()?;
    let mut steps = Steps::default();
    setup::app(checkout, &mut steps)?;
    steps
        .take("App", || programs::show(programs::cargo_build(checkout).args(["--package", "velvet-rope"])))?;
    steps.finish()?;
    let file = checkout.target().join("debug").join(format!("velvet-rope{}", std::env::consts::EXE_SUFFIX));
    let words = words.strip_prefix(&["--"]).unwrap_or(words);
    become_app(&file, words)
}

/// Replaces this process with the app, so that signals and the exit status pass straight through.
#[cfg(unix)]
fn become_app(file: &Path, words: &[&str]) -> Done {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(file);
    let error = command.args(words).exec();
    Err(programs::cannot_start(&command, &error))
}

#[cfg(not(unix))]
fn become_app(file: &Path, words: &[&str]) -> Done {
    let mut command = Command::new(file);
    let status = command.args(words).status().map_err(|error| programs::cannot_start(&command, &error))?;
    std::process::exit(status.code().unwrap_or(1))
}
