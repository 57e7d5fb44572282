//! Where the programs under test are. Each can be set from outside, so that an installed app can be tested too.

use std::env;
use std::path::{Path, PathBuf};

/// The app.
pub fn app() -> PathBuf {
    found("VELVET_TEST_APP", "target/debug/velvet-rope", "cargo build -p velvet-rope")
}

/// The practice service as a program of its own.
pub fn practice() -> PathBuf {
    found("VELVET_TEST_PRACTICE", "target/debug/velvet-practice", "cargo build -p velvet-practice")
}

/// The program between `WebDriver` clients and the app.
pub fn tauri_driver() -> PathBuf {
    found(
        "VELVET_TEST_TAURI_DRIVER",
        ".tools/bin/tauri-driver",
        "cargo install tauri-driver --version 2.1.0 --locked --root .tools",
    )
}

/// The accessibility checker, one script.
pub fn axe() -> PathBuf {
    found("VELVET_TEST_AXE", "ui/node_modules/axe-core/axe.min.js", "npm ci --prefix ui")
}

/// The scenes that show the window's screens without the app behind them, one script.
pub fn scenes() -> PathBuf {
    found("VELVET_TEST_SCENES", "ui/preview/dist/stage.js", "npm run scenes --prefix ui")
}

/// Where a failed test leaves its picture, its page and its logs.
pub fn failures() -> PathBuf {
    root().join("target/test-failures")
}

/// The top of the checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is inside the checkout")
}

fn found(variable: &str, default: &str, how: &str) -> PathBuf {
    let path = env::var_os(variable).map_or_else(|| root().join(default), |given| root().join(given));
    assert!(path.exists(), "{} is missing; `{how}` makes it, or {variable} says where it is", path.display());
    path
}
