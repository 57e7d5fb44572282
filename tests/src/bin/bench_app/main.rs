//! `./dev bench app`: opens a list of a million rows in the real window and measures the window's longest stall. While the
//! batch runs, it measures how long the window takes to hide.
//!
//! Two processes can stall. The page measures its own stalls. The window around it is pinged from outside, as window
//! managers do. The page observes itself because requests of a web driver would cause stalls of their own.

mod hide;
mod list;
mod pulse;

use std::process::ExitCode;

use serde_json::{Value, json};
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::page::Page;
use velvet_tests::service::Service;
use velvet_tests::words::say;
use xtask::Figure;

use crate::pulse::Pulse;

const ROWS: usize = 1_000_000;

/// The longest stall that users do not notice, in milliseconds.
const BOUND: f64 = 100.0;

/// The most half minutes that a phase may take: writing a million fans is slow on a busy computer.
const PATIENCE: usize = 20;

/// The phases in order, as named in `page.js`.
const PHASES: [&str; 4] = ["reading", "looking", "starting", "running"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    Figure::conclude(&measure().await)
}

async fn measure() -> Vec<Figure> {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let file = desktop.path().join("home/fans.csv");
    list::write(&file, ROWS);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_lists().await;
    page.script(&format!("{PAGE} probe()"), vec![]).await;
    pass(page, "resting").await;
    let pulse = Pulse::feel(desktop.screen(), app.window().await.id);
    page.click("button", &say("list_open")).await;
    app.choose_file(&file).await;
    let mut noted = Value::Null;
    for phase in PHASES {
        noted = pass(page, phase).await;
    }
    let window = pulse.longest();
    let start = Start::on(&desktop).service(&service.url);
    let hidden = hide::longest(&app, &start).await;
    assert_eq!(noted["ready"], json!(ROWS), "every row should be ready");

    let measured = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let longest = |phase: &str| measured(&noted["longest"][phase]);
    let told = ["resting"].into_iter().chain(PHASES);
    let mut figures: Vec<Figure> = told
        .map(|phase| Figure::unbound(format!("page_{phase}_longest_stall_ms"), longest(phase), "ms"))
        .collect();
    figures.push(Figure::unbound("frame_longest_stall_ms", window, "ms"));
    figures.push(Figure::unbound("million_rows_check_seconds", measured(&noted["seconds"]), "s"));
    // NaN marks a value that could not be measured. It must survive the maximum, so that the bound fails.
    let all = PHASES.iter().map(|phase| longest(phase)).chain([window]);
    let worst = all.fold(0.0, |worst: f64, one| if one.is_nan() { one } else { worst.max(one) });
    figures.push(Figure::at_most("window_longest_stall_ms", worst, "ms", BOUND));
    figures.push(Figure::at_most("quick_hide_ms", hidden, "ms", BOUND));
    figures
}

/// Runs one phase. Returns what the page has recorded so far.
async fn pass(page: &Page, phase: &str) -> Value {
    for _ in 0..PATIENCE {
        let noted = page.script_later(&format!("{PAGE} pass(...arguments)"), vec![json!(phase)]).await;
        if noted["over"] == json!(true) {
            return noted;
        }
    }
    panic!("the {phase} phase took far too long");
}

const PAGE: &str = include_str!("page.js");
