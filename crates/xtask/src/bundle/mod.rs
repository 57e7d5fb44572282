//! `./dev bundle`: makes the installers from `packaging` and `src-tauri/tauri.conf.json`, and manifests for package
//! managers.

use std::fs;
use std::path::PathBuf;

use crate::checkout::Checkout;
use crate::setup;
use crate::setup::node::Node;
use crate::steps::Steps;
use crate::{Done, programs};

#[cfg(target_os = "linux")]
mod check_linux;
#[cfg(target_os = "linux")]
mod deb_linux;
mod manifests;

#[cfg(target_os = "linux")]
pub use check_linux::check;
pub use manifests::manifests;

/// The installer kinds built by default.
#[cfg(target_os = "linux")]
const USUAL: &[&str] = &["deb", "rpm"];
#[cfg(target_os = "windows")]
const USUAL: &[&str] = &["nsis"];
#[cfg(target_os = "macos")]
const USUAL: &[&str] = &["app", "dmg"];

/// Every kind that Tauri's bundler can build on some system.
const KNOWN: &[&str] = &["deb", "rpm", "appimage", "nsis", "app", "dmg"];

/// Returns an error: only Linux can set up a clean Debian.
#[cfg(not(target_os = "linux"))]
pub fn check(_: &Checkout, _: &[&str]) -> Done {
    Err("./dev bundle --check runs only on Debian or Ubuntu: it sets up a clean Debian to try the .deb in."
        .to_owned())
}

/// The app to put into an installer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum App {
    /// The one that is built first.
    New,
    /// The one that is in the target folder. It may have been signed there.
    Built,
}

/// Makes the kinds of installer named, or this system's default kinds, and prints where they are.
pub fn bundle(checkout: &Checkout, app: App, kinds: &[&str]) -> Done {
    if let Some(unknown) = kinds.iter().find(|kind| !KNOWN.contains(*kind)) {
        return Err(format!("Unknown installer kind: '{unknown}'. Choose from: {}.", KNOWN.join(", ")));
    }
    let kinds = if kinds.is_empty() { USUAL } else { kinds };
    let mut steps = Steps::default();
    let node = match app {
        App::New => setup::app(checkout, &mut steps)?,
        App::Built => setup::npm_packages(checkout, &mut steps)?,
    };
    let made =
        steps.take(&format!("Installers: {}", kinds.join(", ")), || make(checkout, &node, app, kinds))?;
    steps.finish()?;
    for file in made {
        let bytes = fs::metadata(&file).map_or(0, |file| file.len());
        println!("{} ({:.1} MB)", file.display(), megabytes(bytes));
    }
    Ok(())
}

/// Packs the app, in release mode. Removes the installers of earlier builds first.
pub fn make(checkout: &Checkout, node: &Node, app: App, kinds: &[&str]) -> Done<Vec<PathBuf>> {
    let folder = checkout.target().join("release/bundle");
    for kind in kinds {
        let old = folder.join(kind);
        if old.exists() {
            fs::remove_dir_all(&old).map_err(|error| format!("{}: {error}", old.display()))?;
        }
    }
    let mut command = node.npm(&checkout.ui());
    command.env("TAURI_APP_PATH", checkout.root().join("src-tauri"));
    command.args(["exec", "--no", "--", "tauri", if app == App::New { "build" } else { "bundle" }, "--ci"]);
    // By default, the bundler writes the kind of installer into the app, for an updater that this app doesn't have. That
    // would break a signature.
    command.args(["--no-binary-patching", "--bundles", &kinds.join(",")]);
    if app == App::New {
        command.args(["--", "--locked"]);
    }
    programs::quiet(&mut command)?;
    let made: Vec<PathBuf> = kinds.iter().map(|kind| only_file(&folder.join(kind))).collect::<Done<_>>()?;
    #[cfg(target_os = "linux")]
    made.iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "deb"))
        .try_for_each(|file| deb_linux::compress(file))?;
    Ok(made)
}

/// Returns the installer of one kind: the only file, or on macOS the only `.app` folder.
fn only_file(folder: &std::path::Path) -> Done<PathBuf> {
    let is_installer = |path: &PathBuf| {
        let ends = |end| path.extension().is_some_and(|extension| extension == end);
        ["deb", "rpm", "AppImage", "exe", "app", "dmg"].into_iter().any(ends)
    };
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found = entries.flatten().map(|entry| entry.path()).filter(is_installer);
    match (found.next(), found.next()) {
        (Some(file), None) => Ok(file),
        _ => Err(format!("Expected exactly one installer in {}.", folder.display())),
    }
}

/// Converts bytes to decimal megabytes, as file managers show them.
#[expect(clippy::cast_precision_loss, reason = "only one decimal place is shown")]
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
