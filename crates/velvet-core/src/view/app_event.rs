use serde::Serialize;
use ts_rs::TS;

use super::{
    AppState, BatchView, DroppedFiles, ExportProgress, Failure, ListProgress, ListView, LogMark, PeopleView,
    Resting,
};

/// An event that is sent to the window.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum AppEvent {
    /// Entries of the log changed.
    Log(LogMark),
    /// A single item began to wait, or resumed.
    Resting(Resting),
    /// Something else in the state changed on its own.
    State(Box<AppState>),
    /// A batch changed. Sent at most ten times per second per batch.
    Batch(BatchView),
    /// A list of people changed. Sent at most ten times per second during a refresh.
    People(PeopleView),
    /// Files were dropped on the window. One of them is being read.
    Dropped(DroppedFiles),
    /// A dropped file was read.
    List(ListView),
    /// A dropped file could not be read.
    ListRefused(Failure),
    /// Progress of reading, looking up, or starting a list.
    ListProgress(ListProgress),
    /// Progress of an export.
    ExportProgress(ExportProgress),
    /// Whether a file is being dragged over the window.
    Dragging(bool),
    /// The user chose the command with this ID in the system's menu.
    Command(String),
    /// The user asked to close the window while batches are running.
    Closing,
}
