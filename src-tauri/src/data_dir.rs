//! Where everything the app keeps is.

use std::{env, io, path::PathBuf};

use tauri::{AppHandle, Manager, Runtime};
use velvet_core::api::ApiUrl;

/// `VELVET_ROPE_DATA_DIR`, or the system's folder for this app: the one that stays on this computer, since a ledger
/// copied between computers by a roaming profile would be damaged. What belongs to another address than the real service
/// is in a folder there, named for that address: its log and its keys are never taken for the real ones.
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
