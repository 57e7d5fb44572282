//! Files that are dragged over the window and dropped on it. The page hears that there are some, and what was in them.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, DragDropEvent, Manager, Runtime, async_runtime::spawn};
use velvet_core::{
    app::App,
    view::{AppEvent, DroppedFiles, ErrorCode},
};

use crate::event_channel::tell;

/// What is dragged comes, goes, or is dropped.
pub fn on_drag<R: Runtime>(app: &AppHandle<R>, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { paths, .. } => dragging(app, !paths.is_empty()),
        DragDropEvent::Leave => dragging(app, false),
        DragDropEvent::Drop { paths, .. } => {
            dragging(app, false);
            // One list is open at a time. Of several files it is the first, and the page says so.
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

/// What the page may know: a name, not where the file is.
fn dropped(path: &Path, count: usize) -> DroppedFiles {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    DroppedFiles { file, count: u64::try_from(count).unwrap_or(u64::MAX) }
}

fn read<R: Runtime>(app: AppHandle<R>, path: PathBuf) {
    spawn(async move {
        let news = match app.state::<App>().open_list(path).await {
            Ok(list) => AppEvent::List(list),
            // Whoever opened another list, or closed this one, has seen that.
            Err(failure) if failure.code == ErrorCode::ListOutdated => return,
            Err(failure) => AppEvent::ListRefused(failure),
        };
        tell(&app, news);
    });
}
