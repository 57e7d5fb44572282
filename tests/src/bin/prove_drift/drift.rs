//! Drifts: the VIP list changes behind the app's back, and the server reports it with faults.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use velvet_core::{
    app::App,
    view::{
        Actor, PeopleColumn, PeopleKnown, PeopleQuery, PeopleShow, PeopleSource, PeopleView, Person, VipState,
    },
};
use velvet_practice::{Fault, Rule, Running, Settings};
use velvet_tests::{
    dice::Dice,
    windowless::{self, Leaping},
};

/// The number of drifts in one world before a new one is made.
const IN_ONE_WORLD: u64 = 100;

/// The totals of all drifts.
#[derive(Debug, Default)]
pub struct Told {
    pub drifts: u64,
    pub differ: u64,
    pub wrongly_sure: u64,
    pub wrongly_left: u64,
    pub troubled: u64,
    pub not_sure: u64,
    pub requests: u64,
}

pub async fn prove(drifts: u64, seed: u64) -> Told {
    let mut told = Told::default();
    let mut world = World::new(seed, 0).await;
    for number in 0..drifts {
        if number > 0 && number.is_multiple_of(IN_ONE_WORLD) {
            told.requests += world.service.request_count();
            world = World::new(seed, number).await;
        }
        world.drift(&mut Dice::new(seed, number), &mut told).await;
        told.drifts += 1;
        if told.drifts.is_multiple_of(1_000) {
            eprintln!("After {} changes: {told:?}", told.drifts);
        }
    }
    told.requests += world.service.request_count();
    told
}

