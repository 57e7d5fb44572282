//! macOS itself starts an app only once, and reports a second click on its icon (`window::on_run_event`). The plugin of
//! the other systems would listen on a socket in `/tmp`, which any user of the computer could take first.

use tauri::{Builder, Runtime};

pub fn instance<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
}
