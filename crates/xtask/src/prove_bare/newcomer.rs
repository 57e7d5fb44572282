//! Runs and times a newcomer's commands in the clean system.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use xtask::Figure;

use crate::checkout::Checkout;
use crate::clean_root::{CleanRoot, Release};
use crate::screen_linux::Screen;
use crate::steps::{self, Steps};
use crate::{Done, clean_root, programs, test};

const CLONE: &str = "/root/velvet-rope";
const RUST: &str = "/opt/rust";
const TITLE: &str = "Velvet Rope";
/// The longest wait for the window to open.
const LIMIT: Duration = Duration::from_secs(90 * 60);

/// A clean system with git, curl, and the Rust toolchain, and a fresh clone of the checkout.
pub struct Home {
    /// The clean system.
    pub system: CleanRoot,
}

impl Home {
    /// Sets up the system and the clone.
    pub fn make(checkout: &Checkout, release: Release) -> Done<Self> {
        let toolchain = programs::answer(Command::new("rustc").args(["--print", "sysroot"]))
            .and_then(|folder| fs::canonicalize(folder).ok())
            .ok_or("Couldn't find the Rust toolchain: 'rustc --print sysroot' failed.")?;
        let mut system = CleanRoot::make(checkout, release, &format!("root-{}", release.word()))?;
        system.lend(toolchain, RUST);
        programs::quiet(
            Command::new("git")
                .args(["clone", "--quiet", "--no-local"])
                .arg(checkout.root())
                .arg(system.inside(CLONE)),
        )?;
        Ok(Self { system })
    }

    /// Returns a command that runs in the clone.
    fn command(&self, words: &[&str], display: Option<&str>) -> Command {
        let mut variables = vec![format!("PATH={RUST}/bin:{}", clean_root::PATH)];
        variables.extend(display.map(|display| format!("DISPLAY={display}")));
        self.system.command(CLONE, &variables, words)
    }
}

/// Runs both commands, then both again with nothing changed. A command that failed yields a figure that does not hold.
pub fn follow(root: &Home, release: Release, screen: &Screen, steps: &mut Steps) -> Vec<Figure> {
    let mut seconds = |name: &str, step: &dyn Fn() -> Done<Duration>| match steps.take(name, step) {
        Ok(took) => took.as_secs_f64(),
        Err(sentences) => {
            eprintln!("{sentences}");
            f64::NAN
        }
    };
    let first_run =
        seconds(&format!("{}: ./dev run, first time", release.name()), &|| until_window(root, screen));
    let first_test = seconds(&format!("{}: ./dev test, first time", release.name()), &|| until_end(root));
    let second_run =
        seconds(&format!("{}: ./dev run, second time", release.name()), &|| until_window(root, screen));
    let second_test =
        seconds(&format!("{}: ./dev test, second time, up to its first test", release.name()), &|| {
            until_first_test(root)
        });
    let figure = |what: &str| format!("bare_{}_{what}", release.word());
    let worked = |seconds: f64| if seconds.is_nan() { 0.0 } else { 1.0 };
    vec![
        Figure::at_least(figure("window_opened"), worked(first_run), "window", 1.0),
        Figure::at_most(figure("run_seconds"), first_run, "s", 1500.0),
        Figure::at_least(figure("tests_passed"), worked(first_test), "run", 1.0),
        Figure::at_most(figure("test_seconds"), first_test, "s", 2700.0),
        Figure::at_most(figure("second_start_seconds"), second_run, "s", 15.0),
        Figure::at_most(figure("second_test_start_seconds"), second_test, "s", 15.0),
    ]
}

/// Times `./dev run` until its window is visible, then ends the app.
fn until_window(root: &Home, screen: &Screen) -> Done<Duration> {
    let mut command = root.command(&["./dev", "run"], Some(screen.display()));
    let start = Instant::now();
    let mut app =
        command.stdin(Stdio::null()).spawn().map_err(|error| programs::cannot_start(&command, &error))?;
    let seen = loop {
        if screen.shows(TITLE) {
            break Ok(start.elapsed());
        }
        if let Ok(Some(status)) = app.try_wait() {
            break Err(format!("./dev run ended before its window opened ({status})."));
        }
        if start.elapsed() > LIMIT {
            break Err("The window didn't open in time.".to_owned());
        }
        thread::sleep(Duration::from_millis(200));
    };
    end(&mut app);
    seen
}

/// Times `./dev test` to its end.
fn until_end(root: &Home) -> Done<Duration> {
    let start = Instant::now();
    programs::show(root.command(&["./dev", "test"], None).stdin(Stdio::null()))?;
    Ok(start.elapsed())
}

/// Times `./dev test` until the first test starts, then ends it.
fn until_first_test(root: &Home) -> Done<Duration> {
    let mut command = root.command(&["./dev", "test"], None);
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut tests = command.spawn().map_err(|error| programs::cannot_start(&command, &error))?;
    let lines = tests.stderr.take().map(|printed| BufReader::new(printed).lines());
    let reached = lines.into_iter().flatten().map_while(Result::ok).any(|line| {
        eprintln!("{line}");
        line.strip_prefix(steps::MARK).is_some_and(|step| step.starts_with(test::STEP))
    });
    let took = start.elapsed();
    end(&mut tests);
    if reached { Ok(took) } else { Err("./dev test ended before its first test.".to_owned()) }
}

/// Ends the process that entered the clean system, and with it all others there.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
