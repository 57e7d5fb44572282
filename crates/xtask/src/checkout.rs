//! Where things are in the checkout.

use std::path::{Path, PathBuf};

/// The checkout that this program was compiled in.
pub struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// The checkout is two folders above this package.
    pub fn find() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: package.ancestors().nth(2).unwrap_or(package).to_path_buf() }
    }

    /// The checkout's own folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The front end.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Programs fetched for this checkout alone; not in version control.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// A program that `cargo install` put among the tools.
    pub fn tool(&self, name: &str) -> PathBuf {
        self.tools().join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Where Cargo builds to, `CARGO_TARGET_DIR` honoured.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }
}
