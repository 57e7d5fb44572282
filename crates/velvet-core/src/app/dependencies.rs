use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures::future::BoxFuture;
use serde_json::{Map, Value};

use crate::view::{
    AppState, Appearance, BatchView, ExportProgress, KeychainKind, KeychainProblem, ListProgress, LogMark,
    PeopleView, Resting, Sample,
};
use velvet_api::{ApiKey, ApiUrl};
use velvet_platform::clock::Clock;
use velvet_updates::Releases;

/// Everything that the core is given instead of choosing it.
pub struct Dependencies {
    /// The data folder.
    pub data_dir: PathBuf,
    /// The API's address, or why it cannot be used.
    pub api_url: Result<ApiUrl, String>,
    /// The app's version.
    pub version: String,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Stores the keys.
    pub keychain: Arc<dyn Keychain>,
    /// Reads and writes the file of preferences.
    pub preferences: Arc<dyn PreferenceStore>,
    /// Runs practice mode.
    pub practice: Arc<dyn PracticeHost>,
    /// Receives the events.
    pub events: Arc<dyn EventSink>,
    /// Where notices of new versions are. `None` in a build that was not given an address: then it never looks for any.
    pub releases: Option<Releases>,
    /// Whether IDs can be looked up: [`BY_IDS_RETURNS_FANS`](velvet_api::BY_IDS_RETURNS_FANS), except in tests.
    pub looks_up_ids: bool,
}

/// The operating system's keychain. It has slots for a few keys, numbered from 1. Every call ends in bounded time.
pub trait Keychain: Send + Sync {
    /// Returns the kind of keychain, which decides what the screen calls it.
    fn kind(&self) -> KeychainKind;
    /// Returns the key in this slot, if any.
    fn read(&self, slot: u32) -> BoxFuture<'_, Result<Option<ApiKey>, KeychainProblem>>;
    /// Stores a key in this slot, and replaces any other.
    fn write(&self, slot: u32, key: &ApiKey) -> BoxFuture<'_, Result<(), KeychainProblem>>;
    /// Deletes the key in this slot. An empty slot is no error.
    fn delete(&self, slot: u32) -> BoxFuture<'_, Result<(), KeychainProblem>>;
}

/// Reads and writes a file that holds one JSON object, without knowing what the values mean. Calls never overlap. It may
/// write in place: [`PreferenceFile`](super::PreferenceFile) recovers from a torn file.
pub trait PreferenceStore: Send + Sync {
    /// Opens the file and returns its values; empty if there is no file. Called once, before anything is saved.
    ///
    /// # Errors
    /// The error of the system.
    fn open(&self, file: &Path) -> io::Result<Map<String, Value>>;
    /// Replaces all values in the file. They are handed to the system when this returns.
    ///
    /// # Errors
    /// The error of the system.
    fn save(&self, values: &Map<String, Value>) -> io::Result<()>;
}

/// Runs the simulated server.
pub trait PracticeHost: Send + Sync {
    /// Starts the server, or returns the one that is running.
    fn start(&self) -> BoxFuture<'_, Result<Practice, String>>;
}

/// A running simulated server.
#[derive(Clone)]
pub struct Practice {
    /// Its address.
    pub url: ApiUrl,
    /// Its key.
    pub key: ApiKey,
    /// Fans to try.
    pub samples: Vec<Sample>,
}

/// Is told what changes. Called after the change is on the disk, from any thread; must not block.
pub trait EventSink: Send + Sync {
    /// Rows of the log shown now have changed.
    fn log_changed(&self, mark: LogMark);
    /// An item waits, or goes on.
    fn resting(&self, resting: Resting);
    /// Light or dark was chosen, so that what surrounds the page can follow.
    fn appearance_changed(&self, appearance: Appearance);
    /// Something else changed by itself.
    fn state_changed(&self, state: AppState);
    /// A batch of the log shown now has changed.
    fn batch_changed(&self, batch: BatchView);
    /// How a list of people of the mode shown now stands.
    fn people_changed(&self, people: PeopleView);
    /// A list is being read.
    fn list_progress(&self, progress: ListProgress);
    /// Rows of the log are being written to a file.
    fn export_progress(&self, progress: ExportProgress);
    /// Batches run, or no longer: in both modes.
    fn running(&self, running: bool);
}
