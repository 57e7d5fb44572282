use std::{fs, io, path::Path};

use super::{
    App,
    own_files::{is_log, is_ours},
    preferences::StoredPreferences,
    workspace::Workspace,
};
use crate::view::{AppState, ErrorCode, Failure, Notice};
use velvet_platform::files;

impl App {
    /// Erases the log, the preferences, the keys, and the app's own log files, and starts over. Stops batches and waiting
    /// items first, and waits for requests in flight.
    ///
    /// # Errors
    /// `keychain_refused` if a key is still in the keychain; `erase_incomplete` with the path of a file that is left.
    /// Everything else is then erased, and the window gets the new state.
    pub async fn erase_everything(&self) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.ctx.exclusive.lock().await;
        let _closed = self.ctx.in_flight.close();
        self.ctx.in_flight.stop_all();
        self.ctx.open_lists.close();
        self.ctx.open_lists.forget_started();
        for workspace in self.ctx.workspaces() {
            workspace.queue.close();
            workspace.people.stop();
            // Refreshes and look-ups end too.
            workspace.revoke_all();
        }
        self.idle().await;
        let forgotten = self.services.keys.delete_keys().await;
        let (still_there, removed) = {
            let memory = self.ctx.memory();
            (memory.stored.keys.clone(), memory.stored.removed.clone())
        };
        let erased = self.erase_files().await;
        if forgotten.is_err() {
            self.ctx.remember(|stored| (stored.keys, stored.removed) = (still_there, removed)).await;
            self.services.keys.say_key_is_left(true);
        }
        if forgotten.is_ok() && erased.is_ok() {
            self.ctx.memory().notices.push(Notice::Erased);
        }
        let state = self.ctx.state().await;
        self.ctx.deps.events.appearance_changed(state.preferences.appearance);
        self.ctx.deps.events.state_changed(state.clone());
        forgotten.and(erased).map(|()| state)
    }

    async fn erase_files(&self) -> Result<(), Failure> {
        let (live, practice) = {
            let mut memory = self.ctx.memory();
            (memory.live.clone(), memory.practice.take())
        };
        if let Some(workspace) = practice {
            workspace.alone(Workspace::close).await;
        }
        let ctx = self.ctx.clone();
        let erased = live.alone(move |live| {
            let folder = &ctx.deps.data_dir;
            // Wait for a save to end, and let no other begin before the file is gone.
            let _saving = ctx.preference_file();
            {
                let mut memory = ctx.memory();
                memory.stored = StoredPreferences::default();
                memory.notices.clear();
                memory.postponed = None;
            }
            live.close();
            let erased = erase(folder);
            let notices = live.open(folder, ctx.deps.clock.now());
            live.queue.open();
            ctx.memory().notices.extend(notices);
            erased
        });
        erased.await.map_err(|(path, error)| {
            tracing::warn!(%error, "not everything could be erased");
            Failure::new(ErrorCode::EraseIncomplete).with("path", path.display())
        })
    }
}

type Left = (std::path::PathBuf, io::Error);

/// Removes every file of ours in `folder`, and the app's own log files. Goes on after a failure and gives the first one.
fn erase(folder: &Path) -> Result<(), Left> {
    let erased = erase_in(folder, is_ours);
    erased.and(erase_in(&folder.join(files::LOGS), is_log))
}

fn erase_in(folder: &Path, is_ours: fn(&str) -> bool) -> Result<(), Left> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(());
        }
        Err(error) => return Err((folder.to_owned(), error)),
    };
    let mut left = Ok(());
    for entry in entries.flatten().filter(|entry| is_ours(&entry.file_name().to_string_lossy())) {
        // A file that is still being written to may keep its content until it is closed: it is emptied first.
        let emptied = fs::File::options().write(true).truncate(true).open(entry.path());
        drop(emptied);
        if let Err(error) = fs::remove_file(entry.path()) {
            left = left.and(Err((entry.path(), error)));
        }
    }
    left
}
