//! Files that are dragged over the window and dropped on it. The page hears that there are some, and what was in them.

use std::path::PathBuf;

use tauri::{AppHandle, DragDropEvent, Manager, Runtime, async_runtime::spawn};
use velvet_core::{app::App, view::ErrorCode};

use crate::listener::tell;

/// What is dragged comes, goes, or is dropped.
pub fn on_drag<R: Runtime>(app: &AppHandle<R>, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { paths, .. } => tell(app, "dragging", !paths.is_empty()),
        DragDropEvent::Leave => tell(app, "dragging", false),
        DragDropEvent::Drop { paths, .. } => {
            tell(app, "dragging", false);
            // One list is open at a time. Of several files it is the first, whose name the page shows.
            if let Some(path) = paths.first() {
                read(app.clone(), path.clone());
            }
        }
        _ => {}
    }
}

fn read<R: Runtime>(app: AppHandle<R>, path: PathBuf) {
    spawn(async move {
        match app.state::<App>().open_list(path).await {
            Ok(list) => tell(&app, "list", list),
            // Whoever opened another list, or closed this one, has seen that.
            Err(failure) if failure.code == ErrorCode::ListOutdated => {}
            Err(failure) => tell(&app, "list-refused", failure),
        }
    });
}
