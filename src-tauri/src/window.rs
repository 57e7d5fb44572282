//! The one window: how it opens and comes forward, and who hears what happens to it.

use std::path::Path;

use tauri::{
    AppHandle, Manager, RunEvent, Runtime, Theme, Url, WebviewWindowBuilder, Window, WindowEvent,
    plugin::TauriPlugin, webview::NewWindowResponse, window::Color,
};
use tauri_plugin_window_state::{Builder as WindowState, StateFlags};
use velvet_core::{app::App, files};

pub use crate::main_window::{MAIN, bring_forward, dress};
use crate::{dropping, main_window::theme, page, shutdown};

/// Opens the window. It is made hidden and shown in the page's own background, so that no white flashes up first: a page
/// that waits for its window to be seen is drawn later than one that does not.
pub fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let appearance = app.state::<App>().preferences().appearance;
    let builder = WebviewWindowBuilder::from_config(app, config.ok_or(tauri::Error::WindowNotFound)?)?
        // The app's page is the only one there is: nothing leads away from it, nothing opens beside it.
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let window = match has_room(app) {
        Ok(()) => builder.build()?,
        // The page can say what is wrong with the folder; without a place of its own it would not open at all.
        Err(error) => {
            tracing::warn!(%error, "the web view has no folder of its own");
            builder.data_directory(tempfile::tempdir()?.keep()).build()?
        }
    };
    page::watch(&window)?;
    // Asked for while it is built, Linux would not hear of it, and the page would begin in the system's appearance.
    window.set_theme(theme(appearance))?;
    window.set_background_color(Some(background(window.theme()?)))?;
    window.show()
}

/// Makes the folder in which the web view keeps what it needs, where Tauri would make it.
fn has_room<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    Ok(files::create_private_folder(&app.path().app_local_data_dir()?)?)
}

/// Remembers the window's place in `window.json`, in the data folder rather than in the system's folder for settings:
/// an absolute name takes the place of the folder it is joined to.
pub fn place<R: Runtime>(data_dir: &Path) -> TauriPlugin<R> {
    WindowState::new()
        .with_filename(data_dir.join("window.json").to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// The window is to close, or a file is dragged over it.
pub fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } if !shutdown::may_close(window.app_handle()) => {
            api.prevent_close();
        }
        WindowEvent::DragDrop(drag) => dropping::on_drag(window.app_handle(), drag),
        _ => {}
    }
}

/// The app ends, or somebody clicks its icon while the window is hidden.
pub fn on_run_event<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    match event {
        RunEvent::Exit => shutdown::finish(app),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { has_visible_windows: false, .. } => bring_forward(app),
        _ => {}
    }
}

/// `tauri://localhost`, on Windows `http://tauri.localhost`.
fn is_own(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// The page's own background, light or dark.
fn background(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x16, 0x11, 0x13, 0xff),
        _ => Color(0xfa, 0xf7, 0xf4, 0xff),
    }
}
