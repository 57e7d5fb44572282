//! The clipboard, after a key was pasted from it. It is looked at for that key alone, here, and nobody else learns what is on
//! it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use arboard::Clipboard;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use tauri::async_runtime::spawn_blocking;

/// The key that was saved last, until it was looked for and found to be gone.
#[derive(Default)]
pub struct Pasted(Mutex<Option<SecretString>>);

impl Pasted {
    /// A key was saved.
    pub fn note(&self, key: SecretString) {
        *self.key() = Some(key);
    }

    /// Whether it is still on the clipboard.
    pub async fn is_there(&self) -> bool {
        let Some(key) = self.key().clone() else { return false };
        let there = spawn_blocking(move || holds(&key)).await.unwrap_or(false);
        if !there {
            *self.key() = None;
        }
        there
    }

    /// Clears the clipboard, unless something else is on it by now. Says whether the key is gone.
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

/// A clipboard that cannot be read, or holds something else than text, does not hold the key as far as anybody can tell.
fn holds(key: &SecretString) -> bool {
    let text = Clipboard::new().and_then(|mut clipboard| clipboard.get_text()).map(Zeroizing::new);
    text.is_ok_and(|text| text.trim() == key.expose_secret().trim())
}
