use std::{fs, io, path::Path};

use super::{App, preferences::Stored};
use crate::{
    files, on_disk,
    view::{AppState, ErrorCode, Failure},
};

impl App {
    /// Erases the log, the preferences and the key, and starts afresh. Batches and what waits are stopped, what is on its
    /// way comes to its end first.
    ///
    /// # Errors
    /// `keychain_refused` when the key is still in the keychain, `erase_incomplete` with the path of what is left. All
    /// else is erased then, and the window is told the state.
    pub async fn erase_everything(&self) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        let _closed = self.inner.flights.close();
        self.inner.flights.stop_all();
        self.inner.lists.close();
        for desk in self.desks() {
            desk.queue.close();
        }
        self.idle().await;
        let forgotten = self.delete_key().await;
        let erased = on_disk(|| self.erase_files());
        if forgotten.is_err() {
            self.remember(|stored| stored.key_saved = true);
        }
        let state = self.state();
        self.parts().listener.appearance_changed(state.preferences.appearance);
        self.parts().listener.state_changed(state.clone());
        forgotten.and(erased).map(|()| state)
    }

    fn erase_files(&self) -> Result<(), Failure> {
        let folder = &self.parts().data_dir;
        let (live, practice) = {
            let mut memory = self.memory();
            memory.stored = Stored::default();
            memory.notices.clear();
            (memory.live.clone(), memory.practice.take())
        };
        if let Some(desk) = practice {
            desk.close();
        }
        live.close();
        let erased = erase(folder);
        let notices = live.open_again(folder, self.parts().clock.now());
        live.queue.open();
        self.memory().notices.extend(notices);
        erased.map_err(|(path, error)| {
            tracing::warn!(%error, "not everything could be erased");
            Failure::new(ErrorCode::EraseIncomplete).with("path", path.display())
        })
    }
}

type Left = (std::path::PathBuf, io::Error);

/// Removes every file of ours in `folder`. Goes on after a failure and gives the first one.
fn erase(folder: &Path) -> Result<(), Left> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(());
        }
        Err(error) => return Err((folder.to_owned(), error)),
    };
    let mut left = Ok(());
    for entry in entries.flatten().filter(|entry| is_ours(&entry.file_name().to_string_lossy())) {
        if let Err(error) = fs::remove_file(entry.path()) {
            left = left.and(Err((entry.path(), error)));
        }
    }
    left
}

/// The folder may have been chosen by the user and hold other things, some with names like ours.
fn is_ours(name: &str) -> bool {
    let base = ["ledger.", "practice."].iter().find_map(|start| name.strip_prefix(start));
    let database = |rest: &str| {
        let rest = rest.strip_suffix("-wal").or(rest.strip_suffix("-shm")).unwrap_or(rest);
        rest == "sqlite3" || is_damaged(rest, ".sqlite3")
    };
    let preferences = |rest: &str| rest == "json" || is_damaged(rest, ".json");
    name.starts_with(files::UNFINISHED)
        || name == "window.json"
        || name.strip_prefix("preferences.").is_some_and(preferences)
        || base.is_some_and(database)
}

/// `damaged-7` and an ending.
fn is_damaged(rest: &str, ending: &str) -> bool {
    let number = rest.strip_prefix("damaged-").and_then(|rest| rest.strip_suffix(ending));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_files_of_ours_are_erased() {
        for name in [
            "ledger.sqlite3",
            "ledger.sqlite3-wal",
            "practice.sqlite3-shm",
            "ledger.damaged-1.sqlite3",
            "ledger.damaged-12.sqlite3-wal",
            "preferences.json",
            "preferences.damaged-3.json",
            "window.json",
            ".velvet-rope-unfinished-a1b2",
        ] {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "ledger.xlsx",
            "ledger.sqlite3.bak",
            "practice.pdf",
            "window.png",
            "preferences.txt",
            "holiday.jpg",
            "ledger.damaged-.sqlite3",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
