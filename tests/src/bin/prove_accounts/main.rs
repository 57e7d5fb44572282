//! Proves that keys and accounts are never mixed up. It runs a hundred thousand sequences of random user actions on two
//! keys and five accounts, while keys come and go and batches run.
//!
//! Every request that the server received must have the key of its account. Every add and removal must match an item of
//! the log, with the item's own account and fan.
//!
//! Usage: `prove_accounts [--sequences N] [--seed S]`

mod act;
mod verdict;
mod world;

use std::process::ExitCode;

use velvet_tests::dice::Dice;
use xtask::Figure;

use crate::{verdict::Verdict, world::World};

const USAGE: &str = "\
Usage: prove_accounts [OPTIONS]

Acts at random on two keys and five accounts, and checks that every request has the right key.

Options:
  --sequences N  Number of sequences of actions [default: 100000]
  --seed S       Seed; the same seed makes the same sequences [default: 1]";

/// The number of sequences in one world before a new one is made.
const IN_ONE_WORLD: u64 = 200;

/// The number of worlds that run at the same time.
const AT_ONCE: u64 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((sequences, seed)) = plan(&words) else {
        eprintln!("prove_accounts: Invalid arguments\n\n{USAGE}");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    let verdict = runtime.expect("a runtime needs nothing special").block_on(prove(sequences, seed));
    let figures = [
        Figure::at_least("accounts_sequences", whole(verdict.sequences), "sequences", whole(sequences)),
        Figure::at_most("accounts_requests_with_the_wrong_key", whole(verdict.wrong_key), "requests", 0.0),
        Figure::at_most("accounts_writes_that_are_no_items", whole(verdict.foreign), "requests", 0.0),
        Figure::at_most("accounts_items_whose_writes_are_missing", whole(verdict.missing), "items", 0.0),
        Figure::at_most("accounts_wrongly_refused_or_done", whole(verdict.wrongly_done), "actions", 0.0),
        Figure::unbound("accounts_actions", whole(verdict.actions), "actions"),
        Figure::unbound("accounts_requests", whole(verdict.requests), "requests"),
        Figure::unbound("accounts_writes", whole(verdict.writes), "requests"),
    ];
    Figure::conclude(&figures)
}

fn plan(words: &[String]) -> Option<(u64, u64)> {
    let (mut sequences, mut seed) = (100_000, 1);
    for pair in words.chunks(2) {
        let [name, value] = pair else { return None };
        match name.as_str() {
            "--sequences" => sequences = value.parse().ok().filter(|sequences| *sequences > 0)?,
            "--seed" => seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some((sequences, seed))
}

async fn prove(sequences: u64, seed: u64) -> Verdict {
    let worlds = sequences.div_ceil(IN_ONE_WORLD);
    let lives = (0..AT_ONCE).map(|first| {
        tokio::spawn(async move {
            let mut verdict = Verdict::default();
            for number in (first..worlds).step_by(usize::try_from(AT_ONCE).unwrap_or(1)) {
                let some = IN_ONE_WORLD.min(sequences - number * IN_ONE_WORLD);
                verdict.add(&live(seed, number, some).await);
                if number.is_multiple_of(50) {
                    eprintln!("World {number} of {worlds}: {verdict:?}");
                }
            }
            verdict
        })
    });
    let mut all = Verdict::default();
    for life in lives.collect::<Vec<_>>() {
        all.add(&life.await.expect("a life does not fall over"));
    }
    all
}

/// Runs some sequences in a world of their own.
async fn live(seed: u64, number: u64, sequences: u64) -> Verdict {
    let mut world = World::new(seed.wrapping_add(number)).await;
    let mut dice = Dice::new(seed, number);
    let mut verdict = Verdict::default();
    for _ in 0..sequences {
        for _ in 0..dice.between(2, 6) {
            verdict.actions += 1;
            verdict.wrongly_done += u64::from(!world.act(&mut dice).await);
        }
        verdict.sequences += 1;
    }
    world.judge(&mut verdict).await;
    verdict
}

#[allow(clippy::cast_precision_loss)] // Counts, far below 2^52.
fn whole(count: u64) -> f64 {
    count as f64
}
