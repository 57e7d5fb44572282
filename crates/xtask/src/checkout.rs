//! Paths in the checkout.

use std::path::{Path, PathBuf};

/// The checkout that this program was compiled in.
pub struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// Returns the checkout, two folders above this package.
    pub fn find() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: package.ancestors().nth(2).unwrap_or(package).to_path_buf() }
    }

    /// Returns the checkout's root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the front end's folder.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Returns the folder of programs installed for this checkout alone. It is not in version control.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// Returns the path of a program that `cargo install` put there.
    pub fn tool(&self, name: &str) -> PathBuf {
        self.tools().join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Returns Cargo's target folder. Honors `CARGO_TARGET_DIR`.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }
}
