//! No fault of the app makes its window vanish without a word: it is written down, and said.

use std::{
    panic,
    process::exit,
    sync::{OnceLock, PoisonError, RwLock},
    thread,
};

use tauri::{AppHandle, Manager, Wry};
use velvet_core::app::App;

use crate::last_words::{self, Why};

/// Threads on which a fault is expected and answered: it has harmed nothing.
const ANSWERED: [&str; 1] = [crate::keychain::THREAD];

static APP: RwLock<Option<AppHandle<Wry>>> = RwLock::new(None);
static MAIN_THREAD: OnceLock<thread::ThreadId> = OnceLock::new();

/// From now on every panic is written down where it happened, but not its message: it may quote what somebody typed.
/// Outside development that is not printed either, since desktops keep what a program prints. On the main thread, the one
/// this is called on, it is the end of the app.
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
            last_words::say(if opened { Why::FellOver } else { Why::NotOpened }, &place);
            // To unwind would lead through the window system's own code, which cannot be.
            exit(1);
        }
        if !here.name().is_some_and(|name| ANSWERED.contains(&name)) {
            // Elsewhere, and later: the one that fell over may hold what is needed.
            thread::spawn(tell);
        }
    }));
}

/// The window that hears of faults beside the main thread.
pub fn tell_in(app: &AppHandle<Wry>) {
    *APP.write().unwrap_or_else(PoisonError::into_inner) = Some(app.clone());
}

fn tell() {
    let app = APP.read().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(app) = app else { return };
    if let Some(core) = app.try_state::<App>() {
        core.fell_over();
    }
}
