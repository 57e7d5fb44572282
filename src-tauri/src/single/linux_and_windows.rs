//! Over D-Bus, and by a message to the first one's window. What the second one was started with is not looked at.

use tauri::{Builder, Runtime};

use crate::window;

pub fn instance<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_forward(app)))
}
