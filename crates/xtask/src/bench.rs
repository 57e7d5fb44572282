//! `./dev bench batch|log|app|tasks`: compares the headless runner with other tools, searches a log of a million rows,
//! measures the app's window, and times people's tasks in it.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::binaries::optimised;
use crate::checkout::Checkout;
use crate::fingerprint::Fingerprint;
use crate::setup::{self, TAURI_DRIVER, node, system};
use crate::steps::Steps;
use crate::{Done, programs};

/// The hint printed when a benchmark fails.
const MISSED: &str = "A figure missed its bound (\"short\" above), or the benchmark couldn't measure it.";

/// Pinned, so that everyone compares with the same version.
const NEWMAN: &str = "newman@6.2.2";

/// Builds the runner, the server, and the benchmark in release mode, installs the peers, and prints the ratios.
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
    programs::show(&mut command).map_err(|words| format!("{words}. {MISSED}"))
}

/// Builds and runs the release benchmarks of a log of a million rows: search, export, backup, restore, trim, and, where
/// a window can be driven, the window that shows the log.
pub fn log(checkout: &Checkout, words: &[&str]) -> Done {
    let names = ["bench_log", "bench_log_files"];
    let bench = optimised(checkout, "velvet-tests", &names)?;
    let mut short: Vec<String> = names
        .into_iter()
        .filter_map(|name| match bench.command(name) {
            Ok(mut command) => programs::show(command.args(words).current_dir(checkout.root())).err(),
            Err(sentence) => Some(sentence),
        })
        .collect();
    if system::CAN_DRIVE_WINDOW {
        short.extend(window(checkout, "bench_log_window").err());
    }
    match short.as_slice() {
        [] => Ok(()),
        short => Err(format!("{}. {MISSED}", short.join("; "))),
    }
}

/// Builds the app, the server, and the benchmarks in release mode. Prints how the app compares with a bare window and
/// how long it ever froze.
pub fn app(checkout: &Checkout) -> Done {
    if !system::CAN_DRIVE_WINDOW {
        return Err("./dev bench app runs only on Linux: it drives the window through a WebDriver that other systems don't have.".to_owned());
    }
    let beside = beside_bare(checkout).err();
    let still = window(checkout, "bench_app").err();
    match beside.or(still) {
        None => Ok(()),
        Some(words) => Err(format!("{words}. {MISSED}")),
    }
}

/// Builds the app and the server in release mode, and times the most common tasks in the real window.
pub fn tasks(checkout: &Checkout) -> Done {
    if !system::CAN_DRIVE_WINDOW {
        return Err("./dev bench tasks runs only on Linux: it drives the window through a WebDriver that other systems don't have.".to_owned());
    }
    window(checkout, "bench_tasks").map_err(|words| format!("{words}. {MISSED}"))
}

/// Compares the app with a window that shows one line, built in the same run.
fn beside_bare(checkout: &Checkout) -> Done {
    let bare = optimised(checkout, "bare-window", &["bare-window"])?;
    let bare = bare.program("bare-window")?.as_os_str().to_owned();
    window_with(checkout, "bench_bare", &[("VELVET_BENCH_BARE", bare)])
}

/// Builds the app, the server, and one benchmark, and runs the benchmark.
fn window(checkout: &Checkout, name: &'static str) -> Done {
    window_with(checkout, name, &[])
}

fn window_with(checkout: &Checkout, name: &'static str, variables: &[(&str, OsString)]) -> Done {
    let mut steps = Steps::default();
    setup::window(checkout, &mut steps)?;
    let app = optimised(checkout, "velvet-rope", &["velvet-rope"])?;
    let service = optimised(checkout, "velvet-practice", &["velvet-practice"])?;
    let bench = optimised(checkout, "velvet-tests", &[name])?;
    let mut command = bench.command(name)?;
    command
        .current_dir(checkout.root())
        .env("VELVET_TEST_APP", app.program("velvet-rope")?)
        .env("VELVET_TEST_PRACTICE", service.program("velvet-practice")?)
        .env("VELVET_TEST_TAURI_DRIVER", checkout.tool(TAURI_DRIVER.name))
        .envs(variables.iter().map(|(name, value)| (name, value)));
    programs::show(&mut command)
}

/// Installs the Postman runner in a folder of its own, because it is a peer and not a part of the project.
fn newman(checkout: &Checkout) -> Done<PathBuf> {
    let folder = checkout.target().join("bench/newman");
    let stamp = Fingerprint::new(folder.join("installed"));
    if !stamp.is(NEWMAN) {
        eprintln!("Installing {NEWMAN} (to compare against, into {})", folder.display());
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

/// Returns a Python that has `requests`, which the documented snippet needs.
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
        eprintln!(
            "Installing the Python package requests (apifansly.com's sample code needs it, into {})",
            folder.display()
        );
        programs::quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        programs::quiet(Command::new(&own).args(["-m", "pip", "install", "--quiet", "requests"]))?;
    }
    Ok(own)
}
