//! Programs a test starts, and how they end: by their number, and none is left behind.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// The variable every program of one desktop carries, and nothing else on the computer does.
pub const MARK: &str = "VELVET_TEST_DESKTOP";

/// A running program; it is ended when this is dropped.
#[derive(Debug)]
pub struct Program(Child);

impl Program {
    /// Starts `command`, with everything it says written to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let file = log_file(log);
        command.stdout(file.try_clone().expect("one log for both")).stderr(file);
        Self(spawn(command.stdin(Stdio::null())))
    }

    /// Starts `command` and gives the first line it prints, which says that it is ready and where. Later lines and
    /// errors go to `log`.
    pub fn start_and_hear(command: &mut Command, log: &Path) -> (Self, String) {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file(log));
        let mut program = Self(spawn(command));
        let mut lines = BufReader::new(program.0.stdout.take().expect("its output is a pipe")).lines();
        let (said, heard) = mpsc::channel();
        thread::spawn(move || {
            while let Some(Ok(line)) = lines.next() {
                // Nobody listens after the first line; reading on keeps the program from blocking.
                let _ = said.send(line);
            }
        });
        let line = heard.recv_timeout(Duration::from_secs(20));
        let line =
            line.unwrap_or_else(|_| panic!("{command:?} said nothing; its errors are in {}", log.display()));
        (program, line)
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has not ended.
    pub fn is_running(&self) -> bool {
        running(self.0.id())
    }

    /// Stops it in its tracks, until it is let go on.
    pub fn hold(&self) {
        signal(self.0.id(), Signal::STOP);
    }

    /// Lets it go on after [`Self::hold`].
    pub fn let_go(&self) {
        signal(self.0.id(), Signal::CONT);
    }

    /// What is written to its input, which is then closed.
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

    /// Waits until it ends by itself; nothing when it is still running after `limit`.
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

/// The programs that carry `mark` and whose file is `program`.
pub fn marked_running(mark: &str, program: &Path) -> Vec<u32> {
    let program = program.canonicalize().expect("the program exists");
    marked(mark).filter(|pid| executable(*pid).is_some_and(|path| path == program)).collect()
}

/// Every running program that carries `mark`.
pub fn marked(mark: &str) -> impl Iterator<Item = u32> {
    let wanted = format!("{MARK}={mark}").into_bytes();
    all().filter(move |pid| carries(*pid, &wanted))
}

/// The programs that `parent` has started and whose name begins with `name`: the kernel keeps 15 letters.
pub fn children(parent: u32, name: &str) -> Vec<u32> {
    let its = |pid: &u32| {
        let called = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        parent_of(*pid) == Some(parent) && !called.trim().is_empty() && name.starts_with(called.trim())
    };
    all().filter(its).collect()
}

/// Asks the program with this number to end, as a log-out does.
pub fn ask_to_end(pid: u32) {
    signal(pid, Signal::TERM);
}

/// Stops the program with this number in its tracks.
pub fn hold(pid: u32) {
    signal(pid, Signal::STOP);
}

fn all() -> impl Iterator<Item = u32> {
    let numbers = fs::read_dir("/proc").expect("Linux").flatten();
    numbers.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Whether a program has this variable. The app closes its environment to every user but root: then it is its parent's.
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
    // "pid (name) S parent …": the name may hold anything, so the last bracket counts.
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// Whether `pid` is running; a program that ended and was not yet collected by its parent is not. One whose last thread
/// is still ending is: it holds its files, its locks and its name on the bus until then.
pub fn running(pid: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    threads.into_iter().any(|thread| {
        let stat = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // "pid (name) S …": the name may hold anything, so the last bracket counts.
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    })
}

/// Ends the program with this number at once.
pub fn end(pid: u32) {
    signal(pid, Signal::KILL);
}

fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // It may have ended by itself in this moment.
        let _ = kill_process(pid, signal);
    }
}

/// Ends every program that carries `mark`, those whose parent is long gone among them.
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
    // A program rebuilt while it runs is shown with this ending.
    let name = path.as_os_str().as_bytes();
    let name = name.strip_suffix(b" (deleted)").unwrap_or(name);
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

/// The file that a program was started from, as whoever started it wrote it.
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
