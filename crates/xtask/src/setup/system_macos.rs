//! Prerequisites on macOS. Nothing is installed; an error says what is missing.

use super::Need;
use crate::{Done, programs};

/// Checks for Apple's command line tools, the only prerequisite besides Rust and Node.
pub fn prepare(_: Need) -> Done {
    match programs::answer(std::process::Command::new("xcode-select").arg("-p")) {
        Some(_) => Ok(()),
        None => Err(
            "Apple's command line tools aren't installed. Run 'xcode-select --install', then run this command again."
                .to_owned(),
        ),
    }
}

/// Returns an error: on macOS, npm comes with Node.
pub fn install_npm() -> Done {
    Err("npm isn't installed. Install Node from https://nodejs.org, which includes npm, then run this command again.".to_owned())
}

/// Returns `None`: Node is not downloaded on macOS.
pub fn node_package() -> Option<&'static str> {
    None
}

/// Succeeds: macOS always has a screen.
#[allow(clippy::unnecessary_wraps, reason = "Linux may have no display")]
pub fn screen() -> Done {
    Ok(())
}

/// Always `false`: Apple's web view has no WebDriver server.
pub const CAN_DRIVE_WINDOW: bool = false;
