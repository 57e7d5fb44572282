//! Proves that IDs stay intact. A million random ones take every path, rounded ones must be caught, and good ones must
//! not be suspected. A million rows must be read in little time and memory.
//!
//! Usage: `prove_ids [--ids N] [--files N] [--seed S]`. `--files` is the number of files with rounded IDs; ten times as
//! many have good ones.

mod files;
mod matching;
mod measure;
mod rounding;
mod slips;
mod ways;

use std::process::ExitCode;

use xtask::Figure;

const USAGE: &str = "\
Usage: prove_ids [OPTIONS]

Sends random ids through every path, and checks that none changes and that rounded ones are caught.

Options:
  --ids N    Number of ids, up to 1000000 [default: 1000000]
  --files N  Number of files with rounded ids; ten times as many have good ones [default: 10000]
  --seed S   Seed; the same seed makes the same ids [default: 1]";

/// Number of damaged IDs that are matched with known fans.
const DAMAGED: usize = 100_000;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, file] = &words[..]
        && flag == measure::FLAG
    {
        return measure::child(file);
    }
    let Some(plan) = Plan::of(&words) else {
        eprintln!("prove_ids: Invalid arguments\n\n{USAGE}");
        return ExitCode::from(2);
    };
    match prove(&plan) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("prove_ids: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Plan {
    ids: usize,
    files: usize,
    seed: u64,
}

impl Plan {
    fn of(words: &[String]) -> Option<Self> {
        let mut plan = Self { ids: 1_000_000, files: 10_000, seed: 1 };
        for pair in words.chunks(2) {
            let [name, value] = pair else { return None };
            match name.as_str() {
                "--ids" => plan.ids = value.parse().ok().filter(|ids| (1..=1_000_000).contains(ids))?,
                "--files" => plan.files = value.parse().ok()?,
                "--seed" => plan.seed = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(plan)
    }
}

/// Prints each figure as soon as it is known. Returns whether all of them hold.
fn prove(plan: &Plan) -> Result<bool, Box<dyn std::error::Error>> {
    let mut holds = true;
    let mut say = |figure: Figure| {
        println!("{figure}");
        holds &= figure.holds();
    };
    let ids = ways::ids(plan.ids, plan.seed);
    for (name, way) in ways::ALL {
        say(Figure::at_most(name, whole(ways::changed(&ids, &way(&ids)?)), "ids", 0.0));
    }
    let sent = &ids[..ids.len().min(2_000)];
    say(Figure::at_most("ids_changed_http", whole(ways::changed(sent, &ways::http(sent)?)), "ids", 0.0));

    let rounded = rounding::rounded(plan.files, plan.seed);
    say(Figure::at_least("ids_rounded_files_caught", whole(rounded), "files", whole(plan.files)));
    let alarms = rounding::false_alarms(10 * plan.files, plan.seed);
    say(Figure::at_most("ids_good_files_suspected", whole(alarms), "files", 0.0));

    let alarms = slips::false_alarms(plan.ids, plan.seed);
    say(Figure::at_most("ids_true_ones_doubted", whole(alarms), "ids", 0.0));
    for (name, slip, bound) in slips::ALL {
        let percent = 100.0 * whole(slips::caught(slip, plan.ids, plan.seed)) / whole(plan.ids);
        say(Figure::at_least(name, percent, "%", bound));
    }

    let matches = matching::matches(plan.ids.min(DAMAGED), plan.seed)?;
    say(Figure::at_most("ids_matched_wrong_by_name", whole(matches.wrong_by_name), "ids", 0.0));
    say(Figure::at_most("ids_matched_wrong_by_id", whole(matches.wrong_by_id), "ids", 0.0));
    for (name, count) in [
        ("ids_matched_by_name", matches.by_name),
        ("ids_matched_by_id", matches.by_id),
        ("ids_matched_ambiguous", matches.ambiguous),
        ("ids_matched_none", matches.unmatched),
        ("ids_matched_duplicates", matches.duplicates),
        ("ids_matched_not_damaged", matches.ready),
    ] {
        say(Figure::unbound(name, whole(count), "ids"));
    }

    let folder = tempfile::tempdir()?;
    for (kind, seconds) in [("csv", 5.0), ("xlsx", 20.0)] {
        let file = folder.path().join(format!("rows.{kind}"));
        files::million_rows(&file)?;
        let measured = measure::reading(&file)?;
        let (time, memory) = match kind {
            "csv" => ("ids_million_rows_csv_seconds", "ids_million_rows_csv_memory"),
            _ => ("ids_million_rows_xlsx_seconds", "ids_million_rows_xlsx_memory"),
        };
        say(Figure::at_most(time, measured.seconds, "s", seconds));
        say(Figure::at_most(memory, measured.megabytes, "MB", 300.0));
    }
    Ok(holds)
}

#[allow(clippy::cast_precision_loss)] // Counts, far below 2^52.
fn whole(count: usize) -> f64 {
    count as f64
}
