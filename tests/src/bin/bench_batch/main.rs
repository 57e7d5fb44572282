//! `./dev bench batch`: compares adding many fans with other tools, and measures from a thousand to a million items.
//!
//! Each comparison happens in one run. The peers alternate, with the same list and the same server in a separate
//! process. Figures are medians of several rounds.

mod bare;
mod growth;
mod ours;
mod peers;
mod service;

use std::env;
use std::process::ExitCode;

use xtask::Figure;

const USAGE: &str = "\
Usage: bench_batch [PART…]

Compares the headless runner with other ways to add many fans. Without arguments, measures every part.

Parts:
  peers   Compare with apifansly.com's Python sample in a loop and with newman; every answer takes 50 ms
  bare    Compare with a bare loop without a ledger, at the same number of parallel requests
  growth  Time and memory for a thousand to a million items";

const PARTS: [&str; 3] = ["peers", "bare", "growth"];

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some((&bare::WORD, rest)) = words.split_first() {
        return bare::be_it(rest);
    }
    if let Some(word) = words.iter().find(|word| !PARTS.contains(word)) {
        eprintln!("bench_batch: Unknown part: {word}\n\n{USAGE}");
        return ExitCode::from(2);
    }
    let wanted = |part: &str| words.is_empty() || words.contains(&part);
    let mut figures = Vec::new();
    for (part, measure) in [
        ("peers", peers::measure as fn() -> Vec<Figure>),
        ("bare", bare::measure),
        ("growth", growth::measure),
    ] {
        if wanted(part) {
            let measured = measure();
            for figure in &measured {
                println!("{figure}");
            }
            figures.extend(measured);
        }
    }
    if figures.iter().all(Figure::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns the median, or NaN of no values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[allow(clippy::cast_precision_loss)] // Counts of fans.
fn per_item(seconds: f64, items: usize) -> f64 {
    seconds / items as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_not_moved_by_one_bad_round() {
        assert!((median(vec![3.0, 1.0, 900.0]) - 3.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
        assert!((per_item(3.0, 1_000) - 0.003).abs() < f64::EPSILON);
    }
}
