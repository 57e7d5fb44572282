//! Shows saved files in the file manager, and opens pages in the browser.
//!
//! `tauri-plugin-opener` is used as a library. As a plugin it would give the page commands that take any path or address.

use std::{error::Error, path::PathBuf, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use tauri::async_runtime::spawn_blocking;
use tauri_plugin_opener::{open_path, open_url, reveal_item_in_dir};
use tokio::time::timeout;
use velvet_core::view::{ErrorCode, Failure};

/// How long a file manager may take to answer. One that is slower may still open its window.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens what is outside of the app.
pub trait Opener: Send + Sync {
    /// Shows a file in its folder.
    fn reveal(&self, file: PathBuf) -> BoxFuture<'_, Result<(), String>>;
    /// Opens an address in the browser.
    fn browse(&self, url: String) -> BoxFuture<'_, Result<(), String>>;
}

/// The opener as the app stores it.
pub type AnyOpener = Box<dyn Opener>;

/// Shows a file in its folder.
///
/// # Errors
/// `file_not_shown`.
pub async fn show(opener: &AnyOpener, file: PathBuf) -> Result<(), Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    opener.reveal(file).await.map_err(|error| {
        tracing::warn!(%error, "a file could not be shown in its folder");
        Failure::new(ErrorCode::FileNotShown).with("file", name)
    })
}

/// The system's file manager and browser.
pub struct SystemOpener;

impl Opener for SystemOpener {
    fn reveal(&self, file: PathBuf) -> BoxFuture<'_, Result<(), String>> {
        apart(move || {
            // A file that is gone is not shown, even if its folder is there.
            file.metadata()?;
            let shown = reveal_item_in_dir(&file);
            // Not every desktop has a service that selects a file. Any file manager can open the folder.
            if let (Err(error), Some(folder)) = (shown, file.parent()) {
                tracing::info!(%error, "the file could not be selected, so its folder is opened");
                open_path(folder, None::<&str>)?;
            }
            Ok(())
        })
        .boxed()
    }

    fn browse(&self, url: String) -> BoxFuture<'_, Result<(), String>> {
        apart(move || Ok(open_page(&url)?)).boxed()
    }
}

/// Opens an address in the browser, and waits for it.
pub fn open_page(url: &str) -> Result<(), tauri_plugin_opener::Error> {
    open_url(url, None::<&str>)
}

/// Runs `open` on a thread of its own, because it waits for other programs.
async fn apart(open: impl FnOnce() -> Result<(), Box<dyn Error>> + Send + 'static) -> Result<(), String> {
    let opening = spawn_blocking(move || open().map_err(|error| error.to_string()));
    match timeout(PATIENCE, opening).await {
        Ok(opened) => opened.map_err(|error| error.to_string())?,
        Err(_) => Ok(()),
    }
}
