//! Measures how long user queries of the log take.

use std::time::Instant;

use velvet_core::log::Log;
use velvet_core::view::{Action, LogColumn, LogQuery, LogSort, Standing};
use velvet_tests::book;
use velvet_tests::dice::Dice;
use xtask::Figure;

/// The number of queries of each kind.
const QUESTIONS: usize = 2_000;
/// The number of rows shown at once.
const SLICE: u32 = 200;

const COLUMNS: [LogColumn; 8] = [
    LogColumn::When,
    LogColumn::Name,
    LogColumn::Fan,
    LogColumn::Account,
    LogColumn::Action,
    LogColumn::Outcome,
    LogColumn::Cause,
    LogColumn::Batch,
];
const STANDINGS: [Standing; 6] = [
    Standing::Added,
    Standing::Removed,
    Standing::Already,
    Standing::Failed,
    Standing::Unconfirmed,
    Standing::Stopped,
];

/// The time of each query, in milliseconds, by kind.
pub struct Times([(&'static str, f64, Vec<f64>); 3]);

/// Runs all queries.
pub fn measure(log: &Log, rows: u32) -> Times {
    let mut dice = Dice::new(2, 0);
    let (mut finds, mut slices, mut searches) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..QUESTIONS {
        let query = filtered(&mut dice, rows);
        let (found, took) = timed(|| log.find(&query).expect("the log is there"));
        finds.push(took);
        let offset = dice.below(found.total.max(1));
        let (_, took) = timed(|| log.found_rows(found.found, offset, SLICE).expect("it is the newest"));
        slices.push(took);
    }
    while searches.len() < QUESTIONS {
        let wanted = wanted(&mut dice, rows);
        let letters: Vec<char> = wanted.chars().take(12).collect();
        for typed in 1..=letters.len() {
            let query = LogQuery { text: letters[..typed].iter().collect(), ..LogQuery::default() };
            let (_, took) = timed(|| {
                let found = log.find(&query).expect("the log is there").found;
                log.found_rows(found, 0, SLICE).expect("it is the newest")
            });
            searches.push(took);
        }
    }
    Times([("find", 20.0, finds), ("slice", 20.0, slices), ("search", 100.0, searches)])
}

impl Times {
    /// Returns the 99th percentile and the median of each kind.
    pub fn figures(&self, name: &str) -> Vec<Figure> {
        let kinds = self.0.iter().flat_map(|(kind, bound, times)| {
            [
                Figure::at_most(format!("log_{kind}_p99{name}"), percentile(times, 99), "ms", *bound),
                Figure::unbound(format!("log_{kind}_p50{name}"), percentile(times, 50), "ms"),
            ]
        });
        kinds.collect()
    }

    /// Returns the ratio of the 99th percentiles, by kind.
    pub fn ratios(one: &Self, other: &Self) -> Vec<(&'static str, f64)> {
        let kinds = one.0.iter().zip(&other.0);
        kinds
            .map(|((kind, _, one), (_, _, other))| (*kind, percentile(one, 99) / percentile(other, 99)))
            .collect()
    }
}

/// Returns a random filter and sort order.
fn filtered(dice: &mut Dice, rows: u32) -> LogQuery {
    let mut query = LogQuery {
        sort: LogSort { by: dice.pick(&COLUMNS), descending: dice.percent(50) },
        ..LogQuery::default()
    };
    if dice.percent(30) {
        query.account = Some(book::account(dice.between(1, 3)));
    }
    if dice.percent(40) {
        query.standings = (0..dice.between(1, 3)).map(|_| dice.pick(&STANDINGS)).collect();
    }
    if dice.percent(20) {
        query.action = Some(dice.pick(&[Action::Add, Action::Remove]));
    }
    if dice.percent(10) {
        query.batch = i64::try_from(dice.between(1, 400)).ok();
    }
    if dice.percent(5) {
        query.fan = Some(book::fan(dice.below(u64::from(rows) / 2)));
    }
    if dice.percent(20) {
        query.from = i64::try_from(1_760_000_000_000 + dice.below(u64::from(rows)) * 40_000).ok();
    }
    query
}

/// Returns a random search text: a part of an ID, a name, a word, or two of them.
fn wanted(dice: &mut Dice, rows: u32) -> String {
    let (id, name) = (book::fan(dice.below(u64::from(rows) / 2)), book::name(dice.below(400_000)));
    match dice.below(6) {
        0 => id,
        1 => id[5..].to_owned(),
        2 => name,
        3 => name.split(' ').nth(1).unwrap_or_default().to_owned(),
        4 => format!("{} {}", &name[..name.floor_char_boundary(4)], &id[..4]),
        _ => "asked for more".to_owned(),
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let began = Instant::now();
    let done = work();
    (done, began.elapsed().as_secs_f64() * 1e3)
}

/// Returns a percentile of the times.
fn percentile(times: &[f64], hundredth: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let place = (times.len() * hundredth).div_ceil(100).saturating_sub(1);
    times.get(place).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let times: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert!((percentile(&times, 99) - 198.0).abs() < f64::EPSILON);
        assert!((percentile(&times, 50) - 100.0).abs() < f64::EPSILON);
        assert!(percentile(&[], 99).is_nan());
    }
}
