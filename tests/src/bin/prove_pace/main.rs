//! Proves the rate limiting. On a simulated clock: a thousand fans, a day of changing limits with other clients on the
//! same key, and ten thousand waits that the server asks for. On the real clock: a thousand fans on the simulated
//! server (100 s).
//!
//! Usage: `prove_pace [SEED]`, or `prove_pace SEED counted` without the real clock.

#[path = "../../../../crates/velvet-core/tests/pace/judge.rs"]
mod judge;
#[path = "../../../../crates/velvet-core/tests/pace/proofs.rs"]
mod proofs;
mod real;
#[path = "../../../../crates/velvet-core/tests/pace/run.rs"]
mod run;
#[path = "../../../../crates/velvet-core/tests/pace/service.rs"]
mod service;
#[path = "../../../../crates/velvet-core/tests/pace/told.rs"]
mod told;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: prove_pace [SEED [counted]]

Checks that the app keeps to the plan's rate limit, on a simulated clock and then on the real one.

Arguments:
  SEED     Seed; the same seed makes the same run [default: 1]
  counted  Skip the real clock, which takes 100 seconds";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Ok(seed) = words.next().map_or(Ok(1), |word| word.parse::<u64>()) else {
        eprintln!("prove_pace: Invalid arguments\n\n{USAGE}");
        return ExitCode::from(2);
    };
    let mut proof = Proof { holds: true };
    thousand(&mut proof, seed);
    day(&mut proof, seed);
    let told = told::told(seed, 10_000);
    proof.at_most("pace_told_early", whole(told.early), "turns", 0.0);
    proof.at_most("pace_told_late", whole(told.late), "turns", 0.0);
    if words.next().as_deref() != Some("counted") {
        let real = real::thousand(seed);
        proof.at_most("pace_real_ratio", real.ratio, "x", 1.04);
        proof.at_most("pace_real_429", whole(real.too_fast), "answers", 0.0);
    }
    if proof.holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn thousand(proof: &mut Proof, seed: u64) {
    let stories: Vec<run::Story> = (seed..seed + 100).map(proofs::thousand).collect();
    let longest = stories.iter().map(|story| story.took).max().unwrap_or_default();
    let too_fast = stories.iter().map(|story| story.self_made + story.unforeseen).sum();
    proof.at_most("pace_thousand_ratio", longest.as_secs_f64() / proofs::LEAST, "x", 1.04);
    proof.at_most("pace_thousand_429", whole(too_fast), "answers", 0.0);
}

fn day(proof: &mut Proof, seed: u64) {
    let told: u64 = proofs::alone().map(|(_, story)| story.self_made + story.unforeseen).sum();
    proof.at_most("pace_429_however_counted", whole(told), "answers", 0.0);

    let story = proofs::hours(seed, 24);
    println!(
        "One day: {} requests served, {} from other programs, {} unforeseeable 429 answers",
        story.served, story.others, story.unforeseen
    );
    proof.at_most("pace_day_self_made_429", whole(story.self_made), "answers", 0.0);
    proof.at_most("pace_day_without_room", whole(story.without_room), "requests", 0.0);
    proof.at_least("pace_day_used", 100.0 * whole(story.served_limited) / story.possible, "%", 90.0);
}

#[allow(clippy::cast_precision_loss)] // Counts, far below 2^52.
fn whole(count: u64) -> f64 {
    count as f64
}

/// Prints figures, and remembers whether all of them hold.
struct Proof {
    holds: bool,
}

impl Proof {
    fn at_most(&mut self, name: &str, value: f64, unit: &str, bound: f64) {
        self.figure(name, value, unit, bound, value <= bound);
    }

    fn at_least(&mut self, name: &str, value: f64, unit: &str, bound: f64) {
        self.figure(name, value, unit, bound, value >= bound);
    }

    fn figure(&mut self, name: &str, value: f64, unit: &str, bound: f64, holds: bool) {
        self.holds &= holds;
        let value = (value * 10_000.0).round() / 10_000.0;
        println!("figure {name} {value} {unit} bound {bound} {}", if holds { "holds" } else { "short" });
    }
}
