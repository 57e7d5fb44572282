//! Paths of the programs under test. Each can be set by a variable, so that an installed app can be tested too.

use std::env;
use std::path::{Path, PathBuf};

/// Returns the path of the app.
pub fn app() -> PathBuf {
    found("VELVET_TEST_APP", "target/debug/velvet-rope", "cargo build -p velvet-rope")
}

/// Returns the path of the simulated server's program.
pub fn practice() -> PathBuf {
    found("VELVET_TEST_PRACTICE", "target/debug/velvet-practice", "cargo build -p velvet-practice")
}

/// Returns the path of the program between `WebDriver` clients and the app.
pub fn tauri_driver() -> PathBuf {
    found(
        "VELVET_TEST_TAURI_DRIVER",
        ".tools/bin/tauri-driver",
        "cargo install tauri-driver --version 2.1.0 --locked --root .tools",
    )
}

/// Returns the path of axe, the accessibility checker, as one script.
pub fn axe() -> PathBuf {
    found("VELVET_TEST_AXE", "ui/node_modules/axe-core/axe.min.js", "npm ci --prefix ui")
}

/// Returns the path of the scenes, which show the window's screens without the app, as one script.
pub fn scenes() -> PathBuf {
    found("VELVET_TEST_SCENES", "ui/preview/dist/stage.js", "npm run scenes --prefix ui")
}

/// Returns the folder for the pictures, pages, and logs of failed tests.
pub fn failures() -> PathBuf {
    root().join("target/test-failures")
}

/// Returns the root of the checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is inside the checkout")
}

fn found(variable: &str, default: &str, how: &str) -> PathBuf {
    let path = env::var_os(variable).map_or_else(|| root().join(default), |given| root().join(given));
    assert!(path.exists(), "{} is missing; `{how}` makes it, or {variable} says where it is", path.display());
    path
}
