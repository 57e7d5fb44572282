use std::{
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::cache::ReadGuard;
use crate::{
    app::{People, context::Shared, progress::PROGRESS_INTERVAL, workspace::Workspace},
    view::{Cause, ErrorCode, Failure, PeopleProgress, PeopleStep, PeopleView},
};
use velvet_api::{Api, Completeness, PagedRead};
use velvet_model::ids::AccountId;

/// How long each page waits for the rate limit. The user is watching, and can stop the read.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// How long a read can be resumed, in milliseconds. A cursor does not stay valid forever.
const KEPT: i64 = 10 * 60_000;

/// Everything that a read needs.
pub(super) struct ListRead {
    pub(super) people: People,
    pub(super) workspace: Arc<Workspace>,
    pub(super) api: Api,
    pub(super) account: AccountId,
    pub(super) base: PeopleView,
    pub(super) stop: CancellationToken,
    pub(super) _reading: ReadGuard,
}

impl ListRead {
    /// Resumes a read that stopped early, or begins one. Also returns when it began.
    pub(super) fn go_on<R>(&self, partial: Option<(PagedRead<R>, i64)>) -> (PagedRead<R>, i64) {
        partial
            .filter(|(_, began)| self.can_go_on(*began))
            .unwrap_or_else(|| (PagedRead::of(self.account.clone()), self.people.ctx.deps.clock.now()))
    }

    /// Returns whether a read that began at `began` can be resumed.
    pub(super) fn can_go_on(&self, began: i64) -> bool {
        // After the clock was set back, the age of a cursor is unknown.
        (0..KEPT).contains(&(self.people.ctx.deps.clock.now() - began))
    }

    /// Returns a callback for each page. It reports the progress, and returns whether to continue.
    pub(super) fn watch(
        &self,
        step: PeopleStep,
        people: usize,
    ) -> impl FnMut(u64, usize) -> ControlFlow<()> + Send + use<'_> {
        let (mut people, mut told) = (people as u64, None::<Instant>);
        move |pages, more| {
            people += more as u64;
            let progress = PeopleProgress { step, pages, people };
            self.workspace.people.advance(progress);
            // The first page is always reported, because the user is waiting for it.
            if told.is_none_or(|told| told.elapsed() >= PROGRESS_INTERVAL) {
                told = Some(Instant::now());
                self.tell(progress);
            }
            if self.stop.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }

    /// Returns the server's answer, unless the read is stopped first.
    pub(super) async fn answer<T>(
        &self,
        asked: impl Future<Output = Result<T, Cause>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(stopped()),
            answered = asked => answered.map_err(Failure::new),
        }
    }

    fn tell(&self, progress: PeopleProgress) {
        let view = PeopleView {
            revision: self.people.ctx.next_revision(),
            reading: Some(progress),
            ..self.base.clone()
        };
        let (ctx, workspace) = (self.people.ctx.clone(), self.workspace.clone());
        // Behind the page it is about, which may still have to be written.
        drop(self.workspace.writer.run(move || ctx.emit_people(&workspace, view)));
    }
}

impl Shared {
    /// Sends a list of people to the window, if it shows this mode.
    pub(super) fn emit_people(&self, workspace: &Workspace, view: PeopleView) {
        if self.shows(workspace.mode) {
            self.deps.events.people_changed(view);
        }
    }
}

fn stopped() -> Failure {
    Failure::new(ErrorCode::PeopleStopped)
}

/// Returns an error if the read was stopped between two pages.
pub(super) fn ended(end: Completeness) -> Result<Completeness, Failure> {
    if end == Completeness::Stopped { Err(stopped()) } else { Ok(end) }
}
