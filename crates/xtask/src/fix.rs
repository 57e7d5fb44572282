//! `./dev fix`: fixes what a tool can fix.

use crate::checkout::Checkout;
use crate::steps::Steps;
use crate::{Done, licences, programs, setup};

/// Formats all code, regenerates the TypeScript types and `THIRD-PARTY.txt`, and runs the front end's linter with
/// `--fix`.
pub fn fix(checkout: &Checkout) -> Done {
    let mut steps = Steps::default();
    steps.try_step("Rust formatting", || programs::show(programs::cargo(checkout).args(["fmt", "--all"])));
    steps.try_step("TypeScript types from Rust", || {
        programs::show(
            programs::cargo(checkout)
                .args([
                    "test",
                    "--quiet",
                    "--locked",
                    "--package",
                    "velvet-core",
                    "--test",
                    "core",
                    "bindings::",
                ])
                .env("VELVET_WRITE_BINDINGS", "1"),
        )
    });
    let node = setup::npm_packages(checkout, &mut steps)?;
    steps.try_step("THIRD-PARTY.txt", || licences::write(checkout, &node));
    let ui = checkout.ui();
    for (name, words) in [("eslint", ["--fix", "."]), ("prettier", ["--write", "."])] {
        if ui.join("node_modules").join(".bin").join(name).exists() {
            steps.try_step(name, || programs::show(node.npm(&ui).args(["exec", "--", name]).args(words)));
        }
    }
    steps.finish()
}
