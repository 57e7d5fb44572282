//! `./dev prove installer`: installs, updates, and uninstalls the app for Windows under Wine, with Tauri's own installer
//! script and the hooks in `packaging/windows`.

#[cfg(target_os = "linux")]
mod prefix;
#[cfg(target_os = "linux")]
mod script;
#[cfg(target_os = "linux")]
mod template;
#[cfg(target_os = "linux")]
mod trial;

use crate::Done;
use crate::checkout::Checkout;

/// Builds two versions of the installer, tries them, and prints what each step leaves.
#[cfg(target_os = "linux")]
pub fn prove(checkout: &Checkout) -> Done {
    use crate::screen_linux::Screen;
    use crate::setup::{self, Need, system};
    use crate::steps::Steps;

    let mut steps = Steps::default();
    steps.take("System packages", || system::prepare(Need::WindowsInstaller))?;
    setup::npm_packages(checkout, &mut steps)?;
    let home = checkout.target().join("installer");
    let scripts = steps.take("Compile the installers", || script::compile(checkout, &home))?;
    let screen = Screen::start()?;
    let figures = trial::run(&scripts, &home, &screen, &mut steps)?;
    steps.finish()?;
    if xtask::Figure::print_all(&figures) {
        Ok(())
    } else {
        Err("At least one figure missed its bound. The lists above show what was left or lost.".to_owned())
    }
}

/// Returns an error: only Linux has Wine.
#[cfg(not(target_os = "linux"))]
pub fn prove(_: &Checkout) -> Done {
    Err("./dev prove installer runs only on Debian or Ubuntu: it runs the installer under Wine.".to_owned())
}
