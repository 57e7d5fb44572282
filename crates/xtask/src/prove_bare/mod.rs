//! `./dev prove bare`: runs a newcomer's two commands from a fresh clone in a clean Debian or Ubuntu.

#[cfg(target_os = "linux")]
mod newcomer;

use crate::Done;
use crate::checkout::Checkout;

/// Sets up each of these clean systems, runs both commands twice in it, and prints how long each took.
#[cfg(target_os = "linux")]
pub fn prove(checkout: &Checkout, words: &[&str]) -> Done {
    use crate::clean_root::{self, Release};
    use crate::programs;
    use crate::screen_linux::Screen;
    use crate::setup::{Need, system};
    use crate::steps::Steps;
    use xtask::Figure;

    let releases = Release::chosen(words)?;
    if !programs::is_root() {
        return Err(
            "./dev prove bare needs root to enter its clean system. Run: sudo ./dev prove bare".to_owned()
        );
    }
    let mut steps = Steps::default();
    steps.take("System packages", || system::prepare(Need::CleanSystem))?;
    let mut figures = Vec::new();
    for release in releases {
        let root = steps.take(&format!("Set up a clean {}", release.name()), || {
            newcomer::Home::make(checkout, release)
        })?;
        let screen = Screen::start()?;
        let printed = newcomer::follow(&root, release, &screen, &mut steps);
        if printed.iter().all(Figure::holds) {
            root.system.remove()?;
        }
        figures.extend(printed);
    }
    clean_root::conclude(checkout, steps, &figures)
}

/// Returns an error: only Linux can set up a clean Debian.
#[cfg(not(target_os = "linux"))]
pub fn prove(_: &Checkout, _: &[&str]) -> Done {
    Err("./dev prove bare runs only on Debian or Ubuntu: it sets up a clean Debian to work in.".to_owned())
}
