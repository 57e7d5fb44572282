//! On Windows, a file that another program has open cannot be replaced until that program closes it.
#![cfg(windows)]
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

use std::{
    env, fs,
    fs::OpenOptions,
    io::{self, BufRead, BufReader, Read, Write},
    os::windows::fs::OpenOptionsExt,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::Duration,
};

use velvet_platform::files;

/// Others may read the file meanwhile, but neither write, delete, nor replace it.
const FILE_SHARE_READ: u32 = 1;

/// As long as a virus scanner may take for a look.
const A_LOOK: Duration = Duration::from_millis(150);

/// Another process with the file open.
struct Holder {
    process: Child,
    orders: Option<ChildStdin>,
    /// Read no further, but kept open: a program that cannot print ends with an error.
    _said: BufReader<ChildStdout>,
}

impl Holder {
    fn of(file: &Path) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "another_program", "--ignored", "--nocapture"]).env("FILE", file);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        assert!(said.by_ref().lines().any(|line| line.unwrap() == "open"), "it has the file open");
        let orders = process.stdin.take();
        Self { process, orders, _said: said }
    }

    /// Has it finish its look and close the file.
    fn let_go(&mut self) {
        self.orders = None;
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.let_go();
        let _ = self.process.wait();
    }
}

#[test]
#[ignore = "the tests below start it as a process of its own"]
fn another_program() {
    let Some(file) = env::var_os("FILE") else { return };
    let held = OpenOptions::new().read(true).share_mode(FILE_SHARE_READ).open(file).unwrap();
    writeln!(io::stdout(), "\nopen").unwrap();
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    // It is closed a moment later, while the other process already tries to replace it.
    thread::sleep(A_LOOK);
    drop(held);
}

#[test]
fn a_file_that_is_closed_soon_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.csv");
    files::replace(&file, b"old").unwrap();
    let mut holder = Holder::of(&file);
    files::replace_with(&file, |new| {
        holder.let_go();
        new.write_all(b"new")
    })
    .unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new");
}

#[test]
fn a_file_that_stays_open_is_an_error_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.csv");
    files::replace(&file, b"old").unwrap();
    let holder = Holder::of(&file);
    assert!(files::replace(&file, b"new").is_err());
    assert_eq!(fs::read(&file).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left beside it");
    drop(holder);
    files::replace(&file, b"new").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new");
}
