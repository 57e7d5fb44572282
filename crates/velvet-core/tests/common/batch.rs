//! A batch on its own: a simulated server, a ledger, and the engine between them.

use std::{path::Path, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinHandle};
use velvet_core::{
    api::ApiKey,
    api::{Api, ApiUrl, TimeLimits},
    engine::{Backoff, Control, EngineError, InFlightRegistry, Progress, Run, RunEnd},
    ids::{AccountId, FanId},
    ledger::{Ledger, NewBatch, NewItem, Opened, ResultRow},
    view::{Action, Counts, Mode, Outcome, Speed},
    worker::Worker,
};
use velvet_practice::{Running, Settings};

use super::TestClock;

pub struct Workshop {
    pub service: Running,
    pub folder: tempfile::TempDir,
    pub clock: Arc<TestClock>,
    pub ledger: Arc<Ledger>,
    pub writer: Worker,
    pub api: Api,
    pub account: AccountId,
    pub in_flight: InFlightRegistry,
}

/// A run in a task of its own.
pub struct Going {
    pub control: watch::Sender<Control>,
    pub progress: watch::Receiver<Progress>,
    pub end: JoinHandle<Result<RunEnd, EngineError>>,
}

impl Going {
    pub async fn ended(self) -> RunEnd {
        self.end.await.unwrap().unwrap()
    }
}

pub fn new_batch(account: &AccountId, action: Action) -> NewBatch {
    NewBatch { speed: Speed::Fast, name: "Friday".to_owned(), ..NewBatch::new(account.clone(), action) }
}

pub fn items(fans: &[String]) -> impl Iterator<Item = NewItem> {
    (1..).zip(fans).map(|(row, fan)| NewItem {
        fan: FanId::parse(fan).unwrap(),
        label: Some(format!("Fan {row}")),
        row: Some(row),
    })
}

impl Workshop {
    pub async fn new() -> Self {
        Self::with(Settings { fans: 1_200, ..Settings::default() }).await
    }

    pub async fn with(settings: Settings) -> Self {
        let service = Running::start(settings).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::<TestClock>::default();
        let ledger = Arc::new(open(folder.path()).ledger);
        let account = AccountId::new(service.accounts()[0].account_id.clone()).unwrap();
        ledger.remember_account(&account).unwrap();
        let api = api(&service, &clock);
        let writer = Worker::start("ledger-writer");
        Self { service, folder, clock, ledger, writer, api, account, in_flight: InFlightRegistry::default() }
    }

    /// Returns this many fans who are not VIP, each with a chat.
    pub fn fans(&self, count: usize) -> Vec<String> {
        let fans: Vec<String> = self.service.samples(count).into_iter().map(|(fan, _)| fan).collect();
        assert_eq!(fans.len(), count, "the world is too small");
        fans
    }

    pub fn write(&self, fans: &[String], action: Action) -> i64 {
        self.ledger.write_batch(&new_batch(&self.account, action), items(fans), &[], 1).unwrap().id
    }

    /// Starts to run a batch.
    pub fn go(&self, batch: i64) -> Going {
        self.go_ordered(batch, Control::Go)
    }

    /// Starts to run a batch whose order was given before the run.
    pub fn go_ordered(&self, batch: i64, order: Control) -> Going {
        let (control, heard) = watch::channel(order);
        let (shown, progress) = watch::channel(Progress::default());
        let run = Run {
            batch,
            api: self.api.clone(),
            ledger: self.ledger.clone(),
            writer: self.writer.clone(),
            clock: self.clock.clone(),
            mode: Mode::Live,
            in_flight: self.in_flight.clone(),
            reserved: None,
            backoff: Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) },
            control: heard,
            progress: shown,
        };
        Going { control, progress, end: tokio::spawn(run.run()) }
    }

    /// Runs a batch until it ends or pauses.
    pub async fn run(&self, batch: i64) -> RunEnd {
        self.go(batch).ended().await
    }

    pub fn counts(&self, batch: i64) -> Counts {
        self.ledger.batch(batch).unwrap().unwrap().counts
    }

    pub fn results(&self, batch: i64) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        self.ledger.results(batch, |row| rows.push(row)).unwrap();
        rows
    }

    pub fn fans_with(&self, batch: i64, outcome: Outcome) -> Vec<String> {
        let rows = self.results(batch).into_iter();
        rows.filter(|row| row.outcome == Some(outcome)).map(|row| row.fan).collect()
    }

    pub fn vips_of(&self, fans: &[String]) -> Vec<String> {
        let is_vip = |fan: &&String| self.service.is_vip(self.account.as_str(), fan);
        fans.iter().filter(is_vip).cloned().collect()
    }

    /// Reopens the ledger, as the next run of the app does. Also returns how many items were in flight that no batch
    /// reconciles.
    pub async fn reopened(self) -> (Self, u32) {
        let Self { service, folder, clock, ledger, writer, api, account, in_flight } = self;
        drop(ledger);
        // A run that was aborted may have a write in the queue.
        writer.run(|| ()).await;
        let Opened { ledger, interrupted, .. } = open(folder.path());
        let ledger = Arc::new(ledger);
        (Self { service, folder, clock, ledger, writer, api, account, in_flight }, interrupted)
    }
}

pub fn open(folder: &Path) -> Opened {
    Ledger::open(&folder.join("ledger.sqlite3"), 1, 0).unwrap()
}

pub fn api_at(url: &str, shop: &Workshop) -> Api {
    make_api(url, shop.service.key(), &shop.clock)
}

pub fn api(service: &Running, clock: &Arc<TestClock>) -> Api {
    make_api(&service.url(), service.key(), clock)
}

fn make_api(url: &str, key: &str, clock: &Arc<TestClock>) -> Api {
    let limits = TimeLimits { connect: Duration::from_secs(2), total: Duration::from_secs(2) };
    Api::new(ApiUrl::parse(url).unwrap(), &ApiKey::parse(key).unwrap(), limits, clock.clone()).unwrap()
}
