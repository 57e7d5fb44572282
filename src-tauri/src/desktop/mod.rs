//! What the system is asked for besides a window: to show a notice, and to stay awake. Neither is needed for the work, so
//! a refusal is only logged.
//!
//! Both are asked for on plain threads. On Linux they wait for D-Bus, and must not do so inside an async runtime; on
//! Windows staying awake belongs to the thread that asked for it.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "windows_and_macos.rs")]
mod system;

use std::{sync::mpsc, thread};

/// What the system calls this app. Nothing here says what it is used for: others may read it on the screen.
const NAME: &str = "Velvet Rope";
const WHY_AWAKE: &str = "Velvet Rope is working";

/// Longer texts are cut by some systems in the middle of a word, and by others not at all.
const LONGEST: usize = 200;

/// Shows a notice of the system.
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

/// Keeps the computer awake while something runs.
pub struct SleepInhibitor(mpsc::Sender<bool>);

impl SleepInhibitor {
    /// Starts the thread; it ends, and lets the computer sleep, when this is dropped.
    pub fn start() -> Self {
        let (sender, wishes) = mpsc::channel();
        thread::spawn(move || {
            let mut held = None;
            for wish in wishes {
                // Asked for anew when it was refused, let go of when nothing runs.
                held = if wish { held.or_else(hold) } else { None };
            }
        });
        Self(sender)
    }

    /// Says whether something runs.
    pub fn while_running(&self, running: bool) {
        let _ = self.0.send(running);
    }
}

fn hold() -> Option<system::InhibitHandle> {
    system::stay_awake(NAME, WHY_AWAKE)
        .inspect_err(|error| tracing::warn!(%error, "the computer may fall asleep"))
        .ok()
}

/// One line without characters that could disturb the notice, of sensible length.
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
