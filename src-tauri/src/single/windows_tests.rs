//! Two processes with the real event loop, and no window: that would need a web view.

use std::{
    env,
    io::{BufRead, BufReader, Lines, Write, stdout},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio, exit},
    thread,
    time::{Duration, Instant},
};

use tauri::{
    Builder, Manager, RunEvent, Wry,
    test::{mock_context, noop_assets},
};

use super::instance;
use crate::quick_hide::{self, QuickHide};

const OPEN: &str = "open";
const REACHED: &str = "reached";
const LONG: Duration = Duration::from_secs(30);

/// The app, started as a process of its own.
struct Start {
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Start {
    fn new() -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "single::windows_tests::the_app", "--ignored", "--nocapture"]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, said }
    }

    /// Waits until the process says this or ends. Returns whether it said so.
    fn says(&mut self, word: &str) -> bool {
        self.said.by_ref().any(|line| line.unwrap() == word)
    }

    fn ended(mut self) -> ExitStatus {
        self.process.wait().unwrap()
    }
}

#[test]
fn a_second_start_brings_the_first_one_back_and_ends() {
    let mut first = Start::new();
    if !first.says(OPEN) {
        println!("not tried: a system without a display gives no window that could be reached");
        return;
    }
    let mut second = Start::new();
    assert!(!second.says(OPEN), "it ends instead");
    assert!(second.ended().success());
    assert!(first.says(REACHED));
    assert!(first.ended().success());
}

#[test]
#[ignore = "the test above starts it"]
fn the_app() {
    let say = |word| writeln!(stdout(), "\n{word}").unwrap();
    let mut context = mock_context::<Wry, _>(noop_assets());
    // Not the app itself, which may be running.
    context.config_mut().identifier = "org.velvetrope.test".to_owned();
    let app =
        instance(Builder::<Wry>::default().any_thread()).manage(QuickHide::default()).build(context).unwrap();
    quick_hide::hide(app.handle());
    app.run(move |app, event| {
        if let RunEvent::Ready = event {
            let app = app.clone();
            // The system calls into the first start without waking its event loop.
            thread::spawn(move || {
                // Arrives only if the event loop has a window of its own, as the second start needs one to call.
                let _ = app.run_on_main_thread(move || say(OPEN));
                let until = Instant::now() + LONG;
                // Coming back ends quick hide, with or without a window.
                while app.state::<QuickHide>().is_on() {
                    if Instant::now() > until {
                        exit(1);
                    }
                    thread::yield_now();
                }
                say(REACHED);
                exit(0);
            });
        }
    });
}
