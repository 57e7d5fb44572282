//! System services besides the window: notifications, and keeping the computer awake. The app works without them, so
//! failures are only logged.
//!
//! Both run on plain threads. On Linux they wait for D-Bus, which must not happen inside an async runtime. On Windows,
//! the thread that asked to stay awake must stay alive.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "windows_and_macos.rs")]
mod system;

#[cfg(all(test, windows))]
mod windows_tests;

use std::{sync::mpsc, thread};

/// The app's name in system messages. These texts do not say what the app is for, because others may see the screen.
const NAME: &str = "Velvet Rope";
const WHY_AWAKE: &str = "Velvet Rope is working";

/// The limit in characters. Some systems cut longer texts in the middle of a word; others do not cut them at all.
const LONGEST: usize = 200;

/// Shows a system notification.
pub fn show_notice(text: &str) {
    let text = one_line(text);
    if text.is_empty() {
        return;
    }
    thread::spawn(move || {
        if let Err(error) = system::show(NAME, &text) {
            tracing::warn!(%error, "the notice was not shown");
        }
    });
}

/// Keeps the computer awake while batches run.
pub struct SleepInhibitor(mpsc::Sender<bool>);

impl SleepInhibitor {
    /// Starts the thread. When this is dropped, the thread ends and the computer may sleep.
    pub fn start() -> Self {
        let (sender, wishes) = mpsc::channel();
        thread::spawn(move || {
            let mut held = None;
            for wish in wishes {
                // Ask again if an earlier request was refused. Release the inhibitor when nothing runs.
                held = if wish { held.or_else(hold) } else { None };
            }
        });
        Self(sender)
    }

    /// Sets whether something runs.
    pub fn while_running(&self, running: bool) {
        let _ = self.0.send(running);
    }
}

fn hold() -> Option<system::InhibitHandle> {
    system::stay_awake(NAME, WHY_AWAKE)
        .inspect_err(|error| tracing::warn!(%error, "the computer may fall asleep"))
        .ok()
}

/// Returns one line without control characters, cut to `LONGEST`.
fn one_line(text: &str) -> String {
    let words: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_one_short_line() {
        assert_eq!(one_line(" 412\nfans\u{7} added\0 "), "412 fans  added");
        assert_eq!(one_line(&"é".repeat(500)).chars().count(), LONGEST);
        assert_eq!(one_line("\u{1b}\n"), "");
    }
}
