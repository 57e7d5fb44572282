//! Writes a thousand outcomes per second, in checkpoints like the engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use velvet_core::ids::{AccountId, FanId};
use velvet_core::ledger::{Checkpoint, Completion, Ledger, NewBatch, NewItem};
use velvet_core::view::{Action, Outcome, Speed};
use velvet_tests::book;

/// The items per checkpoint, which is the number of requests in flight.
const AT_ONCE: usize = 32;
/// The interval between checkpoints, for a thousand items per second.
const ROUND: Duration = Duration::from_millis(32);
/// More than can be needed.
const ITEMS: u64 = 300_000;

/// A thread that writes until it is stopped.
pub struct Load {
    over: Arc<AtomicBool>,
    thread: JoinHandle<(usize, Duration)>,
}

impl Load {
    /// Writes a batch and starts completing it.
    pub fn begin(ledger: &Arc<Ledger>) -> Self {
        let account = AccountId::new(book::account(1)).expect("it has an id's shape");
        let new = NewBatch {
            speed: Speed::Fast,
            name: "Meanwhile".to_owned(),
            again: true,
            ..NewBatch::new(account.clone(), Action::Add)
        };
        let fans = (0..ITEMS).filter_map(|number| FanId::from_digits(book::fan(9_000_000 + number)).ok());
        let items = fans.map(|fan| NewItem { fan, label: None, row: None });
        let batch = ledger.write_batch(&new, items, &[], 1_900_000_000_000).expect("there is room").id;
        let over = Arc::<AtomicBool>::default();
        let (ledger, ended) = (ledger.clone(), over.clone());
        let thread = thread::spawn(move || run(&ledger, batch, &account, &ended));
        Self { over, thread }
    }

    /// Stops the thread. Returns the outcomes written per second.
    pub fn end(self) -> f64 {
        self.over.store(true, Ordering::Relaxed);
        let (written, took) = self.thread.join().expect("it writes to the end");
        #[allow(clippy::cast_precision_loss)] // Counts of fans.
        let written = written as f64;
        written / took.as_secs_f64()
    }
}

fn run(ledger: &Ledger, batch: i64, account: &AccountId, over: &AtomicBool) -> (usize, Duration) {
    let (began, mut written, mut endings, mut rounds) = (Instant::now(), 0, Vec::new(), 0);
    while !over.load(Ordering::Relaxed) {
        written += endings.len();
        let round = Checkpoint {
            known_since: Some(1_900_000_000_000),
            endings,
            claim: AT_ONCE,
            requests: AT_ONCE as u64,
            ..Checkpoint::new(batch, account.clone(), Action::Add, 1_900_000_000_000)
        };
        let claimed = ledger.checkpoint(&round).expect("there is room").claimed;
        let added = Completion { marks: Some(4), ..Completion::of(Outcome::Added) };
        endings = claimed.into_iter().map(|claimed| (claimed.item, added.clone())).collect();
        rounds += 1;
        thread::sleep((ROUND * rounds).saturating_sub(began.elapsed()));
    }
    (written, began.elapsed())
}
