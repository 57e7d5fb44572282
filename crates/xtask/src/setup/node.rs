//! Node: the one on the `PATH` if it is new enough, or else one downloaded into the checkout.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::node_range::NodeRange;
use super::{need::say_installing, system};
use crate::checkout::Checkout;
use crate::fingerprint::Fingerprint;
use crate::{Done, programs};

/// The versions to download where the distribution's Node is too old. They are pinned, so that everyone runs the same.
const NODE: &str = "24.21.0";
const NPM: &str = "11.21.2";

/// A Node in the front end's version range.
pub struct Node {
    /// The folder it was downloaded to, or `None` for the one on the `PATH`.
    folder: Option<PathBuf>,
}

impl Node {
    /// Returns npm on this Node, to run in the given folder. It never prompts, and skips audits and update checks.
    pub fn npm(&self, folder: &Path) -> Command {
        let mut command = npm_of(self.folder.as_deref());
        command.current_dir(folder);
        command
    }
}

/// Finds or downloads a suitable Node.
pub fn ensure(checkout: &Checkout) -> Done<Node> {
    let (text, range) = needed(checkout)?;
    let found = programs::answer(Command::new("node").arg("--version"));
    let suits = found.as_deref().is_some_and(|version| range.contains(version));
    if suits && has_npm() {
        return Ok(Node { folder: None });
    }
    if let Some(package) = system::node_package() {
        return fetch(checkout, package).map(|folder| Node { folder: Some(folder) });
    }
    let here = match found {
        Some(version) if suits => format!("Node {version} has no npm"),
        Some(version) => format!("Node {version} is installed"),
        None => "Node isn't installed".to_owned(),
    };
    Err(format!(
        "This project needs Node {text} with npm, but {here}. \
         Install Node from https://nodejs.org, then run this command again."
    ))
}

/// Returns the version range in the front end's `package.json`, as text and parsed.
fn needed(checkout: &Checkout) -> Done<(String, NodeRange)> {
    let file = checkout.ui().join("package.json");
    let package = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let package: serde_json::Value =
        serde_json::from_slice(&package).map_err(|error| format!("{}: {error}", file.display()))?;
    let text = package["engines"]["node"].as_str().unwrap_or_default().to_owned();
    let range = NodeRange::parse(&text)
        .ok_or_else(|| format!("Couldn't parse engines.node '{text}' in {}.", file.display()))?;
    Ok((text, range))
}

fn fetch(checkout: &Checkout, package: &str) -> Done<PathBuf> {
    let home = checkout.tools().join("node");
    let programs_folder = home.join("node_modules").join(".bin");
    let stamp = Fingerprint::new(home.join("fetched"));
    let mark = format!("{package} {NODE} npm {NPM}");
    if stamp.is(&mark) && programs_folder.join("node").exists() {
        return Ok(programs_folder);
    }
    if !has_npm() {
        system::install_npm()?;
    }
    say_installing(
        &format!("Node {NODE} with npm {NPM}"),
        "into .tools/node; the system has no suitable version",
    );
    fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
    programs::quiet(
        npm_of(None)
            .args(["install", "--no-save", "--ignore-scripts", "--prefix"])
            .arg(&home)
            .args([format!("{package}@{NODE}"), format!("npm@{NPM}")])
            .current_dir(&home),
    )?;
    stamp.leave(&mark)?;
    Ok(programs_folder)
}

fn has_npm() -> bool {
    if cfg!(windows) {
        return env::var_os("PATH")
            .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join("npm.cmd").is_file()));
    }
    programs::is_on_path("npm")
}

/// Returns npm with the given folder first on its `PATH`, so that npm and its children use the Node there.
fn npm_of(folder: Option<&Path>) -> Command {
    let mut command = Command::new(match folder {
        Some(folder) => folder.join("npm"),
        None => PathBuf::from(if cfg!(windows) { "npm.cmd" } else { "npm" }),
    });
    if let Some(folder) = folder {
        command.env("PATH", path_with(folder));
    }
    for setting in ["audit", "fund", "update_notifier"] {
        command.env(format!("npm_config_{setting}"), "false");
    }
    command.env("npm_config_yes", "true").env("npm_config_loglevel", "error");
    command
}

fn path_with(folder: &Path) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(env::split_paths(&path));
    env::join_paths(folders).unwrap_or(path)
}
