//! The crates of the lock file, as sources of flatpak-builder: Cargo finds them in a folder, and reaches no network.

use serde_json::{Value, json};

use crate::Done;

/// The only registry in the lock file. `deny.toml` allows no other.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Cargo reads this in its home folder, `cargo`, and takes the path from the folder above.
const SETTINGS: &str = "\
[source.crates-io]
replace-with = \"vendored\"

[source.vendored]
directory = \"cargo/vendor\"
";

/// Returns two sources for each crate, its archive and its checksum, and one with Cargo's settings.
///
/// # Errors
///
/// Says what the lock file has that can't be fetched this way.
pub fn sources(lock: &str) -> Done<Vec<Value>> {
    let lock: toml::Table = lock.parse().map_err(|error| format!("Cargo.lock: {error}"))?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let mut sources = Vec::new();
    for package in packages.into_iter().flatten() {
        let word = |key: &str| package.get(key).and_then(toml::Value::as_str);
        let (Some(name), Some(version)) = (word("name"), word("version")) else {
            return Err("Cargo.lock has a package without a name or a version.".to_owned());
        };
        match (word("source"), word("checksum")) {
            // A member of this workspace.
            (None, _) => {}
            (Some(REGISTRY), Some(checksum)) => {
                let folder = format!("cargo/vendor/{name}-{version}");
                sources.push(json!({
                    "type": "archive",
                    "archive-type": "tar-gzip",
                    "url": format!("https://static.crates.io/crates/{name}/{name}-{version}.crate"),
                    "sha256": checksum,
                    "dest": folder,
                }));
                sources.push(json!({
                    "type": "inline",
                    "contents": json!({ "package": checksum, "files": {} }).to_string(),
                    "dest": folder,
                    "dest-filename": ".cargo-checksum.json",
                }));
            }
            (Some(source), _) => {
                return Err(format!("{name} {version} comes from {source}, not from crates.io."));
            }
        }
    }
    if sources.is_empty() {
        return Err("Cargo.lock names no crates.".to_owned());
    }
    sources.push(json!({
        "type": "inline",
        "contents": SETTINGS,
        "dest": "cargo",
        "dest-filename": "config.toml",
    }));
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_an_archive_with_its_checksum_and_a_member_is_none() {
        let member = "[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n";
        let package = |source: &str| {
            format!(
                "{member}[[package]]\nname = \"a\"\nversion = \"1.2.3\"\nsource = \"{source}\"\nchecksum = \"abc\"\n"
            )
        };
        let made = sources(&package(REGISTRY)).unwrap();
        assert_eq!(made.len(), 3);
        assert_eq!(made[0]["url"], "https://static.crates.io/crates/a/a-1.2.3.crate");
        assert_eq!(made[0]["sha256"], "abc");
        assert_eq!(made[0]["dest"], made[1]["dest"]);
        assert!(sources(&package("git+https://example.org/a")).unwrap_err().contains("a 1.2.3"));
        assert!(sources(member).is_err());
    }
}
