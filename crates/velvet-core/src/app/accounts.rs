use std::sync::Arc;

use super::{context::Context, held_key::Slot, workspace::Workspace};
use crate::view::{AppState, Cause, Failure, Mode, SessionState};
use velvet_api::Api;
use velvet_model::ListedAccount;
use velvet_model::sanitize::line;

/// Most characters of a nickname.
const NICKNAME: usize = 60;

/// The accounts of the keys, as the server lists them, with the user's nicknames and colors.
#[derive(Clone)]
pub struct Accounts {
    pub(super) ctx: Context,
}

impl Accounts {
    /// Asks the server for the accounts of the keys. If that fails, the state holds the error, and the accounts known
    /// before.
    pub async fn refresh(&self) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let workspace = self.ctx.workspace();
        self.list_all(&workspace).await;
        Ok(self.ctx.state().await)
    }

    /// Chooses the account for new work. Work that has begun keeps its own.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn choose(&self, account: String) -> Result<AppState, Failure> {
        // This does not wait for the exclusive lock, because a refresh holds it while it waits for the network.
        let workspace = self.ctx.workspace();
        let account = workspace.account(&account).await?.to_string();
        self.ctx.remember(|stored| *stored.chosen(workspace.mode) = Some(account)).await;
        Ok(self.ctx.state().await)
    }

    /// Sets an account's nickname, as a single line, and the color of its badge, 0 to 7. Without a nickname, the listed
    /// name is shown.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn set_appearance(
        &self,
        account: String,
        nickname: String,
        colour: u8,
    ) -> Result<AppState, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let account = workspace.account(&account).await?;
        let nickname = line(&nickname, NICKNAME);
        workspace.write(move |ledger| ledger.dress_account(&account, &nickname, colour.min(7))).await?;
        self.ctx.emit_log_changed(&workspace).await;
        Ok(self.ctx.state().await)
    }

    /// Asks the server whether an account's Fansly session is active. Uses one credit.
    ///
    /// # Errors
    /// `account_unknown`, `key_missing`, the error from the server. An expired session is not an error: it is in the
    /// state.
    pub async fn check_session(&self, account: String) -> Result<AppState, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let account = workspace.account(&account).await?;
        let session = match workspace.api_of(&account).await?.native_id(&account).await {
            Ok(native) => {
                let account = account.clone();
                workspace.write(move |ledger| ledger.set_native(&account, &native)).await?;
                SessionState::Alive
            }
            Err(Cause::SessionExpired) => SessionState::Expired,
            Err(cause) => return Err(Failure::new(cause)),
        };
        workspace.write(move |ledger| ledger.set_session(&account, session)).await?;
        Ok(self.ctx.state().await)
    }

    /// Loads the accounts of every key and stores them in the ledger of `workspace`.
    pub(super) async fn list_all(&self, workspace: &Arc<Workspace>) {
        for (slot, api) in workspace.apis() {
            let problem = self.list(&api, workspace, slot).await.err();
            if workspace.mode == Mode::Live {
                self.ctx.memory().keys.entry(slot).and_modify(|held| held.problem = problem);
            } else if let Some(failure) = problem {
                tracing::warn!(code = ?failure.code, "practice did not list its accounts");
            }
        }
    }

    /// Creates a client of the live server with this key.
    pub(super) fn live_api(&self, key: &velvet_api::ApiKey) -> Result<Api, Failure> {
        let deps = &self.ctx.deps;
        let url = deps.api_url.clone().map_err(|why| {
            tracing::error!(%why, "VELVET_ROPE_API_URL cannot be used");
            Failure::new(Cause::NoConnection)
        })?;
        Ok(Api::new(url, key, velvet_api::TimeLimits::default(), deps.clock.clone())?)
    }

    async fn list(&self, api: &Api, workspace: &Arc<Workspace>, slot: Slot) -> Result<(), Failure> {
        let listed = api.accounts().await.map_err(Failure::new)?;
        self.take_over(workspace, slot, listed).await
    }

    /// Stores the listed accounts. If the user never chose an account, chooses the first one for good, because the
    /// server may list them in another order next time.
    pub(super) async fn take_over(
        &self,
        workspace: &Arc<Workspace>,
        slot: Slot,
        listed: Vec<ListedAccount>,
    ) -> Result<(), Failure> {
        let first = listed.first().map(|first| first.id.to_string());
        workspace.write(move |ledger| ledger.list_accounts(slot, &listed)).await?;
        let never_chosen = self.ctx.memory().stored.chosen(workspace.mode).is_none();
        if let Some(first) = first.filter(|_| never_chosen) {
            self.ctx.remember(|stored| *stored.chosen(workspace.mode) = Some(first)).await;
        }
        Ok(())
    }
}
