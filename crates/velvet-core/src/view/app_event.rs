use serde::Serialize;
use ts_rs::TS;

use super::{
    AppState, BatchView, DroppedFiles, ExportProgress, Failure, ListProgress, ListView, LogMark, PeopleView,
    Resting,
};

/// What a window is told without asking.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum AppEvent {
    /// Rows of the log have changed.
    Log(LogMark),
    /// An item waits, or goes on.
    Resting(Resting),
    /// Something else changed by itself.
    State(Box<AppState>),
    /// A batch has changed; at most ten times a second for each.
    Batch(BatchView),
    /// How a list of people stands has changed: at most ten times a second while it is read.
    People(PeopleView),
    /// Files were dropped on the window; one of them is read.
    Dropped(DroppedFiles),
    /// A file was dropped on the window and read.
    List(ListView),
    /// A file was dropped on the window and could not be read.
    ListRefused(Failure),
    /// A list is being read.
    ListProgress(ListProgress),
    /// Rows are being written to a file.
    ExportProgress(ExportProgress),
    /// A file is being dragged over the window, or no longer.
    Dragging(bool),
    /// The window was asked to close while batches run.
    Closing,
}
