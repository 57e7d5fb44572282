//! `./dev bundle --manifests`: what package managers need to know of a published release, from the templates in
//! `packaging` and the release's `SHA256SUMS`.

mod cargo_sources;
mod npm_sources;
mod release;
mod template;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::checkout::Checkout;
use crate::{Done, programs};
use release::Release;

/// The folders of `packaging` with templates, one for each package manager.
const MANAGERS: [&str; 4] = ["winget", "homebrew", "flatpak", "aur"];

/// Writes the manifests of a version into `target/manifests` and prints where they are.
///
/// `address` is the folder with the release's files, `…/releases/download/vVERSION`. The checksums come from the file
/// named, or else from `SHA256SUMS` at that address.
pub fn manifests(checkout: &Checkout, version: &str, address: &str, sums: Option<&str>) -> Done {
    let sums = match sums {
        Some(file) => read(Path::new(file))?,
        None => download(&format!("{address}/SHA256SUMS"))?,
    };
    let folder = checkout.target().join("manifests").join(version);
    for file in write(checkout.root(), &Release::new(version, address, &sums)?, &folder)? {
        println!("{}", file.display());
    }
    Ok(())
}

/// Writes the manifests of a release into a new folder. Returns the files.
fn write(root: &Path, release: &Release, folder: &Path) -> Done<Vec<PathBuf>> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let mut made = Vec::new();
    for manager in MANAGERS {
        let (from, to) = (root.join("packaging").join(manager), folder.join(manager));
        fs::create_dir_all(&to).map_err(|error| format!("{}: {error}", to.display()))?;
        let templates = fs::read_dir(&from).map_err(|error| format!("{}: {error}", from.display()))?;
        for file in templates.flatten() {
            let filled = template::fill(&read(&file.path())?, release.values())
                .map_err(|error| format!("{}: {error}", file.path().display()))?;
            made.push(save(to.join(file.file_name()), &filled)?);
        }
    }
    let flatpak = folder.join("flatpak");
    let crates = cargo_sources::sources(&read(&root.join("Cargo.lock"))?)?;
    made.push(save(flatpak.join("cargo-sources.json"), &pretty(&crates))?);
    let packages = npm_sources::sources(&read(&root.join("ui/package-lock.json"))?)?;
    made.push(save(flatpak.join("npm-sources.json"), &pretty(&packages))?);
    made.sort();
    Ok(made)
}

fn download(address: &str) -> Done<String> {
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--silent", "--location", "--proto", "=https", "--max-time", "60", address]);
    programs::answer(&mut curl).ok_or_else(|| format!("Couldn't download {address}."))
}

fn read(file: &Path) -> Done<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn save(file: PathBuf, text: &str) -> Done<PathBuf> {
    fs::File::create(&file)
        .and_then(|mut out| out.write_all(text.as_bytes()))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

fn pretty(sources: &[Value]) -> String {
    format!("{:#}\n", Value::from(sources))
}

#[cfg(test)]
mod tests;
