//! `./dev shots`: saves a screenshot of every screen and state.

use std::process::Command;

use crate::binaries::Binaries;
use crate::checkout::Checkout;
use crate::setup::{self, system};
use crate::steps::Steps;
use crate::{Done, programs};

/// Saves the screenshots in `target/shots`: all of them, or those of the parts named.
pub fn shots(checkout: &Checkout, parts: &[&str]) -> Done {
    if !system::CAN_DRIVE_WINDOW {
        return Err("./dev shots runs only on Linux: it drives the window through a WebDriver that other systems don't have.".to_owned());
    }
    let mut steps = Steps::default();
    setup::window(checkout, &mut steps)?;
    // Tests are compiled too, though none runs, so that `./dev test` reuses this build.
    let binaries = steps.take("Compile programs and tests", || Binaries::build(checkout, &[]))?;
    steps.try_step("Screenshots", || {
        let mut command = Command::new(binaries.program("shots")?);
        binaries.name_parts(checkout, &mut command)?;
        programs::show(command.args(parts).current_dir(checkout.root()))
    });
    steps.finish()
}
