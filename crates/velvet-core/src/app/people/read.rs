use std::{
    collections::HashSet,
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::{
    FRESH,
    read_vips::VipHalf,
    shelf::{InReading, Kept, List, Listed},
};
use crate::{
    api::{Api, End, Fan, PageRead, Period, Reading, Standing, Subscriber, SubscriberStatus},
    app::{App, desk::Desk, running::BREATH},
    ids::AccountId,
    ledger::Ledger,
    on_disk,
    view::{
        Cause, ErrorCode, Failure, PeopleKnown, PeopleProgress, PeopleSource, PeopleStep, PeopleView,
        SessionState, SubscribersOf, Subscription,
    },
};

/// How long a page waits in its turn: somebody looks, and can stop it.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// A reading that stopped in the middle and can go on.
pub(super) enum Half {
    Vips(VipHalf),
    Fans(Reading<Fan>, i64),
    Subscribers(Reading<Subscriber>, i64),
}

/// A cursor is not good for ever.
pub(super) const HALF_KEPT: i64 = 10 * 60_000;

/// What a reading works with.
pub(super) struct Work {
    pub(super) app: App,
    pub(super) desk: Arc<Desk>,
    pub(super) api: Api,
    pub(super) ledger: Arc<Ledger>,
    pub(super) account: AccountId,
    pub(super) base: PeopleView,
    pub(super) stop: CancellationToken,
    _reading: InReading,
}

impl App {
    /// How a list of people stands. Nothing is asked of the service.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn people(&self, account: String, source: PeopleSource) -> Result<PeopleView, Failure> {
        self.started().await;
        let desk = self.desk();
        let account = on_disk(|| desk.account(&account))?;
        on_disk(|| self.people_view(&desk, &account, &source))
    }

    /// Reads a list of people from the service, to its end or until it stops in the middle: then the view says why, what
    /// was read is kept, and the next reading goes on from there. `sure`: the VIP list is read until two readings name
    /// the same people. Costs a credit a page.
    ///
    /// # Errors
    /// `account_unknown`, `people_busy`, `key_missing`, a `ledger_…` code. Nothing was sent then.
    pub async fn read_people(
        &self,
        account: String,
        source: PeopleSource,
        sure: bool,
    ) -> Result<PeopleView, Failure> {
        let busy = self.inner.flights.busy();
        self.started().await;
        let desk = self.desk();
        let account = on_disk(|| desk.account(&account))?;
        let (api, ledger) = on_disk(|| Ok::<_, Failure>((desk.api_of(&account)?, desk.ledger()?)))?;
        let nothing = PeopleProgress { step: PeopleStep::List, pages: 0, people: 0 };
        let reading = desk.people.begin(&account, &source, nothing)?;
        let base = on_disk(|| self.people_view(&desk, &account, &source))?;
        let stop = reading.stop.clone();
        let work = Work { app: self.clone(), desk, api, ledger, account, base, stop, _reading: reading };
        // Goes on when the caller does not wait any longer.
        let read = tokio::spawn(async move {
            let _busy = busy;
            work.whole(&source, sure).await
        });
        read.await.unwrap_or_else(|_| Err(Failure::new(ErrorCode::Internal)))
    }

    /// Ends the reading that goes on. What was read is kept.
    pub async fn stop_reading(&self) -> Result<(), Failure> {
        self.started().await;
        self.desk().people.stop();
        Ok(())
    }
}

impl Work {
    async fn whole(self, source: &PeopleSource, sure: bool) -> Result<PeopleView, Failure> {
        self.tell(self.base.reading.unwrap_or(PeopleProgress {
            step: PeopleStep::List,
            pages: 0,
            people: 0,
        }));
        let read = self.lists(source, sure).await;
        let (app, desk, account) = (self.app.clone(), self.desk.clone(), self.account.clone());
        match &read {
            Ok(()) => self.note_session(SessionState::Alive),
            Err((list, failure)) => {
                self.desk.people.set_stopped(&account, *list, Some(failure.clone()));
                if failure.code == ErrorCode::from(Cause::SessionExpired) {
                    self.note_session(SessionState::Expired);
                }
            }
        }
        drop(self);
        let view = on_disk(|| app.people_view(&desk, &account, source))?;
        app.tell_people(&desk, view.clone());
        Ok(view)
    }

