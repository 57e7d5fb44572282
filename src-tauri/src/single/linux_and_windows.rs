//! The second start reaches the first one over D-Bus, or by a message to its window. Its arguments are ignored.

use tauri::{Builder, Runtime};

use crate::window;

pub fn instance<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_forward(app)))
}
