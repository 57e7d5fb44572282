//! Measures the time and memory of reading a file, in a process that does nothing else.

use std::{
    error::Error,
    path::Path,
    process::{Command, ExitCode},
    time::Instant,
};

use crate::ways::read;

/// The argument that makes this process the measured one.
pub const FLAG: &str = "--measure";

/// The time and memory of reading a file.
pub struct Measured {
    pub seconds: f64,
    /// The peak memory of the process.
    pub megabytes: f64,
}

/// Reads and checks a file in a separate process.
pub fn reading(file: &Path) -> Result<Measured, Box<dyn Error>> {
    let out = Command::new(std::env::current_exe()?).arg(FLAG).arg(file).output()?;
    let said = String::from_utf8(out.stdout)?;
    let mut numbers = said.split_whitespace().map(str::parse::<f64>);
    match (out.status.success(), numbers.next(), numbers.next()) {
        (true, Some(seconds), Some(megabytes)) => Ok(Measured { seconds: seconds?, megabytes: megabytes? }),
        _ => {
            Err(format!("Couldn't read {}: {}", file.display(), String::from_utf8_lossy(&out.stderr)).into())
        }
    }
}

/// Runs as the measured process. Prints seconds and megabytes.
pub fn child(file: &str) -> ExitCode {
    let start = Instant::now();
    let ready = match read(Path::new(file)) {
        Ok(list) => list.view().ready,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds} {}", most_memory().unwrap_or(f64::NAN));
    if ready == 1_000_000 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns the peak memory as the kernel counts it (`VmHWM`, in kB). Linux only.
fn most_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1000.0)
}
