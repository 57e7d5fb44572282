//! `./dev bench log`, in the real window: opens a log of a million rows, searches it, and scrolls from end to end. Also
//! measures the memory of the whole app.
//!
//! The page observes itself, because requests of a web driver would add delays of their own.

use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};
use velvet_tests::app::{App, Start};
use velvet_tests::book;
use velvet_tests::desktop::Desktop;
use velvet_tests::memory;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};
use xtask::Figure;

const ROWS: u32 = 1_000_000;

/// How long the app idles before its memory is measured, so that temporary memory has been released.
const REST: Duration = Duration::from_secs(10);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    Figure::conclude(&measure().await)
}

async fn measure() -> Vec<Figure> {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.open_log().await;
    app.page.sees(&say("log_empty_title")).await;
    let empty = at_rest(&app).await;
    app.quit().await;
    book::fill(&start.data_folder().join("ledger.sqlite3"), ROWS);

    let app = start.open().await;
    app.page.is_at_work().await;
    tokio::time::sleep(REST).await;
    app.page.open_log().await;
    app.page.sees(&fill("log_total", &[("shown", "1,000,000")])).await;
    // The first search loads everything that searches need.
    app.page.search_log("zoe").await;
    let used = at_rest(&app).await;
    app.page.search_log_no_more().await;
    let opened = run(&app, "opened", json!([say("nav_log"), say("nav_add")])).await;
    let searched = run(&app, "searched", json!(["muller", "zoe"])).await;
    let by_name = fill("table_sort", &[("column", &say("log_column_fan"))]);
    let sorted = run(&app, "sorted", json!(by_name)).await;
    let bare = run(&app, "bare", Value::Null).await;
    let rolled = run(&app, "rolled", Value::Null).await;
    let dragged = run(&app, "dragged", Value::Null).await;
    let once = at_rest(&app).await;
    run(&app, "rolled", Value::Null).await;
    run(&app, "dragged", Value::Null).await;
    let twice = at_rest(&app).await;

    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let mut figures = Vec::new();
    for (name, bound, times) in
        [("first_screen", 200.0, opened), ("search", 100.0, searched), ("sort", 200.0, sorted)]
    {
        for what in ["there", "drawn"] {
            let times = times.as_array().expect("each time has its own");
            let mut times: Vec<f64> = times.iter().map(|time| number(&time[what])).collect();
            times.sort_by(f64::total_cmp);
            let (middle, longest) = (times[times.len() / 2], times[times.len() - 1]);
            let longest_of = format!("log_window_{name}_{what}_longest_of_{}", times.len());
            figures.push(Figure::unbound(format!("log_window_{name}_{what}_p50"), middle, "ms"));
            figures.push(match what {
                "drawn" => Figure::at_most(longest_of, longest, "ms", bound),
                _ => Figure::unbound(longest_of, longest, "ms"),
            });
        }
    }
    let frames = number(&bare["frames"]);
    figures.push(Figure::unbound("log_window_bare_frames", frames, "frames/s"));
    for (how, noted) in [("rolled", &rolled), ("dragged", &dragged)] {
        let name = |name: &str| format!("log_window_{how}_{name}");
        figures.push(Figure::at_least(name("frames"), number(&noted["frames"]), "frames/s", 57.0));
        figures.push(Figure::unbound(name("frames_to_bare"), number(&noted["frames"]) / frames, "x"));
        figures.push(Figure::unbound(name("longest_frame"), number(&noted["longest"]), "ms"));
        figures.push(Figure::at_most(name("longest_blank"), number(&noted["blank"]), "ms", 100.0));
    }
    figures.push(Figure::unbound("log_window_memory_empty", empty, "MB"));
    figures.push(Figure::at_most("log_window_memory_above_empty", used - empty, "MB", 60.0));
    figures.push(Figure::unbound("log_window_memory_after_scrolling", once - empty, "MB"));
    figures.push(Figure::unbound("log_window_memory_after_scrolling_again", twice - empty, "MB"));
    figures
}

/// Returns the memory of the whole app after an idle time.
async fn at_rest(app: &App<'_>) -> f64 {
    tokio::time::sleep(REST).await;
    memory::of_family(app.pid)
}

async fn run(app: &App<'_>, what: &str, with: Value) -> Value {
    let told = app.page.script_later(&format!("{PAGE} run(...arguments)"), vec![json!(what), with]).await;
    assert!(told["thrown"].is_null(), "{what}: {told}");
    told
}

const PAGE: &str = include_str!("page.js");
