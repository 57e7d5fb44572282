//! Installs, updates, and uninstalls the app, and counts what is left or lost.

use std::path::Path;

use xtask::Figure;

use super::prefix::{Contents, Prefix};
use super::script::Compiled;
use crate::Done;
use crate::screen_linux::Screen;
use crate::steps::Steps;

/// Shows the installer's windows, but asks nothing. A silent installation doesn't remember the language, and then the
/// uninstaller asks for it.
const PASSIVE: &str = "/P";

/// Runs each way from one version to the next, and out again.
pub fn run(compiled: &Compiled, home: &Path, screen: &Screen, steps: &mut Steps) -> Done<Vec<Figure>> {
    let Compiled { installers, others, uninstall, product, identifier, publisher, is_the_clis } = compiled;
    let [first, second] = installers.each_ref().map(|file| file.to_string_lossy());
    let prefix = steps.take("Set up Windows under Wine", || Prefix::make(home, screen))?;
    let app = prefix.local(&format!(r"{product}\velvet-rope.exe"));
    let uninstaller = prefix.local(&format!(r"{product}\uninstall.exe"));
    // The user's own: files, and credentials. What the app keeps in the registry, it writes anew at each start.
    let is_data = |one: &str| one.contains(&format!("/{identifier}")) || one.starts_with("credential ");
    let mut figures = Vec::new();
    let mut counted = |name: &str, contents: &Contents| {
        figures.push(Figure::at_most(format!("installer_{name}"), count(contents), "entries", 0.0));
    };

    let fresh = steps.take("Leave what other programs leave", || {
        prefix.run(&others.to_string_lossy(), &[])?;
        prefix.contents()
    })?;
    let (installed, used) = steps.take("Install and use the app", || {
        prefix.run(&first, &[PASSIVE])?;
        let installed = prefix.contents()?;
        prefix.run(&app, &[])?;
        Ok((installed, prefix.contents()?))
    })?;
    installed.beyond(&fresh).print("Installed");
    let data = used.that(is_data);
    used.beyond(&installed).print("Left by the app");

    let updated = steps.take("Update, over the installed version", || {
        prefix.run(&second, &[PASSIVE, "/UPDATE"])?;
        prefix.contents()
    })?;
    used.beyond(&updated).print("Changed or gone after the update");
    counted("update_lost", &data.beyond(&updated));

    let between = steps.take("Update, with the old uninstaller before", || {
        prefix.run(&uninstaller, &[PASSIVE, "/UPDATE"])?;
        let between = prefix.contents()?;
        prefix.run(&second, &[PASSIVE, "/UPDATE"])?;
        Ok(between)
    })?;
    counted("old_uninstaller_lost", &data.beyond(&between));

    let kept = steps.take("Uninstall, and keep the data", || {
        prefix.run(&uninstaller, &["/S"])?;
        prefix.contents()
    })?;
    let left = kept.beyond(&fresh);
    left.print("Left after uninstalling, with the data kept");
    counted("uninstall_lost", &data.beyond(&kept));
    // The installer remembers its folder and its language, for the next time.
    let remembered = format!(r"HKCU\Software\{publisher}\{product}: ");
    counted("uninstall_left_besides_data", &left.that(|one| !is_data(one) && !one.starts_with(&remembered)));

    let gone = steps.take("Install again, and uninstall with the data", || {
        prefix.run(&second, &[PASSIVE])?;
        prefix.run(&app, &[])?;
        prefix.run(&uninstall.to_string_lossy(), &[])?;
        prefix.contents()
    })?;
    let left = gone.beyond(&fresh);
    left.print("Left after uninstalling with the data");
    counted("uninstall_with_data_left", &left);
    counted("uninstall_with_data_lost_of_others", &fresh.beyond(&gone));

    let script = if *is_the_clis { 1.0 } else { 0.0 };
    figures
        .insert(0, Figure::at_least("installer_data_written", count(&data.beyond(&fresh)), "entries", 10.0));
    figures.insert(0, Figure::at_least("installer_script_is_the_clis", script, "script", 1.0));
    Ok(figures)
}

#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
fn count(contents: &Contents) -> f64 {
    contents.len() as f64
}
