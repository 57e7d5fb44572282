//! Runs the headless runner and measures its time and memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::service::Service;

/// The time and memory of a run.
pub struct Took {
    /// The time from the start of the process to its end.
    pub seconds: f64,
    /// The peak memory, in megabytes.
    pub megabytes: f64,
}

/// Adds all fans of the list, with a fresh ledger.
pub fn run(service: &Service, list: &Path, items: usize) -> Took {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let began = Instant::now();
    let mut child = Command::new(beside("headless"))
        .args(["--api", &service.url, "--account", &service.account, "--action", "add", "--pace", "fast"])
        .arg("--fans")
        .arg(list)
        .arg("--ledger")
        .arg(folder.path())
        .env("VELVET_ROPE_API_KEY", &service.key)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the runner starts");
    let mut megabytes = 0.0_f64;
    // Peak memory only grows, so the last poll before the end is close enough to the final value.
    while child.try_wait().expect("it is our child").is_none() {
        megabytes = megabytes.max(high_water(child.id()).unwrap_or(0.0));
        thread::sleep(Duration::from_millis(5));
    }
    let seconds = began.elapsed().as_secs_f64();
    let output = child.wait_with_output().expect("it is our child");
    let line: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(line["added"].as_u64(), Some(items as u64), "every fan should be added: {line}");
    Took { seconds, megabytes }
}

/// Returns the path of a program built next to this one.
pub fn beside(name: &str) -> PathBuf {
    std::env::current_exe().expect("a program knows its file").with_file_name(name)
}

/// Returns the peak memory of a process, in megabytes.
fn high_water(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}
