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

/// The file of a [`PreferenceStore`], and a good copy of it. The store may write its file in place, so a kill or a power
/// cut can tear the file. The copy is replaced whole before the store writes, so it has what a torn file has lost.
pub struct PreferenceFile {
    store: Arc<dyn PreferenceStore>,
    file: PathBuf,
    good_copy: PathBuf,
}

/// What [`PreferenceFile::open`] gives.
pub struct OpenedPreferences<T> {
    /// Takes what is to be kept from now on.
    pub file: PreferenceFile,
    /// What was kept, or the defaults.
    pub kept: T,
    /// Something was kept, and neither the file nor its copy can be read.
    pub lost: bool,
}

impl PreferenceFile {
    /// Reads what is kept in `folder`: from the file, or from the good copy when the file is damaged or gone. What is
    /// damaged is set aside. It is judged before the store opens it, because a store may take a torn file for an empty one.
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

    /// Keeps this in place of what was kept. It is on the disk when this returns.
    ///
    /// # Errors
    /// What the system or the store says. What was kept before may still be there then.
    pub fn save(&self, kept: &impl Serialize) -> io::Result<()> {
        let values: Map<String, Value> = parse(serde_json::to_value(kept)?)?;
        files::replace(&self.good_copy, &serde_json::to_vec_pretty(&values)?)?;
        // A file that the store makes could be read by other users.
        files::create_private_file(&self.file)?;
        self.store.save(&values)?;
        // Without this a power cut could bring back the file as it was before, whole and older than its copy.
        files::sync(&self.file)
    }
}

/// What was found when a file was read.
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

/// What the good copy has, or the defaults, and whether something was lost.
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
