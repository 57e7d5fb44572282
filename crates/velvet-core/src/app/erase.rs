use std::{fs, io, path::Path};

use super::{App, preferences::Stored};
use crate::{
    on_disk,
    view::{AppState, ErrorCode, Failure},
};

/// How the names of our files begin. The folder may have been chosen by the user and hold other things.
const OURS: [&str; 4] = ["ledger.", "practice.", "preferences.", "window."];

impl App {
    /// Erases the log, the preferences and the key, and starts afresh. Waits for what is on its way first.
    ///
    /// # Errors
    /// `keychain_refused` when the key is still there (then nothing else was erased), `erase_incomplete` with the
    /// path of what is left.
    pub async fn erase_everything(&self) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        self.idle().await;
        self.delete_key().await?;
        let folder = &self.parts().data_dir;
        let (live, practice) = {
            let mut memory = self.memory();
            memory.stored = Stored::default();
            memory.notices.clear();
            (memory.live.clone(), memory.practice.take())
        };
        on_disk(|| {
            if let Some(desk) = practice {
                desk.close();
            }
            live.close();
            let erased = erase(folder);
            let notices = live.open_again(folder, self.parts().clock.now());
            self.memory().notices.extend(notices);
            erased
        })
        .map_err(|(path, error)| {
            tracing::warn!(%error, "not everything could be erased");
            Failure::new(ErrorCode::EraseIncomplete).with("path", path.display())
        })?;
        self.parts().listener.appearance_changed(self.preferences().appearance);
        Ok(self.state())
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
    let ours = |name: &str| OURS.iter().any(|prefix| name.starts_with(prefix));
    let mut left = Ok(());
    for entry in entries.flatten().filter(|entry| ours(&entry.file_name().to_string_lossy())) {
        if let Err(error) = fs::remove_file(entry.path()) {
            left = left.and(Err((entry.path(), error)));
        }
    }
    left
}
