//! The `.deb`, compressed as Debian's own packages are.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Done, programs};

/// Compresses a package with xz. Tauri's bundler knows only gzip, which makes it a third larger.
pub fn compress(deb: &Path) -> Done {
    let unpacked = deb.with_extension("unpacked");
    programs::quiet(Command::new("dpkg-deb").arg("--raw-extract").args([deb, &unpacked]))?;
    programs::quiet(
        Command::new("dpkg-deb").args(["-Zxz", "--root-owner-group", "--build"]).args([&unpacked, deb]),
    )?;
    fs::remove_dir_all(&unpacked).map_err(|error| format!("{}: {error}", unpacked.display()))
}
