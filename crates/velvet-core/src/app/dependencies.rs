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

/// What the core does not choose for itself.
pub struct Dependencies {
    /// The folder for everything that is kept.
    pub data_dir: PathBuf,
    /// The service, or why its address cannot be used.
    pub api_url: Result<ApiUrl, String>,
    /// The app's version.
    pub version: String,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where the key is kept.
    pub keychain: Arc<dyn Keychain>,
    /// Reads and writes the file of preferences.
    pub preferences: Arc<dyn PreferenceStore>,
    /// Runs practice mode.
    pub practice: Arc<dyn PracticeHost>,
    /// Is told what changes.
    pub events: Arc<dyn EventSink>,
}

/// The operating system's keychain, with room for a few keys, which are numbered from 1 on. Every call ends within a
/// bounded time.
pub trait Keychain: Send + Sync {
    /// What this system calls it.
    fn kind(&self) -> KeychainKind;
    /// The key that is kept under this number, if any.
    fn read(&self, slot: u32) -> BoxFuture<'_, Result<Option<ApiKey>, KeychainProblem>>;
    /// Keeps a key under this number, in place of any other.
    fn write(&self, slot: u32, key: &ApiKey) -> BoxFuture<'_, Result<(), KeychainProblem>>;
    /// Forgets the key of this number. There being none is no problem.
    fn delete(&self, slot: u32) -> BoxFuture<'_, Result<(), KeychainProblem>>;
}

/// Reads and writes a file that holds one JSON object. It knows nothing of what the values mean, and its calls come one
/// after the other. It may write in place: [`PreferenceFile`](super::PreferenceFile) makes up for a file that a kill has torn.
pub trait PreferenceStore: Send + Sync {
    /// Opens the file and gives its values; none when there is no file. Called once, before anything is saved.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, file: &Path) -> io::Result<Map<String, Value>>;
    /// Writes these values in place of all that is in the file. They are handed to the system when this returns.
    ///
    /// # Errors
    /// What the system says.
    fn save(&self, values: &Map<String, Value>) -> io::Result<()>;
}

/// Runs the practice service.
pub trait PracticeHost: Send + Sync {
    /// Starts it, or gives the one that runs already.
    fn start(&self) -> BoxFuture<'_, Result<Practice, String>>;
}

/// A running practice service.
#[derive(Clone)]
pub struct Practice {
    /// Where it is.
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
