//! `./dev bench app`: compares the app with a bare Tauri window of the same versions that shows one line. It measures
//! the time until the app is usable, memory, wakeups when idle, and size.
//!
//! No driver is involved: both are started like from an icon and observed from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use velvet_tests::app::{App, Start, TITLE};
use velvet_tests::book;
use velvet_tests::desktop::Desktop;
use velvet_tests::memory;
use velvet_tests::paths;
use velvet_tests::processes::Program;
use velvet_tests::service::Service;
use velvet_tests::words::fill;
use xtask::Figure;

mod small;

const ROWS: u32 = 10_000;

/// The starts of each program, alternating. The median counts.
const STARTS: usize = 9;

/// A window counts as fully drawn when it has not changed for this long.
const STILL: Duration = Duration::from_millis(1500);

/// The time limit for a window to be drawn.
const LIMIT: Duration = Duration::from_secs(60);

/// How long the app is left alone before its memory is measured. `WATCHED` is how long wakeups are then counted.
const REST: Duration = Duration::from_secs(60);
const WATCHED: Duration = Duration::from_secs(30);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let figures = measure().await;
    Figure::conclude(&figures)
}

/// One of the programs to compare.
struct Subject<'a> {
    desktop: &'a Desktop,
    program: PathBuf,
    title: &'static str,
    environment: Vec<(String, String)>,
}

/// The times of each start, in milliseconds.
#[derive(Default)]
struct Times {
    window: Vec<f64>,
    usable: Vec<f64>,
}

async fn measure() -> Vec<Figure> {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    // Set up a key in the keychain, accounts, and a log, as a user has them.
    App::at_work(&desktop, &service).await.quit().await;
    book::fill(&start.data_folder().join("ledger.sqlite3"), ROWS);
    let app = start.open().await;
    app.page.is_at_work().await;
    app.page.open_log().await;
    app.page.sees(&fill("log_total", &[("shown", "10,000")])).await;
    app.quit().await;

    let program =
        std::env::var_os("VELVET_BENCH_BARE").expect("VELVET_BENCH_BARE should be set; run ./dev bench app");
    let bare = |environment: &[(&str, &str)]| Subject {
        desktop: &desktop,
        program: PathBuf::from(&program),
        title: "Bare window",
        environment: environment.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
    };
    let ours =
        Subject { desktop: &desktop, program: paths::app(), title: TITLE, environment: start.environment() };
    // The second one draws as the app asks WebKit to without a graphics card, for a like-for-like comparison.
    let (bare, alike) = (bare(&[]), bare(&[("WEBKIT_DISABLE_COMPOSITING_MODE", "1")]));
    let mut times = [Times::default(), Times::default(), Times::default()];
    for _ in 0..STARTS {
        for (subject, times) in [&bare, &alike, &ours].into_iter().zip(&mut times) {
            subject.start(times).await;
        }
    }
    let [bare_times, alike_times, our_times] = &mut times;
    let (bare_memory, bare_woken) = bare.at_rest().await;
    let (alike_memory, _) = alike.at_rest().await;
    let (our_memory, our_woken) = ours.at_rest().await;

    let mut figures = Vec::new();
    let usable = middle(&mut our_times.usable);
    let (bare_usable, alike_usable) = (middle(&mut bare_times.usable), middle(&mut alike_times.usable));
    figures.push(Figure::unbound("app_window_there", middle(&mut our_times.window), "ms"));
    figures.push(Figure::unbound("app_usable", usable, "ms"));
    figures.push(Figure::unbound("bare_window_there", middle(&mut bare_times.window), "ms"));
    figures.push(Figure::unbound("bare_usable", bare_usable, "ms"));
    figures.push(Figure::at_most("app_start_to_bare", usable / bare_usable, "x", 1.35));
    figures.push(Figure::unbound("bare_as_one_picture_usable", alike_usable, "ms"));
    figures.push(Figure::unbound("app_start_to_bare_as_one_picture", usable / alike_usable, "x"));
    figures.push(Figure::unbound("app_memory_at_rest", our_memory, "MB"));
    figures.push(Figure::unbound("bare_memory_at_rest", bare_memory, "MB"));
    figures.push(Figure::at_most("app_memory_to_bare", our_memory / bare_memory, "x", 1.25));
    figures.push(Figure::unbound("bare_as_one_picture_memory_at_rest", alike_memory, "MB"));
    figures.push(Figure::unbound("app_memory_to_bare_as_one_picture", our_memory / alike_memory, "x"));
    figures.push(Figure::unbound("app_wakeups_at_rest", our_woken, "/s"));
    figures.push(Figure::unbound("bare_wakeups_at_rest", bare_woken, "/s"));
    figures.push(Figure::at_most("app_wakeups_of_its_own", (our_woken - bare_woken).max(0.0), "/s", 0.0));
    figures.extend(small::figures(&ours.program, &bare.program));
    figures
}

impl Subject<'_> {
    /// Starts the program and waits until its window is fully drawn.
    async fn start(&self, times: &mut Times) {
        let began = Instant::now();
        let program = self.begin();
        let (window, usable) = self.drawn(began).await;
        times.window.push(window);
        times.usable.push(usable);
        self.end(program).await;
    }

    /// Returns the memory when idle, in megabytes, and the wakeups per second.
    async fn at_rest(&self) -> (f64, f64) {
        let program = self.begin();
        self.drawn(Instant::now()).await;
        tokio::time::sleep(REST).await;
        let pid = program.pid();
        let used = memory::of_family(pid);
        let before = memory::wakeups(pid);
        tokio::time::sleep(WATCHED).await;
        let woken = memory::wakeups(pid).saturating_sub(before);
        self.end(program).await;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand wakeups")]
        let woken = woken as f64 / WATCHED.as_secs_f64();
        (used, woken)
    }

    fn begin(&self) -> Program {
        let mut command = self.desktop.command(&self.program);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        Program::start(&mut command, &self.desktop.logs().join("bench.log"))
    }

    /// Returns when its window appeared and when it last changed, in milliseconds after `began`.
    async fn drawn(&self, began: Instant) -> (f64, f64) {
        let screen = self.desktop.screen();
        let (mut window, mut changed, mut picture) = (None, began, Vec::new());
        while began.elapsed() < LIMIT {
            if window.is_none() && !screen.windows(self.title).is_empty() {
                window = Some(began.elapsed());
                screen.put_pointer_away();
            }
            let now = screen.picture().unwrap_or_default();
            if now != picture {
                changed = Instant::now();
                picture = now;
            }
            if let Some(there) = window
                && changed.elapsed() > STILL
            {
                return (millis(there), millis(changed - began));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{} didn't become idle", self.program.display());
    }

    /// Closes its window and waits until the program has ended.
    async fn end(&self, mut program: Program) {
        let screen = self.desktop.screen();
        for window in screen.windows(self.title) {
            screen.close(window.id);
        }
        program
            .ended_within(Duration::from_secs(20))
            .await
            .expect("a window that is closed ends its program");
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Returns the size of a file in bytes.
fn size(path: &Path) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a file of a few megabytes")]
    fs::metadata(path).map_or(f64::NAN, |file| file.len() as f64)
}
