//! Programs published as crates, compiled once into the checkout's own tools.

use std::fs;

use super::need::say_installing;
use crate::checkout::Checkout;
use crate::{Done, programs};

/// A program of one exact version.
pub struct Tool {
    /// Its package, and its program.
    pub name: &'static str,
    /// Exact, so that everyone runs the same.
    pub version: &'static str,
    /// What of it is to be compiled besides the usual.
    pub features: &'static [&'static str],
}

/// Installs the tool unless it is there in that version.
pub fn ensure(checkout: &Checkout, tool: &Tool) -> Done {
    let Tool { name, version, features } = tool;
    // Cargo's own record of what it installed under this root.
    let record = fs::read_to_string(checkout.tools().join(".crates.toml")).unwrap_or_default();
    if record.contains(&format!("\"{name} {version} ")) && checkout.tool(name).is_file() {
        return Ok(());
    }
    say_installing(&format!("{name} {version}"), "into .tools; takes a few minutes to compile");
    programs::quiet(
        programs::cargo(checkout)
            .args(["install", "--quiet", "--locked", "--force", name, "--version", version])
            .args(["--features", &features.join(","), "--root"])
            .arg(checkout.tools()),
    )
}
