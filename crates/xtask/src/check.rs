//! `./dev check`: everything that can be checked without running the app.

use std::{env, fs};

use crate::binaries::workspace;
use crate::checkout::Checkout;
use crate::setup::{self, cargo_tool};
use crate::steps::Steps;
use crate::{Done, licences, programs};

const CARGO_DENY: cargo_tool::Tool =
    cargo_tool::Tool { name: "cargo-deny", version: "0.20.2", features: &[] };

/// The newest version that builds with this project's minimum Rust version.
const ZIZMOR: cargo_tool::Tool = cargo_tool::Tool { name: "zizmor", version: "1.24.1", features: &[] };

/// Checks formatting, lints, types, licenses, sources, advisories, and workflows.
pub fn check(checkout: &Checkout) -> Done {
    let mut steps = Steps::default();
    let cargo = || programs::cargo(checkout);
    steps.try_step("rustfmt", || programs::show(cargo().args(["fmt", "--all", "--check"])));
    steps.try_step("npm lock file", || lock_names_no_host(checkout));
    let node = setup::app(checkout, &mut steps)?;
    steps.try_step("clippy", || {
        let mut clippy = cargo();
        clippy.args(["clippy", "--quiet", "--locked"]).args(workspace());
        programs::show(clippy.args(["--all-targets", "--", "-D", "warnings"]))
    });
    let script = |name: &str| programs::show(node.npm(&checkout.ui()).args(["run", "--silent", name]));
    for name in ["check", "lint", "format"] {
        steps.try_step(&format!("UI {name}"), || script(name));
    }
    steps.try_step("THIRD-PARTY.txt", || licences::check(checkout, &node));
    steps.take("cargo-deny setup", || cargo_tool::ensure(checkout, &CARGO_DENY))?;
    steps.try_step("Licenses, bans, sources", || {
        let mut command = deny(checkout);
        programs::show(command.args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))
    });
    steps.try_step("Advisories", || advisories(checkout));
    steps.take("zizmor setup", || cargo_tool::ensure(checkout, &ZIZMOR))?;
    steps.try_step("Workflows, actionlint", || script("workflows"));
    steps.try_step("Workflows, zizmor", || {
        let mut command = std::process::Command::new(checkout.tool(ZIZMOR.name));
        command.args(["--offline", "--persona=pedantic", "--quiet"]);
        programs::show(command.arg(checkout.root().join(".github")))
    });
    steps.finish()
}

/// Checks the advisories. Their database is in a repository of its own, which some networks cannot reach.
fn advisories(checkout: &Checkout) -> Done {
    if let Err(words) = programs::quiet(deny(checkout).args(["fetch", "db"])) {
        let why = words.lines().find(|line| line.contains("failed")).unwrap_or_default();
        return not_fetched(why, env::var("CI").is_ok_and(|ci| ci == "true"));
    }
    programs::show(deny(checkout).args(["check", "--disable-fetch", "advisories"]))
}

/// In CI (`ci`), where everyone relies on the check, a check that could not run counts as failed.
fn not_fetched(why: &str, ci: bool) -> Done {
    let words = format!("Advisories were NOT checked: couldn't download the advisory database. {why}");
    if ci {
        return Err(words);
    }
    eprintln!("{words}");
    Ok(())
}

fn deny(checkout: &Checkout) -> std::process::Command {
    let mut command = std::process::Command::new(checkout.tool(CARGO_DENY.name));
    command.current_dir(checkout.root()).args(["--locked", "--log-level", "error"]);
    command
}

/// Checks that the lock file contains no download URLs. It names packages by name, version, and checksum; the registry
/// is a setting of each machine.
fn lock_names_no_host(checkout: &Checkout) -> Done {
    let file = checkout.ui().join("package-lock.json");
    let lock = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let named: Vec<&str> = hosts_named(&lock).collect();
    if named.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} contains {} download URLs (the first: {}). \
         Set 'omit-lockfile-registry-resolved=true' in ~/.npmrc, then run 'npm install' again.",
        file.display(),
        named.len(),
        named[0]
    ))
}

fn hosts_named(lock: &str) -> impl Iterator<Item = &str> {
    lock.lines().map(str::trim).filter(|line| line.starts_with("\"resolved\": \"http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advisories_that_cannot_be_fetched_fail_in_ci_and_warn_elsewhere() {
        assert!(not_fetched("", true).is_err_and(|words| words.contains("NOT checked")));
        assert!(not_fetched("", false).is_ok());
    }

    #[test]
    fn download_addresses_are_found_and_other_addresses_are_not() {
        let lock = r#"
            "resolved": "https://example.org/a.tgz",
            "funding": { "url": "https://example.org" },
            "integrity": "sha512-abc""#;
        assert_eq!(hosts_named(lock).collect::<Vec<_>>(), ["\"resolved\": \"https://example.org/a.tgz\","]);
    }
}
