//! Prerequisites on Windows. Nothing is installed; an error says what is missing.

use std::path::PathBuf;

use super::Need;
use crate::Done;

/// Checks for the `WebView2` runtime, which Windows 11 and an updated Windows 10 have.
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

/// Returns an error: on Windows, npm comes with Node.
pub fn install_npm() -> Done {
    Err("npm isn't installed. Install Node from https://nodejs.org, which includes npm, then run this command again.".to_owned())
}

/// Returns `None`: Node is not downloaded on Windows.
pub fn node_package() -> Option<&'static str> {
    None
}

/// Succeeds: Windows always has a screen.
#[allow(clippy::unnecessary_wraps, reason = "Linux may have no display")]
pub fn screen() -> Done {
    Ok(())
}

/// Always `false`: the window tests start their own screen, bus, and keychain, which works only on Linux.
pub const CAN_DRIVE_WINDOW: bool = false;
