//! The system's clipboard: where copied IDs go, and where a pasted key may still be.

mod pasted_key;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "windows_and_macos.rs")]
mod system;

use futures::{FutureExt, future::BoxFuture};
use tauri::{AppHandle, Runtime};

pub use pasted_key::Pasted;

/// Takes what the user copies.
pub trait Clipboard: Send + Sync {
    /// Replaces what is on the clipboard. Returns why, if the system does not take the text.
    fn put(&self, text: String) -> BoxFuture<'_, Result<(), String>>;
}

/// The clipboard as the app stores it.
pub type AnyClipboard = Box<dyn Clipboard>;

/// The system's clipboard.
pub struct SystemClipboard<R: Runtime>(AppHandle<R>);

impl<R: Runtime> SystemClipboard<R> {
    /// Creates the clipboard of `app`.
    pub fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> Clipboard for SystemClipboard<R> {
    fn put(&self, text: String) -> BoxFuture<'_, Result<(), String>> {
        system::put(&self.0, text).boxed()
    }
}
