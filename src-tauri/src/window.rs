//! The main window: how it opens and comes forward, and where its events go.

use std::path::Path;

use tauri::{
    AppHandle, Manager, RunEvent, Runtime, Theme, Url, WebviewWindowBuilder, Window, WindowEvent,
    plugin::TauriPlugin, webview::NewWindowResponse, window::Color,
};
use tauri_plugin_window_state::{Builder as WindowState, StateFlags};
use velvet_core::{app::App, files};

pub use crate::main_window::{MAIN, bring_forward, dress};
use crate::{dropping, main_window::theme, page, quick_hide::QuickHide, shutdown};

/// Opens the window. It is created hidden and shown in the page's background color, so that it does not flash white.
/// Showing it only after the page has drawn would be slower, because a page draws later while its window is hidden.
pub fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let appearance = app.state::<App>().preferences().appearance;
    let builder = WebviewWindowBuilder::from_config(app, config.ok_or(tauri::Error::WindowNotFound)?)?
        // The window shows only the app's own page: no navigation away, and no new windows.
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let window = match has_room(app) {
        Ok(()) => builder.build()?,
        // The page can report what is wrong with the folder, but the web view does not open without one of its own.
        Err(error) => {
            tracing::warn!(%error, "the web view has no folder of its own");
            builder.data_directory(tempfile::tempdir()?.keep()).build()?
        }
    };
    page::watch(&window)?;
    // On Linux, a theme set in the builder is ignored, and the page would start in the system's appearance.
    window.set_theme(theme(appearance))?;
    window.set_background_color(Some(background(window.theme()?)))?;
    window.show()
}

/// Creates the web view's data folder, where Tauri would create it.
fn has_room<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    Ok(files::create_private_folder(&app.path().app_local_data_dir()?)?)
}

/// Remembers the window's position in `window.json`, in the data folder and not in the system's settings folder: the
/// plugin joins the name to that folder, and joining an absolute path replaces it.
pub fn place<R: Runtime>(data_dir: &Path) -> TauriPlugin<R> {
    WindowState::new()
        .with_filename(data_dir.join("window.json").to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// Handles a request to close the window, and files dragged over it.
pub fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } if !shutdown::may_close(window.app_handle()) => {
            api.prevent_close();
        }
        // However it came back: by the dock, or by a second start.
        WindowEvent::Focused(true) => window.state::<QuickHide>().end(),
        WindowEvent::DragDrop(drag) => dropping::on_drag(window.app_handle(), drag),
        _ => {}
    }
}

/// Handles the end of the app, and a click on its icon while the window is hidden.
pub fn on_run_event<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    match event {
        RunEvent::Exit => shutdown::finish(app),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { has_visible_windows: false, .. } => bring_forward(app),
        _ => {}
    }
}

/// Whether this is the app's page: `tauri://localhost`, or `http://tauri.localhost` on Windows.
fn is_own(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Returns the page's background color, light or dark.
fn background(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x16, 0x11, 0x13, 0xff),
        _ => Color(0xfa, 0xf7, 0xf4, 0xff),
    }
}
