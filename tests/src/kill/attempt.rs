//! One start of the runner, and its end.

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

/// Nothing in a trial takes as long.
const LONGEST: Duration = Duration::from_secs(60);

/// What every start of a trial's runner needs.
pub struct Runner<'a> {
    /// The program.
    pub headless: &'a Path,
    /// The trial's folder.
    pub folder: &'a Path,
    /// The service it talks to.
    pub service: &'a Running,
    /// What says which batch is begun.
    pub words: Vec<String>,
}

/// What the runner is told at a start.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// To begin the batch.
    Begin,
    /// To go on.
    Resume,
    /// To go on, or to begin the batch when there is none yet.
    Either,
}

/// How a start ended.
pub enum End {
    /// By itself, with this status and this line.
    Itself(i32, Value),
    /// By a kill.
    Killed,
    /// Not at all.
    Never,
}

impl Runner<'_> {
    /// The ledger.
    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger/ledger.sqlite3")
    }

    /// Where the runner writes what became of the items.
    pub fn results(&self) -> PathBuf {
        self.folder.join("results.jsonl")
    }

    /// Starts it, and lets it run until it ends by itself or is killed. When asked to, starts a second one beside it
    /// while the first stands still, as on a computer that sleeps, and says how that ended; nothing when the first had
    /// ended too soon to tell.
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
            // Without a code it ended by a signal: its own.
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

/// It may have ended by itself in this moment; then there is nobody to tell.
fn signal(pid: Option<&Pid>, signal: Signal) {
    let _ = pid.map(|pid| kill_process(*pid, signal));
}

/// Its status, if it ended by itself, and the line it printed.
async fn ended(child: &mut Child) -> (Option<i32>, Value) {
    let mut printed = String::new();
    if let Some(mut out) = child.stdout.take() {
        let _ = out.read_to_string(&mut printed).await;
    }
    let status = child.wait().await.expect("it is our child");
    (status.code(), serde_json::from_str(printed.trim()).unwrap_or_default())
}
