//! What the linker is told for Windows.

use std::env;

use tauri_build::WindowsAttributes;

/// Names version 6 of the common controls in every program of this package. Only that version has the task dialog, and
/// Windows starts no program that asks an older one for it. Tauri names it in the app alone, not in the tests.
/// <https://github.com/tauri-apps/tauri/issues/13419>
pub fn attributes() -> WindowsAttributes {
    if env::var("CARGO_CFG_TARGET_ENV").as_deref() != Ok("msvc") {
        return WindowsAttributes::new();
    }
    println!("cargo:rustc-link-arg=/MANIFEST:EMBED");
    println!(
        "cargo:rustc-link-arg=/MANIFESTDEPENDENCY:type='win32' name='Microsoft.Windows.Common-Controls' \
         version='6.0.0.0' processorArchitecture='*' publicKeyToken='6595b64144ccf1df' language='*'"
    );
    WindowsAttributes::new_without_app_manifest()
}
