use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::dependencies::PreferenceStore;
use velvet_platform::files;

/// The name of the file in the data folder.
const FILE: &str = "preferences.json";

/// The file of a [`PreferenceStore`], and a good copy of it. The store may write in place, so a kill or a power cut can
/// tear the file. The copy is replaced atomically before each write, so nothing is lost with a torn file.
pub struct PreferenceFile {
    store: Arc<dyn PreferenceStore>,
    file: PathBuf,
    good_copy: PathBuf,
}

/// The result of [`PreferenceFile::open`].
pub struct OpenedPreferences<T> {
    /// Saves the preferences from now on.
    pub file: PreferenceFile,
    /// The stored preferences, or the defaults.
    pub kept: T,
    /// Whether preferences were stored, but neither the file nor its copy can be read.
    pub lost: bool,
}

impl PreferenceFile {
    /// Reads the preferences in `folder`: from the file, or from the good copy if the file is damaged or gone. A damaged
    /// file is set aside. It is judged before the store opens it, because a store may take a torn file for an empty one.
    pub fn open<T: DeserializeOwned + Default>(
        store: Arc<dyn PreferenceStore>,
        folder: &Path,
    ) -> OpenedPreferences<T> {
        let file = folder.join(FILE);
        let good_copy = files::named(&file, "good");
        let judged = judge(&file);
        let opened = store.open(&file).and_then(parse);
        let (kept, lost) = match judged {
            Judged::Whole(judged) => {
                let as_judged = |error| {
                    tracing::warn!(%error, "the store could not open the preferences");
                    judged
                };
                (opened.unwrap_or_else(as_judged), false)
            }
            Judged::Absent => from_copy(&good_copy, false),
            Judged::Damaged => from_copy(&good_copy, true),
        };
        OpenedPreferences { file: Self { store, file, good_copy }, kept, lost }
    }

    /// Saves the preferences. They are on the disk when this returns.
    ///
    /// # Errors
    /// The error of the system or the store. The preferences saved before may then still be there.
    pub fn save(&self, kept: &impl Serialize) -> io::Result<()> {
        let values: Map<String, Value> = parse(serde_json::to_value(kept)?)?;
        files::replace(&self.good_copy, &serde_json::to_vec_pretty(&values)?)?;
        // Other users could read a file that the store creates.
        files::create_private_file(&self.file)?;
        self.store.save(&values)?;
        // Otherwise, a power cut could restore the previous file, which is valid but older than its copy.
        files::sync(&self.file)
    }
}

/// The state of a file.
enum Judged<T> {
    Whole(T),
    Absent,
    Damaged,
}

/// Reads a file, and sets it aside if it cannot be used.
fn judge<T: DeserializeOwned>(path: &Path) -> Judged<T> {
    let read = fs::read(path).and_then(|bytes| parse(serde_json::from_slice::<Map<_, _>>(&bytes)?));
    match read {
        Ok(kept) => Judged::Whole(kept),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Judged::Absent
        }
        Err(error) => {
            tracing::warn!(%error, "a file of preferences is damaged");
            if let Err(error) = fs::rename(path, files::unused_name(path, "damaged")) {
                tracing::warn!(%error, "the damaged preferences could not be set aside");
            }
            Judged::Damaged
        }
    }
}

/// Returns the preferences of the good copy, or the defaults, and whether something was lost.
fn from_copy<T: DeserializeOwned + Default>(good_copy: &Path, damaged: bool) -> (T, bool) {
    match judge(good_copy) {
        Judged::Whole(kept) => {
            tracing::info!("the preferences are taken from their good copy");
            (kept, false)
        }
        Judged::Absent => (T::default(), damaged),
        Judged::Damaged => (T::default(), true),
    }
}

fn parse<T: DeserializeOwned>(values: impl Into<Value>) -> io::Result<T> {
    Ok(serde_json::from_value(values.into())?)
}
