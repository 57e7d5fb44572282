//! Processes that a test starts and ends by their IDs. None is left behind.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// The variable that all programs of one desktop carry, and no other program does.
pub const MARK: &str = "VELVET_TEST_DESKTOP";

/// A running program. It is killed when dropped.
#[derive(Debug)]
pub struct Program(Child);

impl Program {
    /// Starts `command` and writes its output to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let file = log_file(log);
        command.stdout(file.try_clone().expect("one log for both")).stderr(file);
        Self(spawn(command.stdin(Stdio::null())))
    }

    /// Starts `command` and returns its first line of output, which says that it is ready and where. Its errors go to
    /// `log`.
    pub fn start_and_hear(command: &mut Command, log: &Path) -> (Self, String) {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file(log));
        let mut program = Self(spawn(command));
        let mut lines = BufReader::new(program.0.stdout.take().expect("its output is a pipe")).lines();
        let (said, heard) = mpsc::channel();
        thread::spawn(move || {
            while let Some(Ok(line)) = lines.next() {
                // Nobody receives the later lines, but reading them keeps the program from blocking.
                let _ = said.send(line);
            }
        });
        let line = heard.recv_timeout(Duration::from_secs(20));
        let line =
            line.unwrap_or_else(|_| panic!("{command:?} said nothing; its errors are in {}", log.display()));
        (program, line)
    }

    /// Returns its process ID.
    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Whether it is still running.
    pub fn is_running(&self) -> bool {
        running(self.0.id())
    }

    /// Suspends it until [`Self::let_go`].
    pub fn hold(&self) {
        signal(self.0.id(), Signal::STOP);
    }

    /// Resumes it after [`Self::hold`].
    pub fn let_go(&self) {
        signal(self.0.id(), Signal::CONT);
    }

    /// Starts `command`, writes `input` to its standard input, and closes that.
    pub fn feed(command: &mut Command, log: &Path, input: &str) -> Self {
        let file = log_file(log);
        command.stdin(Stdio::piped()).stdout(file.try_clone().expect("one log for both")).stderr(file);
        let mut program = Self(spawn(command));
        let mut pipe = program.0.stdin.take().expect("its input is a pipe");
        std::io::Write::write_all(&mut pipe, input.as_bytes()).expect("it reads its input");
        program
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.0.wait().expect("it is our child")
    }

    /// Waits until it ends by itself. Returns `None` if it is still running after `limit`.
    pub async fn ended_within(&mut self, limit: Duration) -> Option<std::process::ExitStatus> {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if let Some(status) = self.0.try_wait().expect("it is our child") {
                return Some(status);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        None
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns the processes that carry `mark` and run `program`.
pub fn marked_running(mark: &str, program: &Path) -> Vec<u32> {
    let program = program.canonicalize().expect("the program exists");
    marked(mark).filter(|pid| executable(*pid).is_some_and(|path| path == program)).collect()
}

/// Returns every running process that carries `mark`.
pub fn marked(mark: &str) -> impl Iterator<Item = u32> {
    let wanted = format!("{MARK}={mark}").into_bytes();
    all().filter(move |pid| carries(*pid, &wanted))
}

/// Returns the child processes of `parent` called `name`. The kernel keeps only the first 15 characters of a name.
pub fn children(parent: u32, name: &str) -> Vec<u32> {
    let its = |pid: &u32| {
        let called = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        parent_of(*pid) == Some(parent) && !called.trim().is_empty() && name.starts_with(called.trim())
    };
    all().filter(its).collect()
}

/// Asks a process to end, as a logout does.
pub fn ask_to_end(pid: u32) {
    signal(pid, Signal::TERM);
}

/// Suspends a process.
pub fn hold(pid: u32) {
    signal(pid, Signal::STOP);
}

fn all() -> impl Iterator<Item = u32> {
    let numbers = fs::read_dir("/proc").expect("Linux").flatten();
    numbers.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Whether a process has this variable. Only root can read the app's environment, so its parent's counts instead.
fn carries(pid: u32, wanted: &[u8]) -> bool {
    match fs::read(format!("/proc/{pid}/environ")) {
        Ok(environ) => environ.split(|byte| *byte == 0).any(|variable| variable == wanted),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            parent_of(pid).is_some_and(|parent| carries(parent, wanted))
        }
        Err(_) => false,
    }
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // "pid (name) S parent …": the name may contain any character, so the last parenthesis counts.
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// Whether `pid` is running. A zombie is not. A process whose last thread is still exiting is: until then it holds its
/// files, its locks, and its bus name.
pub fn running(pid: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    threads.into_iter().any(|thread| {
        let stat = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // "pid (name) S …": the name may contain any character, so the last parenthesis counts.
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    })
}

/// Kills a process.
pub fn end(pid: u32) {
    signal(pid, Signal::KILL);
}

fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // The process may have just ended by itself.
        let _ = kill_process(pid, signal);
    }
}

/// Kills every process that carries `mark`, including orphans.
pub fn end_marked(mark: &str) {
    for _ in 0..50 {
        let mut left = 0;
        for pid in marked(mark) {
            left += 1;
            end(pid);
        }
        if left == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn executable(pid: u32) -> Option<PathBuf> {
    let path = match fs::read_link(format!("/proc/{pid}/exe")) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => started_as(pid)?,
        path => path.ok()?,
    };
    // The kernel appends this to the path of a program that was rebuilt while it runs.
    let name = path.as_os_str().as_bytes();
    let name = name.strip_suffix(b" (deleted)").unwrap_or(name);
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

/// Returns the file that a process was started from, as given on its command line.
fn started_as(pid: u32) -> Option<PathBuf> {
    let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(line.split(|byte| *byte == 0).next()?)))
}

fn spawn(command: &mut Command) -> Child {
    command
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be started: {error}", command.get_program().display()))
}

fn log_file(path: &Path) -> File {
    File::options().create(true).append(true).open(path).expect("the desktop's folder is ours")
}
