//! Memory use and wakeups of processes. Linux only.

use std::collections::{HashMap, HashSet};
use std::fs;

/// Returns this process's current memory, in megabytes.
pub fn resident() -> f64 {
    of_self("VmRSS:")
}

/// Returns this process's peak memory, in megabytes.
pub fn most() -> f64 {
    of_self("VmHWM:")
}

/// Returns the memory of a process and its descendants, in megabytes. Shared memory counts once.
pub fn of_family(pid: u32) -> f64 {
    let shares = family(pid).into_iter().filter_map(|pid| {
        let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        kilobytes(&text, "Pss:")
    });
    shares.sum::<f64>() / 1024.0
}

/// Returns the number of wakeups of a process and its descendants so far: how often their threads slept.
pub fn wakeups(pid: u32) -> u64 {
    let threads = family(pid).into_iter().flat_map(|pid| {
        fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten().map(|entry| entry.path())
    });
    let slept = threads.filter_map(|thread| {
        let text = fs::read_to_string(thread.join("status")).ok()?;
        text.lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?
            .trim()
            .parse::<u64>()
            .ok()
    });
    slept.sum()
}

/// Returns a process and all of its descendants.
fn family(pid: u32) -> HashSet<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // "pid (name) S parent …": the name may contain any character, so the last parenthesis counts.
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(pid);
        }
    }
    let (mut family, mut left) = (HashSet::new(), vec![pid]);
    while let Some(one) = left.pop() {
        if family.insert(one) {
            left.extend(children.remove(&one).unwrap_or_default());
        }
    }
    family
}

fn of_self(what: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    kilobytes(&status, what).map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}

fn kilobytes(text: &str, what: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(what))?.split_whitespace().next()?.parse().ok()
}
