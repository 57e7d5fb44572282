//! Files dragged over the window and dropped on it. The page learns that there are files, and what the first contained.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, DragDropEvent, Manager, Runtime, async_runtime::spawn};
use velvet_core::{
    app::App,
    view::{AppEvent, DroppedFiles, ErrorCode},
};

use crate::event_channel::tell;

/// Handles files that are dragged over the window or dropped on it.
pub fn on_drag<R: Runtime>(app: &AppHandle<R>, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { paths, .. } => dragging(app, !paths.is_empty()),
        DragDropEvent::Leave => dragging(app, false),
        DragDropEvent::Drop { paths, .. } => {
            dragging(app, false);
            // Only one list is open at a time. Of several files, the first is opened, and the page says so.
            if let Some(path) = paths.first() {
                tell(app, AppEvent::Dropped(dropped(path, paths.len())));
                read(app.clone(), path.clone());
            }
        }
        _ => {}
    }
}

fn dragging<R: Runtime>(app: &AppHandle<R>, over: bool) {
    tell(app, AppEvent::Dragging(over));
}

/// Returns what the page may know: the file's name, not its path.
fn dropped(path: &Path, count: usize) -> DroppedFiles {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    DroppedFiles { file, count: u64::try_from(count).unwrap_or(u64::MAX) }
}

fn read<R: Runtime>(app: AppHandle<R>, path: PathBuf) {
    spawn(async move {
        let news = match app.state::<App>().lists().await.open(path).await {
            Ok(list) => AppEvent::List(list),
            // The user has opened another list or closed this one meanwhile, so the error no longer matters.
            Err(failure) if failure.code == ErrorCode::ListOutdated => return,
            Err(failure) => AppEvent::ListRefused(failure),
        };
        tell(&app, news);
    });
}
