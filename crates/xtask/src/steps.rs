//! The steps of one command. Each is named as it starts, and a table at the end shows how long each took.

use std::time::{Duration, Instant};

use crate::Done;

/// The prefix of the line that names a step.
pub const MARK: &str = "── ";

/// The steps taken so far.
#[derive(Default)]
pub struct Steps {
    taken: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    failed: bool,
}

impl Steps {
    /// Runs one step and records whether it failed. The caller handles the error.
    pub fn take<T>(&mut self, name: &str, step: impl FnOnce() -> Done<T>) -> Done<T> {
        eprintln!("{MARK}{name}");
        let start = Instant::now();
        let done = step();
        self.taken.push(Step { name: name.to_owned(), took: start.elapsed(), failed: done.is_err() });
        done
    }

    /// Runs one step, prints its error if it fails, and continues.
    pub fn try_step(&mut self, name: &str, step: impl FnOnce() -> Done) {
        if let Err(sentences) = self.take(name, step) {
            eprintln!("{sentences}");
        }
    }

    /// Prints the table. Returns an error if any step failed.
    pub fn finish(self) -> Done {
        eprintln!("\n{}", self.table());
        let failed: Vec<&str> =
            self.taken.iter().filter(|step| step.failed).map(|s| s.name.as_str()).collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("Failed: {}", failed.join(", "))) }
    }

    fn table(&self) -> String {
        let width = self.taken.iter().map(|step| step.name.chars().count()).max().unwrap_or(0).max(5);
        let mut table = String::from("Time per step\n");
        for step in &self.taken {
            table += &line(&step.name, width, step.took, if step.failed { "  FAILED" } else { "" });
        }
        let total = self.taken.iter().map(|step| step.took).sum();
        table + line("Total", width, total, "").trim_end()
    }
}

fn line(name: &str, width: usize, took: Duration, mark: &str) -> String {
    format!("  {name:<width$} {:>8.1} s{mark}\n", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_marked_and_makes_the_whole_fail() {
        let mut steps = Steps::default();
        steps.try_step("first", || Err("no".to_owned()));
        steps.try_step("second", || Ok(()));
        let table = steps.table();
        assert!(table.lines().any(|line| line.contains("first") && line.ends_with("FAILED")), "{table}");
        assert!(table.lines().any(|line| line.contains("second") && line.ends_with(" s")), "{table}");
        assert_eq!(steps.finish(), Err("Failed: first".to_owned()));
    }
}