    /// Reads what is asked for. What failed is told with the list it was.
    async fn lists(&self, source: &PeopleSource, sure: bool) -> Result<(), (Option<List>, Failure)> {
        let list = List::of(source);
        let beside = matches!(source, PeopleSource::Lapsed);
        if list.is_none() || (beside && !self.vips_are_fresh()) {
            let step = if beside { PeopleStep::Vips } else { PeopleStep::List };
            self.read_vips(sure, step).await.map_err(|failure| (None, failure))?;
            self.desk.people.set_stopped(&self.account, None, None);
        }
        if let Some(list) = list {
            self.read_list(list).await.map_err(|failure| (Some(list), failure))?;
            self.desk.people.set_stopped(&self.account, Some(list), None);
        }
        Ok(())
    }

    fn vips_are_fresh(&self) -> bool {
        let now = self.app.parts().clock.now();
        let read = on_disk(|| self.ledger.vip_list(&self.account));
        read.is_ok_and(|read| {
            read.is_some_and(|read| read.known != PeopleKnown::Part && now - read.read < FRESH)
        })
    }

    async fn read_list(&self, list: List) -> Result<(), Failure> {
        match list {
            List::Supporters { days } => self.read_supporters(list, days).await,
            List::Subscribers(status) => self.read_subscribers(list, status).await,
            List::Followers => self.read_followers(list).await,
        }
    }

