use std::sync::Arc;

use super::{App, desk::Desk, held_key::FIRST};
use crate::view::{AppState, ErrorCode, Failure, Mode};
use velvet_api::{Api, TimeLimits};
use velvet_platform::on_disk;

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
        let parts = self.parts();
        let practice = parts.practice.start().await.map_err(unavailable)?;
        let api = Api::new(practice.url, &practice.key, TimeLimits::default(), parts.clock.clone())
            .map_err(|no_client| unavailable(no_client.into()))?;
        let mut desk = Desk::new(Mode::Practice);
        let notices = on_disk(|| desk.open(&parts.data_dir, parts.clock.now()));
        desk.samples = practice.samples;
        desk.set_api(FIRST, Some(api));
        self.refresh(&desk).await;
        let desk = Arc::new(desk);
        self.end_what_was_stopping(&desk);
        let mut memory = self.memory();
        memory.practice = Some(desk);
        memory.notices.extend(notices);
        Ok(())
    }
}
