//! macOS starts an app once by itself and tells it when its icon is clicked again (`window::on_run_event`). The plugin of the
//! other systems would listen on a socket in `/tmp`, which any user of the computer could take first.

use tauri::{Builder, Runtime};

pub fn instance<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
}