    async fn read_supporters(&self, list: List, days: Option<u32>) -> Result<(), Failure> {
        let now = self.app.parts().clock.now();
        let period = days.map_or_else(Period::default, |days| Period {
            after: Some(now - i64::from(days) * 24 * 3_600_000),
            before: Some(now),
        });
        let read = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Err(stopped()),
            read = self.api.top_supporters(&self.account, period, PATIENCE) => read.map_err(Failure::new)?,
        };
        let people = (1..).zip(read.ranked).map(|(rank, fan)| Listed {
            fan,
            rank: Some(rank),
            subscription: None,
            tiers: Vec::new(),
        });
        self.keep(list, people.collect(), (PeopleKnown::Once, 1, read.nameless))
    }

    async fn read_followers(&self, list: List) -> Result<(), Failure> {
        let now = self.app.parts().clock.now();
        let half = self.desk.people.take_half(&self.account, Some(list));
        let (mut reading, began) = match half {
            Some(Half::Fans(reading, began)) if now - began < HALF_KEPT => (reading, began),
            _ => (Reading::of(self.account.clone()), now),
        };
        let mut watch = self.watch(PeopleStep::List, reading.rows().len());
        let mut page = |page: PageRead<'_, Fan>| watch(page.number, page.rows.len());
        let read = tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(stopped()),
            read = self.api.followers(&mut reading, PATIENCE, &mut page) => ended(read),
        };
        let listed =
            |fan: &Fan| Listed { fan: fan.clone(), rank: None, subscription: None, tiers: Vec::new() };
        let people = reading.rows().iter().map(listed).collect();
        let known = (known(&read), reading.pages(), reading.nameless());
        self.end(list, people, known, read, Half::Fans(reading, began))
    }

    async fn read_subscribers(&self, list: List, of: SubscribersOf) -> Result<(), Failure> {
        let now = self.app.parts().clock.now();
        let half = self.desk.people.take_half(&self.account, Some(list));
        let (mut reading, began) = match half {
            Some(Half::Subscribers(reading, began)) if now - began < HALF_KEPT => (reading, began),
            _ => (Reading::of(self.account.clone()), now),
        };
        let status = match of {
            SubscribersOf::Active => SubscriberStatus::Active,
            SubscribersOf::Expired => SubscriberStatus::Expired,
        };
        let mut watch = self.watch(PeopleStep::List, reading.rows().len());
        let mut page = |page: PageRead<'_, Subscriber>| watch(page.number, page.rows.len());
        let read = tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(stopped()),
            read = self.api.subscribers(status, &mut reading, PATIENCE, &mut page) => ended(read),
        };
        // What was asked for counts, and what each row says of itself.
        let fits = |one: &&Subscriber| {
            !matches!((of, one.standing), (SubscribersOf::Active, Standing::Expired))
                && !matches!((of, one.standing), (SubscribersOf::Expired, Standing::Active))
        };
        let people = reading.rows().iter().filter(fits).map(|one| Listed {
            fan: one.fan.clone(),
            rank: None,
            subscription: Some(match one.standing {
                Standing::Active => Subscription::Active,
                Standing::Expired => Subscription::Expired,
                Standing::Unclear => Subscription::Unclear,
            }),
            tiers: one.tiers.clone(),
        });
        let people = people.collect();
        let known = (known(&read), reading.pages(), reading.nameless());
        self.end(list, people, known, read, Half::Subscribers(reading, began))
    }

    /// Keeps a list that has ended; what stopped in the middle only where there is nothing better.
    fn end(
        &self,
        list: List,
        people: Vec<Listed>,
        known: (PeopleKnown, u64, u64),
        read: Result<End, Failure>,
        half: Half,
    ) -> Result<(), Failure> {
        match read {
            Ok(_) => self.keep(list, people, known),
            Err(failure) => {
                let better =
                    self.desk.people.kept(&self.account, list).is_some_and(|kept| kept.read.is_some());
                if !better {
                    let (_, pages, nameless) = known;
                    let kept = Kept { people, read: None, known: PeopleKnown::Unread, pages, nameless };
                    self.desk.people.keep(&self.account, list, kept);
                }
                self.desk.people.put_half(&self.account, Some(list), half);
                Err(failure)
            }
        }
    }

    fn keep(
        &self,
        list: List,
        mut people: Vec<Listed>,
        (known, pages, nameless): (PeopleKnown, u64, u64),
    ) -> Result<(), Failure> {
        on_disk(|| {
            self.ledger.name_people(people.iter().map(|one| &one.fan))?;
            // Not every list has names; what another one said is as good.
            self.ledger.fill_in_names(people.iter_mut().map(|one| &mut one.fan))
        })?;
        let kept = Kept { people, read: Some(self.app.parts().clock.now()), known, pages, nameless };
        self.desk.people.keep(&self.account, list, kept);
        Ok(())
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

    pub(super) fn tell(&self, progress: PeopleProgress) {
        let view =
            PeopleView { revision: self.app.next_revision(), reading: Some(progress), ..self.base.clone() };
        self.app.tell_people(&self.desk, view);
    }

    fn note_session(&self, session: SessionState) {
        let news = on_disk(|| self.ledger.set_session(&self.account, session)).unwrap_or(false);
        if news && self.app.shows(self.desk.mode) {
            self.app.parts().listener.state_changed(self.app.state());
        }
    }
}

impl App {
    fn tell_people(&self, desk: &Desk, view: PeopleView) {
        if self.shows(desk.mode) {
            self.parts().listener.people_changed(view);
        }
    }
}

pub(super) fn stopped() -> Failure {
    Failure::new(ErrorCode::PeopleStopped)
}

/// A reading that was stopped between two pages has not ended.
pub(super) fn ended(read: Result<End, Cause>) -> Result<End, Failure> {
    match read {
        Ok(End::Stopped) => Err(stopped()),
        Ok(end) => Ok(end),
        Err(cause) => Err(Failure::new(cause)),
    }
}

/// What the end of a list proves.
fn known(read: &Result<End, Failure>) -> PeopleKnown {
    match read {
        Ok(End::Complete | End::RanOut) => PeopleKnown::Once,
        _ => PeopleKnown::Part,
    }
}

/// The ids of a list's people.
pub(super) fn ids(people: &[Fan]) -> HashSet<crate::ids::FanId> {
    people.iter().map(|fan| fan.id.clone()).collect()
}
