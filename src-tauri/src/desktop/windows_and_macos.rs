use std::fmt;

use notify_rust::Notification;

/// The identifier in `tauri.conf.json`.
const IDENTIFIER: &str = "org.velvetrope.desktop";

/// Shows a notification.
pub fn show(title: &str, text: &str) -> Result<(), impl fmt::Display> {
    let mut notice = Notification::new();
    notice.summary(title).body(text);
    // Both systems show notifications only under the name of an installed program.
    #[cfg(windows)]
    if !cfg!(debug_assertions) {
        notice.app_id(IDENTIFIER);
    }
    #[cfg(target_os = "macos")]
    let _ =
        notify_rust::set_application(if cfg!(debug_assertions) { "com.apple.Terminal" } else { IDENTIFIER });
    notice.show().map(drop)
}

/// Keeps the computer awake until dropped.
pub type InhibitHandle = keepawake::KeepAwake;

/// Asks the system not to sleep when idle. The screen may turn off, and the user can still suspend the computer.
pub fn stay_awake(name: &str, why: &str) -> Result<InhibitHandle, impl fmt::Display> {
    keepawake::Builder::default()
        .idle(true)
        .reason(why)
        .app_name(name)
        .app_reverse_domain(IDENTIFIER)
        .create()
}
