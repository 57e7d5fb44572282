//! Every test is compiled: programs without a test build (`test = false`) have no tests, and the one test program of the core
//! declares every file in its folder.

#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

#[test]
fn a_program_without_a_test_build_has_no_tests() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let targets = packages.iter().flat_map(|package| package["targets"].as_array().unwrap());
    let without = targets.filter(|target| target["kind"][0] == "bin" && target["test"] == false);
    let roots: Vec<_> = without.map(|target| PathBuf::from(target["src_path"].as_str().unwrap())).collect();
    assert!(roots.len() > 10, "only {} programs were found", roots.len());
    let left_out: Vec<_> =
        roots.iter().flat_map(|root| declared(root)).filter(|file| has_tests(file)).collect();
    assert!(left_out.is_empty(), "these files have tests that never run: {left_out:#?}");
}

#[test]
fn the_test_program_of_the_core_has_all_of_its_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../velvet-core/tests");
    let left_out: Vec<_> = sources(&folder).difference(&declared(&folder.join("main.rs"))).cloned().collect();
    assert!(left_out.is_empty(), "these files are part of no program: {left_out:#?}");
}

/// Returns the root file of a program and the files of the modules that it declares.
fn declared(root: &Path) -> BTreeSet<PathBuf> {
    let folder = match root.file_name().and_then(|name| name.to_str()) {
        Some("main.rs" | "mod.rs") => root.parent().unwrap().to_owned(),
        _ => root.with_extension(""),
    };
    let mut files = BTreeSet::from([root.to_owned()]);
    for line in fs::read_to_string(root).unwrap().lines() {
        let module =
            line.trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        let places = module
            .iter()
            .flat_map(|name| [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")]);
        files.extend(places.filter(|place| place.is_file()).flat_map(|place| declared(&place)));
    }
    files
}

fn has_tests(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap();
    text.lines().any(|line| line.trim_start().starts_with("#[") && line.trim_end().ends_with("test]"))
}

/// Returns every Rust file in a folder.
fn sources(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { BTreeSet::from([path]) })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
