//! Checks whether a pasted key is still on the clipboard. Clipboard content is compared with that key here and goes
//! nowhere else.

use std::sync::{Mutex, MutexGuard, PoisonError};

use arboard::Clipboard;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use tauri::async_runtime::spawn_blocking;

/// The key saved last, until a check finds that it is no longer on the clipboard.
#[derive(Default)]
pub struct Pasted(Mutex<Option<SecretString>>);

impl Pasted {
    /// Remembers the key that was saved last.
    pub fn note(&self, key: SecretString) {
        *self.key() = Some(key);
    }

    /// Whether that key is still on the clipboard.
    pub async fn is_there(&self) -> bool {
        let Some(key) = self.key().clone() else { return false };
        let there = spawn_blocking(move || holds(&key)).await.unwrap_or(false);
        if !there {
            *self.key() = None;
        }
        there
    }

    /// Clears the clipboard if it still holds the key. Returns whether the key is gone.
    pub async fn clear(&self) -> bool {
        let Some(key) = self.key().clone() else { return true };
        let gone = spawn_blocking(move || {
            if holds(&key) {
                let cleared = Clipboard::new().and_then(|mut clipboard| clipboard.clear());
                if let Err(error) = cleared {
                    tracing::warn!(%error, "the clipboard could not be cleared");
                }
            }
            !holds(&key)
        });
        let gone = gone.await.unwrap_or(false);
        if gone {
            *self.key() = None;
        }
        gone
    }

    fn key(&self) -> MutexGuard<'_, Option<SecretString>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the clipboard holds the key. A clipboard that is unreadable or holds no text counts as not holding it.
fn holds(key: &SecretString) -> bool {
    let text = Clipboard::new().and_then(|mut clipboard| clipboard.get_text()).map(Zeroizing::new);
    text.is_ok_and(|text| text.trim() == key.expose_secret().trim())
}
