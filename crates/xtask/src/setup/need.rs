/// What a machine has to be able to do.
#[derive(Clone, Copy)]
pub enum Need {
    /// Compile the app and open its window.
    App,
    /// That, and drive the window from tests: a screen, a session bus and a keychain of their own.
    Window,
    /// Make a clean system in a folder and watch a window from outside it.
    #[cfg(target_os = "linux")]
    CleanSystem,
}

/// Tells, in one line, what is about to be installed.
pub(super) fn say_installing(what: &str, why: &str) {
    eprintln!("Installing {what} ({why})");
}
