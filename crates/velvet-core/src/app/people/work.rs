use std::{
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::shelf::InReading;
use crate::{
    app::{App, desk::Desk, running::BREATH},
    view::{Cause, ErrorCode, Failure, PeopleProgress, PeopleStep, PeopleView},
};
use velvet_api::{Api, End, Reading};
use velvet_ledger::Ledger;
use velvet_model::ids::AccountId;

/// How long a page waits in its turn: somebody looks, and can stop it.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// A cursor is not good for ever.
const KEPT: i64 = 10 * 60_000;

/// What a reading works with.
pub(super) struct Work {
    pub(super) app: App,
    pub(super) desk: Arc<Desk>,
    pub(super) api: Api,
    pub(super) ledger: Arc<Ledger>,
    pub(super) account: AccountId,
    pub(super) base: PeopleView,
    pub(super) stop: CancellationToken,
    pub(super) _reading: InReading,
}

impl Work {
    /// Goes on with a reading that stopped in the middle, or begins one; and when it began.
    pub(super) fn go_on<R>(&self, half: Option<(Reading<R>, i64)>) -> (Reading<R>, i64) {
        half.filter(|(_, began)| self.can_go_on(*began))
            .unwrap_or_else(|| (Reading::of(self.account.clone()), self.app.parts().clock.now()))
    }

    /// Whether a reading that began then can go on.
    pub(super) fn can_go_on(&self, began: i64) -> bool {
        // A clock that was put back makes no cursor younger.
        (0..KEPT).contains(&(self.app.parts().clock.now() - began))
    }

    /// Tells how a reading goes, after every page; and whether to go on.
    pub(super) fn watch(
        &self,
        step: PeopleStep,
        people: usize,
    ) -> impl FnMut(u64, usize) -> ControlFlow<()> + Send + use<'_> {
        let (mut people, mut told) = (people as u64, None::<Instant>);
        move |pages, more| {
            people += more as u64;
            let progress = PeopleProgress { step, pages, people };
            self.desk.people.advance(progress);
            // The first page is what somebody waits for.
            if told.is_none_or(|told| told.elapsed() >= BREATH) {
                told = Some(Instant::now());
                self.tell(progress);
            }
            if self.stop.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }

    /// What the service answers, unless the reading is stopped before.
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
        let view =
            PeopleView { revision: self.app.next_revision(), reading: Some(progress), ..self.base.clone() };
        self.app.tell_people(&self.desk, view);
    }
}

impl App {
    /// Shows a list of people in the window, if the window shows this mode.
    pub(super) fn tell_people(&self, desk: &Desk, view: PeopleView) {
        if self.shows(desk.mode) {
            self.parts().listener.people_changed(view);
        }
    }
}

fn stopped() -> Failure {
    Failure::new(ErrorCode::PeopleStopped)
}

/// A reading that was stopped between two pages has not ended.
pub(super) fn ended(end: End) -> Result<End, Failure> {
    if end == End::Stopped { Err(stopped()) } else { Ok(end) }
}
