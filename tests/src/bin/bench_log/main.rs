//! `./dev bench log`: searches and sorts a log of a million rows, alone and while a thousand outcomes per second are
//! written.
//!
//! It measures what the window's commands do, without the way to the window. Each figure covers at least two thousand
//! queries.

mod ask;
mod load;

use std::env;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use velvet_core::ledger::Ledger;
use velvet_core::log::Log;
use velvet_core::view::{LogColumn, LogQuery, LogSort};
use velvet_tests::book;
use velvet_tests::memory;
use xtask::Figure;

use crate::ask::Times;

const USAGE: &str = "\
Usage: bench_log [ROWS]

Measures searching and sorting the log.

Arguments:
  ROWS  Number of rows in the log, at least 1000 [default: 1000000]";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let rows = match words.as_slice() {
        [] => Some(1_000_000),
        [rows] => rows.parse().ok().filter(|rows| *rows >= 1_000),
        _ => None,
    };
    let Some(rows) = rows else {
        eprintln!("bench_log: Invalid arguments\n\n{USAGE}");
        return ExitCode::from(2);
    };
    let figures = measure(rows);
    if figures.iter().all(Figure::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(rows: u32) -> Vec<Figure> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("ledger.sqlite3");
    let began = Instant::now();
    book::fill(&path, rows);
    eprintln!("Wrote {rows} rows in {:.1} s", began.elapsed().as_secs_f64());
    let ledger = Arc::new(Ledger::open(&path, 1, 0).expect("it is a ledger").ledger);
    let log = Log::new(ledger.clone());
    let mut figures = Vec::new();
    let mut tell = |figure: Figure| {
        println!("{figure}");
        figures.push(figure);
    };

    let began = Instant::now();
    let found = log.find(&LogQuery::default()).expect("the log is there");
    log.found_rows(found.found, 0, 200).expect("what was found is there");
    tell(Figure::at_most("log_first_slice", began.elapsed().as_secs_f64() * 1e3, "ms", 200.0));

    let (before, began) = (memory::resident(), Instant::now());
    log.prepare().expect("the log is there");
    tell(Figure::unbound("log_index_built", began.elapsed().as_secs_f64(), "s"));
    for (name, by) in [("log_first_sort_by_name", LogColumn::Name), ("log_first_sort_by_fan", LogColumn::Fan)]
    {
        let (query, began) =
            (LogQuery { sort: LogSort { by, descending: false }, ..LogQuery::default() }, Instant::now());
        log.find(&query).expect("the log is there");
        tell(Figure::at_most(name, began.elapsed().as_secs_f64() * 1e3, "ms", 200.0));
    }
    let alone = ask::measure(&log, rows);
    tell(Figure::at_most("log_index_memory", memory::resident() - before, "MB", 45.0));
    alone.figures("").into_iter().for_each(&mut tell);

    let load = load::Load::begin(&ledger);
    let busy = ask::measure(&log, rows);
    let rate = load.end();
    busy.figures("_while_appending").into_iter().for_each(&mut tell);
    tell(Figure::at_least("log_appended_meanwhile", rate, "outcomes/s", 950.0));
    for (name, ratio) in Times::ratios(&busy, &alone) {
        tell(Figure::at_most(format!("log_{name}_while_appending_to_alone"), ratio, "x", 1.25));
    }
    figures
}
