//! `./dev test`: runs every test, from fast to slow. A failure does not stop the rest.

use std::num::NonZero;
use std::thread;

use crate::binaries::{Binaries, TestBinary};
use crate::checkout::Checkout;
use crate::setup::{self, node::Node, system};
use crate::steps::Steps;
use crate::{Done, programs};

/// One part of the tests, chosen by its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Ui,
    Core,
    Practice,
    Tools,
    Proofs,
    Shell,
    Window,
}

/// All parts, in the order in which they run.
const ALL: [Part; 7] =
    [Part::Ui, Part::Core, Part::Practice, Part::Tools, Part::Proofs, Part::Shell, Part::Window];

/// The prefix of the names of test steps.
pub const STEP: &str = "Tests: ";

/// The crates of the core, dependencies first.
const CORE: [&str; 9] = [
    "velvet-model",
    "velvet-platform",
    "velvet-updates",
    "velvet-api",
    "velvet-ledger",
    "velvet-export",
    "velvet-import",
    "velvet-engine",
    "velvet-core",
];

/// The test target that drives the real window.
const WINDOW: &str = "window";

impl Part {
    fn word(self) -> &'static str {
        match self {
            Self::Ui => "ui",
            Self::Core => "core",
            Self::Practice => "practice",
            Self::Tools => "tools",
            Self::Proofs => "proofs",
            Self::Shell => "shell",
            Self::Window => "window",
        }
    }

    /// Returns the Cargo packages that contain the tests. The front end's tests run with npm.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Ui => &[],
            Self::Core => &CORE,
            Self::Practice => &["velvet-practice"],
            Self::Tools => &["xtask"],
            Self::Shell => &["velvet-rope"],
            Self::Proofs | Self::Window => &["velvet-tests"],
        }
    }

    /// Whether it compiles without a web view and without the built front end.
    fn stands_alone(self) -> bool {
        matches!(self, Self::Core | Self::Practice | Self::Tools | Self::Proofs)
    }

    /// Whether this test target belongs to the part. In `velvet-tests` only the window target needs a window; the
    /// others are proofs.
    fn has(self, test: &TestBinary) -> bool {
        match self {
            Self::Window => test.name == WINDOW,
            Self::Proofs => test.name != WINDOW,
            _ => true,
        }
    }
}

/// Runs the parts named, or all of them if none is.
pub fn test(checkout: &Checkout, words: &[&str]) -> Done {
    let parts = chosen(words)?;
    let mut steps = Steps::default();
    let node = set_up(checkout, &parts, &mut steps)?;
    if let Some(node) = node.filter(|_| parts.contains(&Part::Ui)) {
        steps.try_step(&format!("{STEP}ui"), || {
            programs::show(node.npm(&checkout.ui()).args(["run", "--silent", "test"]))
        });
    }
    let packages: Vec<&str> = parts.iter().flat_map(|part| part.packages()).copied().collect();
    if !packages.is_empty() {
        let alone = parts.iter().all(|part| part.stands_alone());
        let build = if alone { packages.as_slice() } else { &[] };
        match steps.take("Compile programs and tests", || Binaries::build(checkout, build)) {
            Ok(binaries) => run_packages(checkout, &binaries, &parts, &mut steps),
            Err(sentences) => eprintln!("{sentences}"),
        }
    }
    steps.finish()
}

fn set_up(checkout: &Checkout, parts: &[Part], steps: &mut Steps) -> Done<Option<Node>> {
    // The shell's tests use a real keychain on their own session bus, so they need the window setup too.
    if parts.iter().any(|part| matches!(part, Part::Shell | Part::Window)) && system::CAN_DRIVE_WINDOW {
        setup::window(checkout, steps).map(Some)
    } else if parts.iter().all(|part| part.stands_alone()) {
        Ok(None)
    } else if parts.iter().all(|part| *part == Part::Ui) {
        setup::npm_packages(checkout, steps).map(Some)
    } else {
        setup::app(checkout, steps).map(Some)
    }
}

fn run_packages(checkout: &Checkout, binaries: &Binaries, parts: &[Part], steps: &mut Steps) {
    for part in parts {
        if matches!(part, Part::Window | Part::Proofs) && !system::CAN_DRIVE_WINDOW {
            eprintln!("Skipped the '{}' tests: they run only on Linux.", part.word());
            continue;
        }
        for test in part
            .packages()
            .iter()
            .flat_map(|package| binaries.tests_of(package))
            .filter(|test| part.has(test))
        {
            steps.try_step(&format!("{STEP}{}, {}", part.word(), test.name), || {
                let mut command = test.command();
                if *part == Part::Window {
                    binaries.name_parts(checkout, &mut command)?;
                    command.args(["--test-threads", &window_threads().to_string()]);
                }
                programs::show(&mut command)
            });
        }
    }
}

/// One thread more than there are processors: a test of the window often waits for the window.
fn window_threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get) + 1
}

fn chosen(words: &[&str]) -> Done<Vec<Part>> {
    if words.is_empty() {
        return Ok(ALL.to_vec());
    }
    if let Some(word) = words.iter().find(|word| ALL.iter().all(|part| part.word() != **word)) {
        let known: Vec<&str> = ALL.iter().map(|part| part.word()).collect();
        return Err(format!("Unknown test part: '{word}'. Choose from: {}.", known.join(", ")));
    }
    Ok(ALL.into_iter().filter(|part| words.contains(&part.word())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_run_from_fast_to_slow_however_they_are_named() {
        assert_eq!(chosen(&["window", "core"]), Ok(vec![Part::Core, Part::Window]));
        assert_eq!(chosen(&[]).unwrap().last(), Some(&Part::Window));
    }

    #[test]
    fn an_unknown_part_is_named_back() {
        assert!(chosen(&["core", "everything"]).unwrap_err().contains("'everything'"));
    }
}
