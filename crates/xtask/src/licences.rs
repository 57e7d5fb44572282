//! `THIRD-PARTY.txt`: the licenses of everything linked into the app, from the lock files. `./dev fix` writes it,
//! `./dev check` compares it, and the installers and the window show it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::checkout::Checkout;
use crate::setup::cargo_tool;
use crate::setup::node::Node;
use crate::{Done, programs};

const CARGO_ABOUT: cargo_tool::Tool =
    cargo_tool::Tool { name: "cargo-about", version: "0.9.1", features: &["cli"] };

/// Writes the file.
pub fn write(checkout: &Checkout, node: &Node) -> Done {
    let text = text(checkout, node)?;
    let file = file(checkout);
    let unfinished = file.with_extension("new");
    fs::File::create(&unfinished)
        .and_then(|mut out| out.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&unfinished, &file))
        .map_err(|error| format!("{}: {error}", file.display()))
}

/// Returns an error if the file does not match the lock files.
pub fn check(checkout: &Checkout, node: &Node) -> Done {
    let file = file(checkout);
    let there = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    if there.replace("\r\n", "\n") == text(checkout, node)? {
        return Ok(());
    }
    Err("THIRD-PARTY.txt doesn't match the lock files. Run ./dev fix to update it.".to_owned())
}

fn file(checkout: &Checkout) -> PathBuf {
    checkout.root().join("THIRD-PARTY.txt")
}

fn text(checkout: &Checkout, node: &Node) -> Done<String> {
    cargo_tool::ensure(checkout, &CARGO_ABOUT)?;
    let settings = checkout.root().join("packaging/licences");
    let folder = checkout.target().join("licences");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let crates = folder.join("crates.txt");
    let mut about = std::process::Command::new(checkout.tool(CARGO_ABOUT.name));
    about.current_dir(checkout.root()).args(["generate", "--locked", "--fail", "--manifest-path"]);
    about.arg(checkout.root().join("src-tauri/Cargo.toml")).arg("--config").arg(settings.join("about.toml"));
    about.arg("--output-file").arg(&crates).arg(settings.join("third-party.hbs"));
    programs::quiet(&mut about)?;
    let packages = folder.join("ui");
    let mut vite = node.npm(&checkout.ui());
    vite.args(["run", "--silent", "build", "--", "--mode", "licences", "--emptyOutDir", "--outDir"])
        .arg(&packages);
    programs::quiet(&mut vite)?;
    let read =
        |file: PathBuf| fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()));
    let npm: Value = serde_json::from_str(&read(packages.join("licences.json"))?)
        .map_err(|error| format!("Couldn't read the npm packages' licenses: {error}"))?;
    Ok(tidy(&(read(crates)? + &sections(&npm))))
}

/// Formats the npm packages as `third-party.hbs` formats the crates.
fn sections(packages: &Value) -> String {
    let mut sections: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for package in packages.as_array().into_iter().flatten() {
        let word = |name: &str| package[name].as_str().unwrap_or_default();
        let text = word("text");
        // One package names no license, but its text starts with the name.
        let name = named(package["identifier"].as_str().or(text.lines().next()).unwrap_or_default());
        let part = format!("{} {}", word("name"), word("version"));
        match sections.iter_mut().find(|section| section.1 == text) {
            Some(section) => section.2.push(part),
            None => sections.push((name, text, vec![part])),
        }
    }
    let section = |(name, text, parts): &(&str, &str, Vec<String>)| {
        format!("\n════ {name}\n{}\n────\n{text}\n", parts.join("\n"))
    };
    sections.iter().map(section).collect()
}

/// Returns the name that `third-party.hbs` uses. For a choice of two licenses, the packaged text tells which was taken.
fn named(identifier: &str) -> &str {
    match identifier {
        "MIT" => "MIT License",
        "Apache-2.0" | "Apache-2.0 OR MIT" => "Apache License 2.0",
        other => other,
    }
}

/// Removes trailing spaces and repeated empty lines.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = false;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        empty = line.is_empty();
    }
    tidy
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn packages_of_one_text_are_told_together() {
        let packages = json!([
            { "name": "a", "version": "1", "identifier": "MIT", "text": "MIT License\n\nby a" },
            { "name": "b", "version": "2", "text": "ISC License\n\nby b" },
            { "name": "c", "version": "3", "identifier": "MIT", "text": "MIT License\n\nby a" },
        ]);
        let expected = "\n════ MIT License\na 1\nc 3\n────\nMIT License\n\nby a\n\n════ ISC License\nb 2\n────\nISC License\n\nby b\n";
        assert_eq!(sections(&packages), expected);
    }

    #[test]
    fn what_is_written_is_the_same_on_every_system() {
        assert_eq!(tidy("a  \r\n\r\n\r\n\r\nb"), "a\n\nb\n");
    }
}
