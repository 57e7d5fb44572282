//! What is needed of macOS. Nothing is installed; what is missing is said.

use super::Need;
use crate::{Done, programs};

/// Checks for Apple's command line tools, the only prerequisite beside Rust and Node.
pub fn prepare(_: Need) -> Done {
    match programs::answer(std::process::Command::new("xcode-select").arg("-p")) {
        Some(_) => Ok(()),
        None => Err(
            "Apple's command line tools aren't installed. Run 'xcode-select --install', then run this command again."
                .to_owned(),
        ),
    }
}

/// npm comes with Node on macOS.
pub fn install_npm() -> Done {
    Err("npm isn't installed. Install Node from https://nodejs.org, which includes npm, then run this command again.".to_owned())
}

/// Node is not fetched on macOS.
pub fn node_package() -> Option<&'static str> {
    None
}

/// macOS always has a screen to open a window on.
#[allow(clippy::unnecessary_wraps, reason = "on Linux there may be no screen")]
pub fn screen() -> Done {
    Ok(())
}

/// Apple's web view has no WebDriver server.
pub const CAN_DRIVE_WINDOW: bool = false;
