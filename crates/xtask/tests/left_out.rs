//! Programs whose tests aren't compiled (`test = false`) have none that would be left out without a word.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, process::Command};

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
    let (mut programs, mut left_out) = (0, Vec::new());
    for target in targets.filter(|target| target["kind"][0] == "bin" && target["test"] == false) {
        programs += 1;
        look(Path::new(target["src_path"].as_str().unwrap()), &mut left_out);
    }
    assert!(programs > 10, "only {programs} programs were found");
    assert!(left_out.is_empty(), "these files have tests that never run: {left_out:#?}");
}

/// Looks for tests in the root of a program and in the modules that it declares.
fn look(file: &Path, found: &mut Vec<String>) {
    let text = fs::read_to_string(file).unwrap();
    if text.lines().any(|line| line.trim_start().starts_with("#[") && line.trim_end().ends_with("test]")) {
        found.push(file.display().to_string());
    }
    let inside = match file.file_name().and_then(|name| name.to_str()) {
        Some("main.rs" | "mod.rs") => file.parent().unwrap().to_owned(),
        _ => file.with_extension(""),
    };
    for line in text.lines() {
        let declared =
            line.trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        let places = declared
            .iter()
            .flat_map(|name| [inside.join(format!("{name}.rs")), inside.join(name).join("mod.rs")]);
        places.filter(|place| place.is_file()).for_each(|place| look(&place, found));
    }
}
