use std::sync::Arc;

use super::{App, held_key::FIRST, workspace::Workspace};
use crate::view::{AppState, ErrorCode, Failure, Mode};
use velvet_api::{Api, TimeLimits};
use velvet_platform::blocking;

impl App {
    /// Goes to the real service, or to practice. Work that has begun goes on where it began.
    ///
    /// # Errors
    /// `practice_unavailable`.
    pub async fn set_mode(&self, mode: Mode) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        if mode == Mode::Practice {
            self.enter_practice().await?;
        }
        self.remember(|stored| stored.mode = mode);
        self.check_list_again().await;
        Ok(self.state())
    }

    /// Starts the practice service and opens its ledger, unless that was done before.
    pub(super) async fn enter_practice(&self) -> Result<(), Failure> {
        if self.memory().practice.is_some() {
            return Ok(());
        }
        let unavailable = |why: String| {
            tracing::error!(%why, "the practice service did not start");
            Failure::new(ErrorCode::PracticeUnavailable)
        };
        let deps = self.deps();
        let practice = deps.practice.start().await.map_err(unavailable)?;
        let api = Api::new(practice.url, &practice.key, TimeLimits::default(), deps.clock.clone())
            .map_err(|no_client| unavailable(no_client.into()))?;
        let mut workspace = Workspace::new(Mode::Practice);
        let notices = blocking(|| workspace.open(&deps.data_dir, deps.clock.now()));
        workspace.samples = practice.samples;
        workspace.set_api(FIRST, Some(api));
        self.refresh(&workspace).await;
        let workspace = Arc::new(workspace);
        self.end_what_was_stopping(&workspace);
        let mut memory = self.memory();
        memory.practice = Some(workspace);
        memory.notices.extend(notices);
        Ok(())
    }
}
