//! Compiles the workspace's programs and tests in one Cargo call, and finds each of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::checkout::Checkout;
use crate::setup::{TAURI_DRIVER, system};
use crate::{Done, programs};

/// Returns the arguments that choose every package that compiles on this system.
pub fn workspace() -> &'static [&'static str] {
    if system::CAN_DRIVE_WINDOW { &["--workspace"] } else { &["--workspace", "--exclude", "velvet-tests"] }
}

/// The programs and tests that Cargo built.
pub struct Binaries {
    programs: BTreeMap<String, PathBuf>,
    tests: Vec<TestBinary>,
}

/// One compiled test target.
pub struct TestBinary {
    /// The package it belongs to.
    pub package: String,
    /// Its target: a file in `tests/`, a library or a program.
    pub name: String,
    /// The package's folder. Its tests expect it as the working directory.
    folder: PathBuf,
    file: PathBuf,
}

impl Binaries {
    /// Compiles every program and test of the given packages, or of every package if none is given.
    ///
    /// All packages share one call: Cargo picks the features of shared dependencies from what is built together, so a
    /// call per package would compile the largest of them several times.
    pub fn build(checkout: &Checkout, packages: &[&str]) -> Done<Self> {
        let mut command = programs::cargo_build(checkout);
        command.args(["--bins", "--tests", "--message-format=json-render-diagnostics"]);
        if packages.is_empty() {
            command.args(workspace());
        }
        for package in packages {
            command.args(["--package", package]);
        }
        Self::of(&mut command)
    }

    /// Runs one `cargo build` and reads what it made.
    fn of(command: &mut Command) -> Done<Self> {
        let output = command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| programs::cannot_start(command, &error))?;
        if !output.status.success() {
            return Err(
                "Couldn't compile the code. Fix the compiler errors above, then run this command again."
                    .to_owned(),
            );
        }
        Ok(Self::read(&String::from_utf8_lossy(&output.stdout)))
    }

    /// Returns a program by its name.
    pub fn program(&self, name: &str) -> Done<&Path> {
        self.programs
            .get(name)
            .map(PathBuf::as_path)
            .ok_or_else(|| format!("Cargo didn't build a program named {name}."))
    }

    /// Returns the command that starts a program.
    pub fn command(&self, name: &str) -> Done<Command> {
        self.program(name).map(Command::new)
    }

    /// Returns the tests of one package.
    pub fn tests_of(&self, package: &str) -> impl Iterator<Item = &TestBinary> {
        self.tests.iter().filter(move |test| test.package == package)
    }

    /// Passes the paths of the app, the server, and the test tools to a program that drives the window.
    pub fn name_parts(&self, checkout: &Checkout, command: &mut Command) -> Done {
        command
            .env("VELVET_TEST_APP", self.program("velvet-rope")?)
            .env("VELVET_TEST_PRACTICE", self.program("velvet-practice")?)
            .env("VELVET_TEST_TAURI_DRIVER", checkout.tool(TAURI_DRIVER.name))
            .env("VELVET_TEST_AXE", checkout.ui().join("node_modules/axe-core/axe.min.js"))
            .env("VELVET_TEST_SCENES", checkout.ui().join("preview/dist/stage.js"));
        Ok(())
    }

    /// Reads Cargo's messages, one JSON object per line.
    fn read(messages: &str) -> Self {
        let mut built = Self { programs: BTreeMap::new(), tests: Vec::new() };
        for line in messages.lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let Some(file) = message["executable"].as_str().map(PathBuf::from) else { continue };
            let name = message["target"]["name"].as_str().unwrap_or_default().to_owned();
            if message["profile"]["test"].as_bool() == Some(true) {
                let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
                let folder = manifest.parent().unwrap_or(manifest).to_path_buf();
                let package = package_of(message["package_id"].as_str().unwrap_or_default(), &folder);
                built.tests.push(TestBinary { package, name, folder, file });
            } else {
                built.programs.insert(name, file);
            }
        }
        built.tests.sort_by(|a, b| a.name.cmp(&b.name));
        built
    }
}

impl TestBinary {
    /// The command that runs these tests, as `cargo test` would.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

/// Some programs of one package, built as the app is built for its users.
pub fn optimised(checkout: &Checkout, package: &str, names: &[&str]) -> Done<Binaries> {
    let mut command = programs::cargo_build(checkout);
    command.args(["--release", "--message-format=json-render-diagnostics", "--package", package]);
    for name in names {
        command.args(["--bin", name]);
    }
    Binaries::of(&mut command)
}

/// Returns the package's name from an ID such as `path+file:///a/tests#velvet-tests@0.1.0`. Cargo omits the name if it
/// equals the folder's: `path+file:///a/xtask#0.1.0`.
fn package_of(id: &str, folder: &Path) -> String {
    match id.rsplit_once('#').and_then(|(_, end)| end.split_once('@')) {
        Some((name, _version)) => name.to_owned(),
        None => folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_tests_are_told_apart_and_find_their_package() {
        let built = Binaries::read(
            r#"{"reason":"compiler-artifact","package_id":"path+file:///w/src-tauri#velvet-rope@0.1.0","manifest_path":"/w/src-tauri/Cargo.toml","target":{"name":"velvet-rope"},"profile":{"test":false},"executable":"/t/velvet-rope"}
{"reason":"compiler-artifact","package_id":"path+file:///w/src-tauri#velvet-rope@0.1.0","manifest_path":"/w/src-tauri/Cargo.toml","target":{"name":"guards"},"profile":{"test":true},"executable":"/t/guards-1"}
{"reason":"compiler-artifact","package_id":"path+file:///w/crates/xtask#0.1.0","manifest_path":"/w/crates/xtask/Cargo.toml","target":{"name":"xtask"},"profile":{"test":true},"executable":"/t/xtask-1"}
{"reason":"compiler-artifact","package_id":"path+file:///w/core#0.1.0","target":{"name":"core"},"profile":{"test":false},"executable":null}
{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(built.program("velvet-rope"), Ok(Path::new("/t/velvet-rope")));
        assert!(built.program("guards").is_err());
        let guards: Vec<&TestBinary> = built.tests_of("velvet-rope").collect();
        assert_eq!(guards.len(), 1);
        assert_eq!(guards[0].folder, Path::new("/w/src-tauri"));
        assert_eq!(built.tests_of("xtask").count(), 1);
    }
}
