//! One start of the runner, and how it ended.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};
use tokio::sync::watch;
use velvet_practice::Running;

use super::plan::{HASTE, Kill, TIMEOUT};

/// The time limit for one start.
const LONGEST: Duration = Duration::from_secs(60);

/// What every start of a trial's runner needs.
pub struct Runner<'a> {
    /// The program to run.
    pub headless: &'a Path,
    /// The trial's folder.
    pub folder: &'a Path,
    /// The server that the runner talks to.
    pub service: &'a Running,
    /// The arguments that say which batch to begin.
    pub words: Vec<String>,
}

/// What a start asks the runner to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Begin the batch.
    Begin,
    /// Resume the batch.
    Resume,
    /// Resume the batch, or begin it if there is none yet.
    Either,
}

/// How a start ended.
pub enum End {
    /// It exited with this status and printed this line.
    Itself(i32, Value),
    /// It was killed.
    Killed,
    /// It did not end within the time limit.
    Never,
}

impl Runner<'_> {
    /// Returns the ledger's path.
    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger/ledger.sqlite3")
    }

    /// Returns the path of the results, which the runner writes.
    pub fn results(&self) -> PathBuf {
        self.folder.join("results.jsonl")
    }

    /// Starts the runner and lets it run until it exits or is killed. If `beside`, suspends it, as a sleeping computer
    /// would, and starts a second one. Returns the second one's exit status, or `None` if the first had ended too early
    /// to tell.
    pub async fn run(&self, start: Start, kill: Option<&Kill>, beside: bool) -> (End, Option<i32>) {
        let before = self.service.request_count();
        let over = watch::Sender::new(false);
        let pid = OnceLock::new();
        let first = async {
            let end = self.alone(start, kill, before, &pid).await;
            over.send_replace(true);
            end
        };
        let second = async {
            let mut over = over.subscribe();
            tokio::select! {
                () = self.service.received(before + 1), if beside => {}
                _ = over.wait_for(|over| *over) => return None,
            }
            signal(pid.get(), Signal::STOP);
            let mut child = self.command(Start::Resume).spawn().expect("the runner starts");
            let (code, _) = ended(&mut child).await;
            signal(pid.get(), Signal::CONT);
            code.filter(|_| !*over.borrow())
        };
        tokio::join!(first, second)
    }

    async fn alone(&self, start: Start, kill: Option<&Kill>, before: u64, pid: &OnceLock<Pid>) -> End {
        let mut command = self.command(start);
        if let Some(Kill::At(moment, times)) = kill {
            command.env("VELVET_ROPE_TEST_DIE", format!("{}:{times}", moment.word()));
        }
        let mut child = command.spawn().expect("the runner starts");
        let number = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(number) = number {
            let _ = pid.set(number);
        }
        let time = async {
            match kill {
                Some(Kill::After(time)) => tokio::time::sleep(*time).await,
                Some(Kill::Received(count, time)) => {
                    self.service.received(before + count).await;
                    tokio::time::sleep(*time).await;
                }
                _ => std::future::pending().await,
            }
        };
        let (ended, never) = tokio::select! {
            status = ended(&mut child) => (Some(status), false),
            () = time => (None, false),
            () = tokio::time::sleep(LONGEST) => (None, true),
        };
        if let Some((code, line)) = ended {
            // Without an exit code, it ended by its own signal.
            return code.map_or(End::Killed, |code| End::Itself(code, line));
        }
        let _ = child.kill().await;
        if never { End::Never } else { End::Killed }
    }

    fn command(&self, start: Start) -> Command {
        let errors = std::fs::File::options().create(true).append(true).open(self.folder.join("stderr.log"));
        let mut command = Command::new(self.headless);
        command.args(["--api", &self.service.url(), "--ledger"]).arg(self.folder.join("ledger"));
        command.arg("--results").arg(self.results());
        if start != Start::Begin {
            command.arg("--resume");
        }
        if start != Start::Resume {
            command.args(&self.words);
        }
        command.env("VELVET_ROPE_API_KEY", self.service.key());
        command.env("VELVET_ROPE_TEST_HASTE", HASTE.to_string());
        command.env("VELVET_ROPE_TEST_TIMEOUT_MS", TIMEOUT.as_millis().to_string());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors.expect("the trial's folder is ours"));
        command.kill_on_drop(true);
        command
    }
}

/// Sends a signal. The process may have just ended, which is fine.
fn signal(pid: Option<&Pid>, signal: Signal) {
    let _ = pid.map(|pid| kill_process(*pid, signal));
}

/// Returns the exit status, if it exited by itself, and the line it printed.
async fn ended(child: &mut Child) -> (Option<i32>, Value) {
    let mut printed = String::new();
    if let Some(mut out) = child.stdout.take() {
        let _ = out.read_to_string(&mut printed).await;
    }
    let status = child.wait().await.expect("it is our child");
    (status.code(), serde_json::from_str(printed.trim()).unwrap_or_default())
}
