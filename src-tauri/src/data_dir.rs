//! The folder of all data that the app keeps.

use std::{env, io, path::PathBuf};

use tauri::{AppHandle, Manager, Runtime};
use velvet_core::api::ApiUrl;

/// Returns `VELVET_ROPE_DATA_DIR`, or the system's folder for local application data. That folder stays on this
/// computer: a roaming profile that copies a ledger between computers would damage it.
///
/// An API address other than the real one gets a subfolder with its name, so that its log is never taken for the real
/// one.
pub fn find<R: Runtime>(app: &AppHandle<R>, api_url: &Result<ApiUrl, String>) -> io::Result<PathBuf> {
    let folder = match env::var_os("VELVET_ROPE_DATA_DIR").filter(|dir| !dir.is_empty()) {
        Some(dir) => std::path::absolute(dir)?,
        None => app.path().app_local_data_dir().map_err(io::Error::other)?,
    };
    Ok(match ApiUrl::elsewhere(api_url) {
        Some(host) => folder.join(host.replace(':', "-")),
        None => folder,
    })
}
