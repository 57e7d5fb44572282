//! `./dev bench batch`: the headless runner against what people use otherwise. `./dev bench log`: a log of a million rows.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::binaries::optimised;
use crate::checkout::Checkout;
use crate::setup::node;
use crate::stamp::Stamp;
use crate::{Done, programs};

/// Exact, so that everyone compares with the same.
const NEWMAN: &str = "newman@6.2.2";

/// Builds runner, service and benchmark as the app is built for its users, fetches the peers, and prints the ratios.
pub fn batch(checkout: &Checkout, words: &[&str]) -> Done {
    let bench = optimised(checkout, "velvet-tests", &["bench_batch", "headless"])?;
    let service = optimised(checkout, "velvet-practice", &["velvet-practice"])?;
    let mut command = bench.command("bench_batch")?;
    command.args(words).current_dir(checkout.root());
    command.env("VELVET_TEST_PRACTICE", service.program("velvet-practice")?);
    if words.is_empty() || words.contains(&"peers") {
        command.env("VELVET_BENCH_NEWMAN", newman(checkout)?);
        command.env("VELVET_BENCH_PYTHON", python(checkout)?);
    }
    programs::show(&mut command)
        .map_err(|words| format!("{words}: a figure is short, or it could not be measured."))
}

/// Builds the benchmark as the app is built for its users, and finds in a log of a million rows.
pub fn log(checkout: &Checkout, words: &[&str]) -> Done {
    let bench = optimised(checkout, "velvet-tests", &["bench_log"])?;
    programs::show(bench.command("bench_log")?.args(words).current_dir(checkout.root()))
        .map_err(|words| format!("{words}: a figure is short, or it could not be measured."))
}

/// The Postman runner, in a folder of its own: a peer, not a part of the project.
fn newman(checkout: &Checkout) -> Done<PathBuf> {
    let folder = checkout.target().join("bench/newman");
    let stamp = Stamp::new(folder.join("installed"));
    if !stamp.is(NEWMAN) {
        eprintln!("installing {NEWMAN} (a peer to measure against, into {})", folder.display());
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let node = node::ensure(checkout)?;
        programs::quiet(
            node.npm(&folder)
                .args(["install", "--no-save", "--ignore-scripts", "--prefix"])
                .arg(&folder)
                .arg(NEWMAN),
        )?;
        stamp.leave(NEWMAN)?;
    }
    Ok(folder.join("node_modules/newman/bin/newman.js"))
}

/// A Python that has `requests`, which the documented snippet needs.
fn python(checkout: &Checkout) -> Done<PathBuf> {
    let has_requests =
        |python: &PathBuf| programs::answer(Command::new(python).args(["-c", "import requests"])).is_some();
    let system = PathBuf::from("python3");
    if has_requests(&system) {
        return Ok(system);
    }
    let folder = checkout.target().join("bench/python");
    let own = folder.join("bin/python");
    if !has_requests(&own) {
        eprintln!("installing requests (the documented snippet needs it, into {})", folder.display());
        programs::quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        programs::quiet(Command::new(&own).args(["-m", "pip", "install", "--quiet", "requests"]))?;
    }
    Ok(own)
}