struct World {
    service: Arc<Running>,
    account: String,
    /// Fans with a chat. Only they appear on the list.
    fans: Vec<String>,
    app: App,
    clock: Arc<Leaping>,
    /// The changes to make on the server after the first page of the next refresh was reported.
    meanwhile: Arc<Mutex<Vec<(String, bool)>>>,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new(seed: u64, number: u64) -> Self {
        let settings = Settings { seed: seed + number, fans: 260, vips: 90, ..Settings::default() };
        let service = Arc::new(Running::start(settings).await.expect("a port is free"));
        let account = service.accounts()[0].account_id.clone();
        let fans = service.fans().into_iter().filter(|fan| service.has_chat(&account, fan)).collect();
        let folder = tempfile::tempdir().expect("there is room");
        let (clock, meanwhile) = (Arc::<Leaping>::default(), Arc::<Mutex<Vec<(String, bool)>>>::default());
        let (site, its_account, changes) = (service.clone(), account.clone(), meanwhile.clone());
        let app = windowless::open(&service.url(), folder.path(), &clock, move |view: &PeopleView| {
            if view.reading.is_some_and(|now| now.pages > 0) {
                for (fan, vip) in changes.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                    site.set_vip(&its_account, &fan, vip);
                }
            }
        });
        app.keys().await.save(service.key().to_owned().into()).await.expect("it is the service's key");
        Self { service, account, fans, app, clock, meanwhile, _folder: folder }
    }

    /// One drift: some fans change, the list is refreshed with faults, and then once more without.
    async fn drift(&self, dice: &mut Dice, told: &mut Told) {
        let before = self.truth();
        for (fan, vip) in self.changes(dice, 8) {
            self.service.set_vip(&self.account, &fan, vip);
        }
        self.app_acts(dice).await;
        if dice.percent(30) {
            let changes = self.changes(dice, 3);
            *self.meanwhile.lock().unwrap_or_else(PoisonError::into_inner) = changes;
        }
        told.troubled += u64::from(self.trouble(dice));
        let stayed: BTreeSet<String> = before.intersection(&self.truth()).cloned().collect();
        let view = self.read(dice.percent(50)).await;
        self.meanwhile.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let people = self.people().await;
        let truth = self.truth();
        if view.known == PeopleKnown::Sure && view.stopped.is_none() {
            told.wrongly_sure += u64::from(shown(&people) != truth);
        } else {
            told.not_sure += 1;
        }
        let left = |one: &&Person| one.vip == VipState::Left && one.left == Some(Actor::Outside);
        let wrongly = |one: &&Person| stayed.contains(&one.fan) && truth.contains(&one.fan);
        told.wrongly_left += people.iter().filter(left).filter(wrongly).count() as u64;
        // Refresh without faults.
        self.service.clear_faults();
        let view = self.read(true).await;
        let same = shown(&self.people().await) == self.truth();
        told.differ += u64::from(!same || view.known != PeopleKnown::Sure || view.stopped.is_some());
    }

    /// The app adds a fan, and may undo that.
    async fn app_acts(&self, dice: &mut Dice) {
        if !dice.percent(40) {
            return;
        }
        let fan = dice.pick(&self.fans);
        if let Ok(row) = self.app.items().await.add(self.account.clone(), fan).await
            && dice.percent(40)
        {
            // A fan who was VIP before stays VIP in the true state as well, because both sides do the same.
            self.app.items().await.undo(row.item).await.expect("it was just added");
        }
    }

    /// Adds faults to the next refresh. At most one is a silent loss of data; the others are visible errors.
    fn trouble(&self, dice: &mut Dice) -> bool {
        if dice.percent(25) {
            return false;
        }
        let row = |place: u64| format!("/data/data/response/data/{place}");
        let edit = |place: String| Fault::Edit { place, value: None };
        let lost = match dice.below(6) {
            // An empty page, once, or also when it is requested again.
            0 => Some((Fault::EmptyData, 1)),
            1 => Some((Fault::EmptyData, 2)),
            // A short page, and a list that ends early.
            2 => Some((edit(row(dice.below(20))), 1)),
            3 => Some((edit("/data/data/nextCursor".to_owned()), 1)),
            // A row without a fan.
            4 => Some((edit(format!("{}/partnerAccountId", row(dice.below(20)))), 1)),
            _ => None,
        };
        if let Some((fault, times)) = lost {
            self.service.push_fault(Rule::new(fault).path("/*/chats").skip(dice.below(6)).times(times));
        }
        for _ in 0..dice.below(3) {
            let loud = match dice.below(6) {
                0 => Fault::Reset,
                1 => Fault::Status { status: 402 },
                2 => Fault::Status { status: 500 },
                3 => Fault::TooFast { retry_after: 7, standard: false },
                // A cursor that repeats the same page forever, and a truncated body.
                4 => Fault::Edit { place: "/data/data/nextCursor".to_owned(), value: Some(25.into()) },
                _ => Fault::TruncatedBody,
            };
            self.service.push_fault(Rule::new(loud).path("/*/chats").skip(dice.below(8)));
        }
        true
    }

    /// Returns up to `most` changes, each adding or removing a fan.
    fn changes(&self, dice: &mut Dice, most: u64) -> Vec<(String, bool)> {
        (0..dice.below(most + 1)).map(|_| (dice.pick(&self.fans), dice.percent(50))).collect()
    }

    async fn read(&self, sure: bool) -> PeopleView {
        self.clock.leap(Duration::from_secs(700));
        let read = self.app.people().await.refresh(self.account.clone(), PeopleSource::Vips, sure).await;
        read.expect("nothing else reads")
    }

    async fn people(&self) -> Vec<Person> {
        let mut people = Vec::new();
        for show in [PeopleShow::All, PeopleShow::Changed] {
            let query = PeopleQuery {
                account: self.account.clone(),
                source: PeopleSource::Vips,
                text: String::new(),
                show,
                sort: PeopleColumn::Listed,
                descending: false,
            };
            let found = self.app.people().await.find(query).await.expect("the ledger can be read");
            for offset in (0..found.total).step_by(200) {
                let rows = self.app.people().await.rows(found.found, offset, 200);
                people.extend(rows.expect("it was just found").rows);
            }
        }
        people
    }

    fn truth(&self) -> BTreeSet<String> {
        let vips = self.service.vips(&self.account).into_iter();
        vips.filter(|fan| self.service.has_chat(&self.account, fan)).collect()
    }
}

fn shown(people: &[Person]) -> BTreeSet<String> {
    people.iter().filter(|one| one.vip == VipState::Vip).map(|one| one.fan.clone()).collect()
}
