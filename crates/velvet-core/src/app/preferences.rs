use std::{collections::BTreeSet, fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    files,
    view::{Mode, Preferences},
};

const FILE: &str = "preferences.json";

/// What is remembered besides the ledger. Losing it would not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Stored {
    #[serde(flatten)]
    pub(super) preferences: Preferences,
    pub(super) mode: Mode,
    /// The keys that the keychain was given, by their numbers. Where it cannot be asked, they may still be there.
    pub(super) keys: BTreeSet<u32>,
    /// As an earlier version wrote it: the keychain was given the first key.
    #[serde(skip_serializing)]
    key_saved: bool,
    /// The chosen account of the real service.
    pub(super) chosen_live: Option<String>,
    /// The chosen account of practice mode.
    pub(super) chosen_practice: Option<String>,
}

impl Stored {
    /// Reads the file. A damaged one is set aside, and `true` says so.
    pub(super) fn read(folder: &Path) -> (Self, bool) {
        let path = folder.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let expected = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
                return (Self::default(), !expected);
            }
        };
        match serde_json::from_slice(&bytes) {
            Ok(stored) => (Self::brought_up_to_date(stored), false),
            Err(error) => {
                tracing::warn!(%error, "the preferences are damaged; the defaults are used");
                if let Err(error) = fs::rename(&path, files::free_name(&path, "damaged")) {
                    tracing::warn!(%error, "the damaged preferences could not be set aside");
                }
                (Self::default(), true)
            }
        }
    }

    fn brought_up_to_date(mut stored: Self) -> Self {
        if std::mem::take(&mut stored.key_saved) {
            stored.keys.insert(1);
        }
        stored
    }

    /// Writes the file whole. A failure is not worth a word to the user.
    pub(super) fn write(&self, folder: &Path) {
        let written = serde_json::to_vec_pretty(self)
            .map_err(io::Error::from)
            .and_then(|bytes| files::replace(&folder.join(FILE), &bytes));
        if let Err(error) = written {
            tracing::warn!(%error, "the preferences could not be written");
        }
    }

    pub(super) fn chosen(&mut self, mode: Mode) -> &mut Option<String> {
        match mode {
            Mode::Live => &mut self.chosen_live,
            Mode::Practice => &mut self.chosen_practice,
        }
    }
}
