use std::sync::Arc;

use super::{
    App, Dependencies, Services,
    context::Context,
    own_files::is_ours,
    preference_file::{OpenedPreferences, PreferenceFile},
    preferences::StoredPreferences,
    workspace::Workspace,
};
use crate::view::{Mode, Notice};
use velvet_ledger::Ledger;
use velvet_platform::files;

impl App {
    /// Reads the preferences and nothing else: everything slower waits for [`App::started`]. Never fails; problems are in
    /// [`App::state`].
    pub fn open(deps: Dependencies) -> Self {
        files::restrict_to_owner(&deps.data_dir, is_ours);
        let OpenedPreferences { file, kept, lost } =
            PreferenceFile::open::<StoredPreferences>(deps.preferences.clone(), &deps.data_dir);
        let notices = lost.then_some(Notice::PreferencesReset).into_iter().collect();
        let ctx = Context::new(deps, file, kept.brought_up_to_date(), notices);
        Self { services: Arc::new(Services::new(&ctx)), ctx, started: Arc::default() }
    }

    /// Lists the accounts in the background if there is a key but the ledger knows no accounts, because it is new.
    async fn list_accounts_of_new_ledger(&self) {
        let live = self.ctx.memory().live.clone();
        let none_known = live.read(Ledger::accounts).await.is_ok_and(|known| known.is_empty());
        if live.api().is_err() || !none_known {
            return;
        }
        let (this, busy) = (self.clone(), self.ctx.in_flight.busy());
        tokio::spawn(async move {
            let _busy = busy;
            let _turn = this.ctx.exclusive.lock().await;
            this.services.accounts.list_all(&live).await;
            this.ctx.deps.events.state_changed(this.ctx.state().await);
        });
    }

    /// Opens the ledger, reads the keys, and starts practice mode if it was on. The first call does this; every other call,
    /// and every service, waits for it. Call it before the window opens to save time.
    pub async fn started(&self) {
        let start = async {
            let live = self.ctx.memory().live.clone();
            self.ctx.open_ledger(&live).await;
            self.services.keys.read_keys().await;
            self.services.scheduler.end_what_was_stopping(&self.ctx.workspace()).await;
            self.list_accounts_of_new_ledger().await;
            if self.ctx.memory().stored.mode == Mode::Practice
                && self.services.modes.enter_practice().await.is_err()
            {
                let mut memory = self.ctx.memory();
                memory.stored.mode = Mode::Live;
                memory.notices.push(Notice::PracticeUnavailable);
            }
            self.services.updates.start();
        };
        self.started.get_or_init(|| start).await;
    }

    /// Prepares the end of the app: stops waiting items, pauses batches, waits for requests in flight, and closes the
    /// ledgers.
    pub async fn finish(&self) {
        let _closed = self.ctx.in_flight.close();
        self.ctx.in_flight.stop_all();
        self.ctx.open_lists.close();
        let workspaces = self.ctx.workspaces();
        for workspace in &workspaces {
            workspace.queue.close();
            workspace.people.stop();
            // No further request leaves, so the wait ends with the last reply.
            workspace.revoke_all();
        }
        self.idle().await;
        for workspace in &workspaces {
            workspace.alone(Workspace::close).await;
        }
    }
}
