//! `./dev fuzz`: feeds random bytes to the parsers of lists and replies.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::checkout::Checkout;
use crate::setup::cargo_tool;
use crate::steps::Steps;
use crate::{Done, programs};

/// The default number of seconds for each target.
pub const SECONDS: &str = "600";

const CARGO_FUZZ: cargo_tool::Tool =
    cargo_tool::Tool { name: "cargo-fuzz", version: "0.13.1", features: &[] };

/// Fuzzes every target for the given number of seconds, starting from the corpora in the checkout.
pub fn fuzz(checkout: &Checkout, seconds: &str) -> Done {
    let seconds: u32 = seconds.parse().map_err(|_| {
        format!("SECONDS must be a whole number, not '{seconds}'. For example: ./dev fuzz 600")
    })?;
    let folder = checkout.root().join("fuzz");
    let targets = targets(&folder.join("fuzz_targets"))?;
    let mut steps = Steps::default();
    steps.take("cargo-fuzz", || cargo_tool::ensure(checkout, &CARGO_FUZZ))?;
    for target in targets {
        steps.try_step(&format!("Fuzz: {target}"), || {
            let mut command = Command::new(checkout.tool(CARGO_FUZZ.name));
            command.args(["run", "--fuzz-dir"]).arg(&folder).arg(&target);
            command.args(["--", &format!("-max_total_time={seconds}"), "-print_final_stats=1"]);
            // The fuzzer needs unstable compiler flags. This variable allows them on the stable toolchain.
            command.env("RUSTC_BOOTSTRAP", "1").current_dir(checkout.root());
            if env::var_os("CARGO_TARGET_DIR").is_none() {
                command.env("CARGO_TARGET_DIR", checkout.target().join("fuzz"));
            }
            programs::show(&mut command)
        });
    }
    steps.finish()
}

/// Returns the fuzz targets: one per Rust file in the folder.
fn targets(folder: &Path) -> Done<Vec<String>> {
    let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let rust =
        files.flatten().map(|file| file.path()).filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let mut names: Vec<String> =
        rust.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    if names.is_empty() {
        Err(format!("There are no fuzz targets in {}.", folder.display()))
    } else {
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rust_file_is_a_target() {
        let folder = tempfile::tempdir().unwrap();
        assert!(targets(folder.path()).is_err(), "none");
        for name in ["reply.rs", "csv.rs", "notes.md"] {
            fs::File::create(folder.path().join(name)).unwrap();
        }
        assert_eq!(targets(folder.path()).unwrap(), ["csv", "reply"]);
    }
}
