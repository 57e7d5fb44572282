//! What a full disk does to a batch.

use std::{path::Path, sync::Arc};

use tokio::sync::watch;
use velvet_api::{Api, ApiKey, ApiUrl, PageRead, TimeLimits};
use velvet_engine::{Backoff, Control, InFlightRegistry, Progress, Run, RunEnd, VipPages};
use velvet_ledger::{Ledger, LedgerError, NewBatch, NewItem, StoredState};
use velvet_model::{
    Action, Fan, LedgerProblem, Mode, PauseReason, Speed,
    ids::{AccountId, FanId},
};
use velvet_platform::{clock::SystemClock, worker::Worker};
use velvet_practice::{Running, Settings};

const ROOM: u32 = 1 << 20;

fn open(folder: &Path) -> Ledger {
    Ledger::open(&folder.join("ledger.sqlite3"), 1, 0).expect("a new ledger opens").ledger
}

/// Where the trouble is, is told as long as it matters: by the next start there may be room again.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_pauses_and_says_where_the_trouble_is() {
    let service = Running::start(Settings { fans: 1_200, ..Settings::default() }).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(open(folder.path()));
    let account = AccountId::new(service.accounts()[0].account_id.clone()).unwrap();
    ledger.remember_account(&account).unwrap();
    let new = NewBatch { speed: Speed::Fast, ..NewBatch::new(account, Action::Add) };
    let fans = service.samples(1_000).into_iter().map(|(fan, _)| FanId::parse(&fan).unwrap());
    let items = fans.map(|fan| NewItem { fan, label: None, row: None });
    let batch = ledger.write_batch(&new, items, &[], 1).unwrap().id;

    ledger.limit_pages(1);
    let clock = Arc::new(SystemClock::default());
    let (url, key) = (ApiUrl::parse(&service.url()).unwrap(), ApiKey::parse(service.key()).unwrap());
    let (_orders, heard) = watch::channel(Control::Go);
    let run = Run {
        batch,
        api: Api::new(url, &key, TimeLimits::default(), clock.clone()).unwrap(),
        ledger: ledger.clone(),
        writer: Worker::start("ledger-writer"),
        clock,
        mode: Mode::Live,
        in_flight: InFlightRegistry::default(),
        reserved: None,
        backoff: Backoff::default(),
        control: heard,
        progress: watch::channel(Progress::default()).0,
    };
    let full = |path| PauseReason::Ledger { code: LedgerProblem::Full, path };
    let here = full(Some(ledger.path().display().to_string()));
    assert_eq!(run.run().await.unwrap(), RunEnd::Paused(here.clone()));

    ledger.limit_pages(ROOM);
    ledger.pause_batch(batch, &here).unwrap();
    drop(ledger);
    let stored = open(folder.path()).batch(batch).unwrap().unwrap().stored;
    assert_eq!(stored, StoredState::Paused(full(None)));
}

#[tokio::test]
async fn after_a_page_of_the_vip_list_that_is_not_saved_no_other_is() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(open(folder.path()));
    let account = AccountId::new("fansly_1").unwrap();
    ledger.remember_account(&account).unwrap();
    let writer = Worker::start("ledger-writer");
    let fans: Vec<Fan> = (0..3_000_u64)
        .map(|number| FanId::parse(&(100_000_000_000_000_000 + number).to_string()).unwrap())
        .map(|id| Fan { id, username: None, name: None })
        .collect();
    let page = |number, fans: &'static [Fan]| PageRead { number, rows: fans.iter().collect() };
    let (first, rest) = fans.leak().split_at(10);
    let (second, third) = rest.split_at(2_900);

    let mut pages = VipPages::new(ledger.clone(), writer.clone(), account.clone(), 1, 0);
    assert!(pages.write(&page(1, first), |_, _| Ok(())).is_continue());
    let its = ledger.clone();
    writer.run(move || its.limit_pages(1)).await;
    let _ = pages.write(&page(2, second), |_, _| Ok(()));
    let its = ledger.clone();
    writer.run(move || its.limit_pages(ROOM)).await;
    assert!(pages.write(&page(3, third), |_, _| Ok(())).is_break(), "nothing more is loaded");

    let full = pages.written().await.err();
    assert!(matches!(full, Some(LedgerError::Ledger { problem: LedgerProblem::Full, .. })), "{full:?}");
    assert_eq!(ledger.vips_seen(&account).unwrap().len(), first.len());
}
