use std::sync::Arc;

use super::{Accounts, Lists, context::Context, held_key::FIRST, scheduler::Scheduler, workspace::Workspace};
use crate::view::{AppState, ErrorCode, Failure, Mode};
use velvet_api::{Api, TimeLimits};

/// Live mode and practice mode.
#[derive(Clone)]
pub struct Modes {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
    pub(super) accounts: Accounts,
    pub(super) lists: Lists,
}

impl Modes {
    /// Switches to live or practice mode. Work that has begun continues in its own mode.
    ///
    /// # Errors
    /// `practice_unavailable`.
    pub async fn set(&self, mode: Mode) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        if mode == Mode::Practice {
            self.enter_practice().await?;
        }
        self.ctx.remember(|stored| stored.mode = mode).await;
        self.lists.check_again().await;
        Ok(self.ctx.state().await)
    }

    /// Starts the practice service and opens its ledger, unless that was done before.
    pub(super) async fn enter_practice(&self) -> Result<(), Failure> {
        if self.ctx.memory().practice.is_some() {
            return Ok(());
        }
        let unavailable = |why: String| {
            tracing::error!(%why, "the practice service did not start");
            Failure::new(ErrorCode::PracticeUnavailable)
        };
        let deps = &self.ctx.deps;
        let practice = deps.practice.start().await.map_err(unavailable)?;
        let api = Api::new(practice.url, &practice.key, TimeLimits::default(), deps.clock.clone())
            .map_err(|no_client| unavailable(no_client.into()))?;
        let workspace = Arc::new(Workspace::new(Mode::Practice, practice.samples));
        self.ctx.open_ledger(&workspace).await;
        workspace.set_api(FIRST, Some(api));
        self.accounts.list_all(&workspace).await;
        self.scheduler.end_what_was_stopping(&workspace).await;
        self.ctx.memory().practice = Some(workspace);
        Ok(())
    }
}
