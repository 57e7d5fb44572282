//! `./dev prove kill`: kills the headless runner at random times, resumes it until it is done, and compares its ledger
//! with the server.

use std::env;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use velvet_tests::kill::{Sum, Trials, many};
use velvet_tests::paths;
use xtask::Figure;

const USAGE: &str = "\
Usage: prove_kill [OPTIONS]

Kills the headless runner, resumes it, and compares its ledger with what the practice server did.

Options:
  --trials N   Number of trials [default: 2000]
  --seed S     Seed; the same seed makes the same trials, except for when exactly a signal arrives [default: 1]
  --first K    Number of the first trial; --first K --trials 1 repeats one trial [default: 0]
  --at-once N  Number of trials to run at the same time [default: two per processor, since trials mostly wait]";

const OPTIONS: [&str; 4] = ["--trials", "--seed", "--first", "--at-once"];

fn main() -> ExitCode {
    let trials = match parse(env::args().skip(1)) {
        Ok(trials) => trials,
        Err(problem) => {
            eprintln!("prove_kill: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let sum =
        runtime.expect("a runtime needs nothing special").block_on(many(trials.clone(), |number, right| {
            let so_far = number + 1 - trials.first;
            if !right || so_far.is_multiple_of(100) {
                eprintln!("Trial {number}: {}", if right { "passed" } else { "FAILED" });
            }
        }));
    say(&trials, &sum, began.elapsed().as_secs_f64())
}

fn say(trials: &Trials, sum: &Sum, seconds: f64) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let _ =
        writeln!(out, "Seed {}, trials {} to {}", trials.seed, trials.first, trials.first + trials.count - 1);
    let _ = writeln!(out, "Outcomes: {:?}", sum.outcomes);
    let _ = writeln!(out, "Kills: {:?}", sum.kills);
    let _ = writeln!(
        out,
        "{} resumes, {} second runners refused, {} requests, {} of them with a simulated fault",
        sum.resumes, sum.refused, sum.requests, sum.faults
    );
    for difference in &sum.differences {
        let _ = writeln!(out, "{difference}");
    }
    if !sum.differences.is_empty() {
        let _ = writeln!(out, "The failed trials were kept in {}", trials.folder.display());
    }
    #[allow(clippy::cast_precision_loss)] // Counts.
    let count = |count: u64| count as f64;
    let kills: u64 = sum.kills.values().sum();
    let figures = [
        Figure::at_least("kill_trials", count(sum.trials), "trials", count(trials.count)),
        Figure::at_most("kill_differences", count(sum.differences.len() as u64), "differences", 0.0),
        // A proof without kills proves nothing.
        Figure::at_least("kill_kills", count(kills), "kills", count(trials.count)),
        Figure::unbound(
            "kill_unsure_items",
            count(sum.outcomes.get("unsure").copied().unwrap_or(0)),
            "items",
        ),
        Figure::unbound("kill_seconds", seconds, "s"),
    ];
    for figure in &figures {
        let _ = writeln!(out, "{figure}");
    }
    if figures.iter().all(Figure::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Trials, String> {
    let beside = env::current_exe().map_err(|error| error.to_string())?.with_file_name("headless");
    let headless = env::var_os("VELVET_TEST_HEADLESS").map_or(beside, Into::into);
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let mut trials = Trials {
        headless,
        folder: paths::root().join("target/kill"),
        first: 0,
        count: 2_000,
        seed: 1,
        at_once: 2 * processors,
    };
    while let Some(word) = words.next() {
        if !OPTIONS.contains(&word.as_str()) {
            return Err(format!("Unknown argument: {word}"));
        }
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number: u64 =
            value.parse().map_err(|_| format!("{word} must be a whole number, not {value:?}"))?;
        match word.as_str() {
            "--trials" if number > 0 => trials.count = number,
            "--seed" => trials.seed = number,
            "--first" => trials.first = number,
            "--at-once" => trials.at_once = usize::try_from(number).unwrap_or(1),
            _ => return Err(format!("{word} must be at least 1, not {value}")),
        }
    }
    Ok(trials)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Trials, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_word_is_understood_and_none_is_needed() {
        let trials = read("--trials 5 --seed 9 --first 3 --at-once 1").unwrap();
        assert_eq!((trials.count, trials.seed, trials.first, trials.at_once), (5, 9, 3, 1));
        assert_eq!(read("").unwrap().count, 2_000);
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["--trials", "--trials x", "--trials 0", "--colour 1", "5"] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
