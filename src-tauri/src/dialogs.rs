//! The system's file dialogs. Chosen paths stay in this process, so the page can name no file to read or write.

use std::path::{Path, PathBuf};

use futures::{FutureExt, future::BoxFuture};
use rfd::{AsyncFileDialog, FileHandle};
use tauri::{AppHandle, Manager, Runtime, async_runtime::spawn};
use tokio::sync::{Mutex, oneshot};

use crate::window::MAIN;

/// The file extensions of lists.
pub const LISTS: [&str; 6] = ["csv", "tsv", "txt", "xlsx", "ods", "jsonl"];

/// The file extensions of backups.
pub const BACKUPS: [&str; 1] = ["sqlite3"];

/// Asks the user for a file.
pub trait Dialogs: Send + Sync {
    /// Asks for a file to read. Files with these `endings` are shown first.
    fn open(&self, endings: &'static [&'static str]) -> BoxFuture<'_, Option<PathBuf>>;
    /// Asks for a file to write. The user may change `name`.
    fn save(&self, name: String) -> BoxFuture<'_, Option<PathBuf>>;
}

/// The dialogs as the app stores them.
pub type AnyDialogs = Box<dyn Dialogs>;

/// The system's dialogs, in front of the main window and one at a time.
pub struct SystemDialogs<R: Runtime> {
    app: AppHandle<R>,
    turn: Mutex<()>,
}

impl<R: Runtime> SystemDialogs<R> {
    /// Creates the dialogs of `app`.
    pub fn new(app: AppHandle<R>) -> Self {
        Self { app, turn: Mutex::default() }
    }

    async fn ask<F>(&self, question: impl FnOnce(AsyncFileDialog) -> F + Send + 'static) -> Option<PathBuf>
    where
        F: Future<Output = Option<FileHandle>> + Send + 'static,
    {
        // Some systems let the user keep using the window. A second click finds the first dialog open and returns
        // `None`.
        let _turn = self.turn.try_lock().ok()?;
        let (reply, answer) = oneshot::channel();
        let app = self.app.clone();
        // Only the main thread may open the dialog. Its answer is awaited on the runtime.
        let asked = self.app.run_on_main_thread(move || {
            let dialog = AsyncFileDialog::new();
            let dialog = match app.get_webview_window(MAIN) {
                Some(window) => dialog.set_parent(&window),
                None => dialog,
            };
            let chosen = question(dialog);
            spawn(async move { reply.send(chosen.await) });
        });
        asked.ok()?;
        Some(answer.await.ok()??.path().to_owned())
    }
}

impl<R: Runtime> Dialogs for SystemDialogs<R> {
    fn open(&self, endings: &'static [&'static str]) -> BoxFuture<'_, Option<PathBuf>> {
        let names = pattern(endings);
        // GTK's filters are case-sensitive.
        let endings: Vec<_> =
            endings.iter().flat_map(|ending| [(*ending).to_owned(), ending.to_uppercase()]).collect();
        self.ask(move |dialog| dialog.add_filter(names, &endings).add_filter("*.*", &["*"]).pick_file())
            .boxed()
    }

    fn save(&self, name: String) -> BoxFuture<'_, Option<PathBuf>> {
        let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().into_owned());
        self.ask(move |dialog| {
            let dialog = match &ending {
                Some(ending) => dialog.add_filter(pattern(&[ending.as_str()]), &[ending]),
                None => dialog,
            };
            dialog.set_file_name(name).save_file()
        })
        .boxed()
    }
}

/// Returns a filter name such as `*.csv *.tsv`, which needs no translation.
fn pattern(endings: &[&str]) -> String {
    endings.iter().map(|ending| format!("*.{ending}")).collect::<Vec<_>>().join(" ")
}
