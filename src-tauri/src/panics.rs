//! Logs and reports every panic, so that the window never vanishes without a message.

use std::{
    panic,
    process::exit,
    sync::{OnceLock, PoisonError, RwLock},
    thread,
};

use tauri::{AppHandle, Manager, Wry, async_runtime::block_on};
use velvet_core::app::App;

use crate::last_words::{self, Why};

/// Threads whose panics are caught and handled.
const ANSWERED: [&str; 1] = [crate::keychain::THREAD];

static APP: RwLock<Option<AppHandle<Wry>>> = RwLock::new(None);
static MAIN_THREAD: OnceLock<thread::ThreadId> = OnceLock::new();

/// Installs the panic hook. It logs where a panic happened, but not its message, which may quote what the user typed.
/// Release builds do not print the message either, since desktops keep what a program prints. A panic on the main
/// thread, which must be the one that calls this, ends the app.
pub fn watch() {
    let _ = MAIN_THREAD.set(thread::current().id());
    let earlier = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
        if cfg!(debug_assertions) {
            earlier(panic);
        }
        let here = thread::current();
        if MAIN_THREAD.get() == Some(&here.id()) {
            let opened = APP.read().unwrap_or_else(PoisonError::into_inner).is_some();
            last_words::say(if opened { Why::Crashed } else { Why::NotOpened }, &place);
            // Unwinding would pass through the window system's foreign code, which is not allowed.
            exit(1);
        }
        if !here.name().is_some_and(|name| ANSWERED.contains(&name)) {
            // Report from another thread, because the panicking one may hold locks that the report needs.
            thread::spawn(tell);
        }
    }));
}

/// Sets the window that is told about panics on other threads.
pub fn tell_in(app: &AppHandle<Wry>) {
    *APP.write().unwrap_or_else(PoisonError::into_inner) = Some(app.clone());
}

fn tell() {
    let app = APP.read().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(app) = app else { return };
    if let Some(core) = app.try_state::<App>() {
        block_on(core.report_crash());
    }
}
