/// A capability that a machine needs.
#[derive(Clone, Copy)]
pub enum Need {
    /// Compile the app and open its window.
    App,
    /// Do the same, and drive the window from tests with their own screen, session bus, and keychain.
    Window,
    /// Set up a clean system in a folder and watch its window from outside.
    #[cfg(target_os = "linux")]
    CleanSystem,
    /// Run the app under a Wayland compositor.
    #[cfg(target_os = "linux")]
    Wayland,
    /// Build an installer for Windows and run it under Wine on a screen of its own.
    #[cfg(target_os = "linux")]
    WindowsInstaller,
}

/// Prints one line that says what is about to be installed.
pub(super) fn say_installing(what: &str, why: &str) {
    eprintln!("Installing {what} ({why})");
}
