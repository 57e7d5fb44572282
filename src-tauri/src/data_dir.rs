//! Where everything the app keeps is.

use std::{env, io, path::PathBuf};

use tauri::{AppHandle, Manager, Runtime};

/// `VELVET_ROPE_DATA_DIR`, or the system's folder for this app: the one that stays on this computer, since a ledger
/// copied between computers by a roaming profile would be damaged.
pub fn find<R: Runtime>(app: &AppHandle<R>) -> io::Result<PathBuf> {
    match env::var_os("VELVET_ROPE_DATA_DIR").filter(|dir| !dir.is_empty()) {
        Some(dir) => std::path::absolute(dir),
        None => app.path().app_local_data_dir().map_err(io::Error::other),
    }
}
