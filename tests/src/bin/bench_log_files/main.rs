//! Measures exports, backups, and other files of a log of a million rows, each in a process that does nothing else.

mod work;

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

use velvet_tests::book;
use xtask::Figure;

/// The number of rows in the log.
const ROWS: u32 = 1_000_000;

/// The operations to measure, each with its time limit in seconds, if there is one.
const WORKS: [(&str, Option<f64>); 7] = [
    ("csv", Some(10.0)),
    ("xlsx", Some(10.0)),
    ("json_lines", Some(10.0)),
    ("backup", None),
    ("restore", None),
    ("trim_offer", None),
    ("trim", None),
];

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [work, file] = words.as_slice() {
        return work::child(work, Path::new(file));
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("ledger.sqlite3");
    book::fill(&file, ROWS);
    let mut figures = Vec::new();
    for (work, bound) in WORKS {
        let took = measured(work, &file);
        let (seconds, megabytes) = took.unwrap_or((f64::NAN, f64::NAN));
        let name = format!("log_files_{work}_seconds_of_{ROWS}");
        figures.push(match bound {
            Some(bound) => Figure::at_most(name, seconds, "s", bound),
            None => Figure::unbound(name, seconds, "s"),
        });
        figures.push(Figure::unbound(format!("log_files_{work}_megabytes_of_{ROWS}"), megabytes, "MB"));
    }
    Figure::conclude(&figures)
}

/// Returns the seconds and megabytes of one operation, run in a separate process.
fn measured(work: &str, file: &Path) -> Option<(f64, f64)> {
    let out = Command::new(env::current_exe().ok()?).arg(work).arg(file).output().ok()?;
    if !out.status.success() {
        eprintln!("{work}: {}", String::from_utf8_lossy(&out.stderr));
        return None;
    }
    let said = String::from_utf8(out.stdout).ok()?;
    let (seconds, megabytes) = said.trim().split_once(' ')?;
    Some((seconds.parse().ok()?, megabytes.parse().ok()?))
}
