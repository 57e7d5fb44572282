//! Programs published as crates, compiled once into the checkout's tools folder.

use std::fs;

use super::need::say_installing;
use crate::checkout::Checkout;
use crate::{Done, programs};

/// A program at one exact version.
pub struct Tool {
    /// The name of both the package and the program.
    pub name: &'static str,
    /// The exact version, so that everyone runs the same.
    pub version: &'static str,
    /// The features to enable besides the default ones.
    pub features: &'static [&'static str],
}

/// Installs the tool unless this version is already there.
pub fn ensure(checkout: &Checkout, tool: &Tool) -> Done {
    let Tool { name, version, features } = tool;
    // Cargo records what it installed under this root.
    let record = fs::read_to_string(checkout.tools().join(".crates.toml")).unwrap_or_default();
    if record.contains(&format!("\"{name} {version} ")) && checkout.tool(name).is_file() {
        return Ok(());
    }
    say_installing(&format!("{name} {version}"), "into .tools; takes a few minutes to compile");
    // Optimizing a tool would take longer than running it without.
    programs::quiet(
        programs::cargo(checkout)
            .args(["install", "--debug", "--quiet", "--locked", "--force", name, "--version", version])
            .args(["--features", &features.join(","), "--root"])
            .arg(checkout.tools()),
    )
}
