//! Velvet Rope, the desktop app.

// On Windows, a release build opens no console next to the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    velvet_rope::run()
}
