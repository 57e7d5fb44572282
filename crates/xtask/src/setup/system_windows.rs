//! What is needed of Windows. Nothing is installed; what is missing is said.

use std::path::PathBuf;

use super::Need;
use crate::Done;

/// Checks for the web view, which Windows 11 and an updated Windows 10 have.
pub fn prepare(_: Need) -> Done {
    let installed = ["ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA"]
        .iter()
        .filter_map(std::env::var_os)
        .any(|folder| PathBuf::from(folder).join("Microsoft").join("EdgeWebView").is_dir());
    if installed {
        return Ok(());
    }
    Err("The WebView2 runtime isn't installed. Install it with Microsoft's 'Evergreen Bootstrapper', then run this command again."
        .to_owned())
}

/// npm comes with Node on Windows.
pub fn install_npm() -> Done {
    Err("npm isn't installed. Install Node from https://nodejs.org, which includes npm, then run this command again.".to_owned())
}

/// Node is not fetched on Windows.
pub fn node_package() -> Option<&'static str> {
    None
}

/// Windows always has a screen to open a window on.
#[allow(clippy::unnecessary_wraps, reason = "on Linux there may be no screen")]
pub fn screen() -> Done {
    Ok(())
}

/// The window tests bring their own screen, bus and keychain, which only Linux has.
pub const CAN_DRIVE_WINDOW: bool = false;
