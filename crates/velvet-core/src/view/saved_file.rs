use serde::Serialize;
use ts_rs::TS;

/// A file that was saved where the user chose. Its path stays in Rust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SavedFile {
    /// Its name.
    pub file: String,
    /// What it is called when it is to be shown in its folder, until the app ends.
    pub handle: u32,
}
