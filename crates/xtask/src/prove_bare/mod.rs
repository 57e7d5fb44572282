//! `./dev prove bare`: runs a newcomer's two commands from a fresh clone in a clean Debian 12.

#[cfg(target_os = "linux")]
mod newcomer;

use crate::Done;
use crate::checkout::Checkout;

/// Sets up the clean system, runs both commands twice, and prints how long each took.
#[cfg(target_os = "linux")]
pub fn prove(checkout: &Checkout) -> Done {
    use crate::programs;
    use crate::screen_linux::Screen;
    use crate::setup::{Need, system};
    use crate::steps::Steps;

    if !programs::is_root() {
        return Err(
            "./dev prove bare needs root to enter its clean Debian. Run: sudo ./dev prove bare".to_owned()
        );
    }
    let mut steps = Steps::default();
    steps.take("System packages", || system::prepare(Need::CleanSystem))?;
    let root = steps.take("Set up a clean Debian 12", || newcomer::Home::make(checkout))?;
    let screen = Screen::start()?;
    let figures = newcomer::follow(&root, &screen, &mut steps);
    let done = steps.finish();
    for figure in &figures {
        println!("{figure}");
    }
    if figures.iter().all(xtask::Figure::holds) {
        done?;
        root.system.remove()
    } else {
        Err(format!(
            "At least one figure missed its bound. The clean system was kept so you can inspect it: {}",
            root.system.folder().display()
        ))
    }
}

/// Returns an error: only Linux can set up a clean Debian.
#[cfg(not(target_os = "linux"))]
pub fn prove(_: &Checkout) -> Done {
    Err("./dev prove bare runs only on Debian or Ubuntu: it sets up a clean Debian to work in.".to_owned())
}
