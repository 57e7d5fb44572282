//! The one window: how it opens, comes forward and closes.

use std::{path::Path, time::Duration};

use futures::FutureExt;
use tauri::{
    AppHandle, Manager, RunEvent, Runtime, Theme, Url, WebviewWindowBuilder, Window, WindowEvent,
    async_runtime::{block_on, spawn},
    plugin::TauriPlugin,
    webview::{NewWindowResponse, PageLoadEvent},
    window::Color,
};
use tauri_plugin_window_state::{Builder as WindowState, StateFlags};
use tokio::time::timeout;
use velvet_core::{app::App, view::Appearance};

/// The window's label, the one the capability names.
pub const MAIN: &str = "main";

/// How long the end of the app is put off for an answer that is still on its way.
const LAST_ANSWER: Duration = Duration::from_secs(20);

/// Opens the window. It stays hidden until its page is drawn, so that no white flashes up first.
pub fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let appearance = app.state::<App>().preferences().appearance;
    let window = WebviewWindowBuilder::from_config(app, config.ok_or(tauri::Error::WindowNotFound)?)?
        .theme(theme(appearance))
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        // The app's page is the only one there is: nothing leads away from it, nothing opens beside it.
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    window.set_background_color(Some(background(window.theme()?)))
}

/// Puts the chosen appearance on what the system draws around the page.
pub fn dress<R: Runtime>(app: &AppHandle<R>, appearance: Appearance) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.set_theme(theme(appearance));
    }
}

/// Shows the window to somebody who started the app a second time.
pub fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    }
}

/// Remembers the window's place in `window.json`, in the data folder rather than in the system's folder for settings:
/// an absolute name takes the place of the folder it is joined to.
pub fn place<R: Runtime>(data_dir: &Path) -> TauriPlugin<R> {
    WindowState::new()
        .with_filename(data_dir.join("window.json").to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// Closing hides the window at once. While an answer is on its way the app stays until it is written down, unless the
/// window was asked for again meanwhile.
pub fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let core = window.state::<App>().inner().clone();
    if core.idle().now_or_never().is_some() {
        return;
    }
    api.prevent_close();
    let _ = window.hide();
    core.stop_all_waiting();
    let window = window.clone();
    spawn(async move {
        let _ = timeout(LAST_ANSWER, core.idle()).await;
        if !window.is_visible().unwrap_or(false) {
            window.app_handle().exit(0);
        }
    });
}

/// The end of the app, by its window or past it (a menu, the end of the session): what is on its way comes to its end,
/// and the ledger is closed.
pub fn on_run_event<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    if !matches!(event, RunEvent::Exit) {
        return;
    }
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.hide();
    }
    let core = app.state::<App>().inner().clone();
    let _ = block_on(async { timeout(LAST_ANSWER, core.finish()).await });
}

/// `tauri://localhost`, on Windows `http://tauri.localhost`.
fn is_own(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Nothing: as the system says.
fn theme(appearance: Appearance) -> Option<Theme> {
    match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    }
}

/// The page's own background, light or dark.
fn background(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x16, 0x11, 0x13, 0xff),
        _ => Color(0xfa, 0xf7, 0xf4, 0xff),
    }
}
