//! What a failing test leaves behind: a picture of the window, its page, and what the programs said.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value;

use crate::app::TITLE;
use crate::desktop::Desktop;
use crate::driver::Driver;
use crate::files;
use crate::paths;
use crate::screen::Screen;

/// Keeps what can still be seen. Nothing in here may panic: a test is failing already.
pub fn keep_window(desktop: &Desktop, driver: &Driver, session: &str) {
    let folder = folder();
    // A screen that is gone as well is no reason to end all the other tests.
    let picture = panic::catch_unwind(AssertUnwindSafe(|| {
        let screen = desktop.screen();
        screen.picture_of(&screen.windows(TITLE).pop()?)
    }));
    if let Ok(Some(picture)) = picture {
        files::put(&folder.join("window.png"), picture);
    }
    if let Some(Value::String(page)) = driver.ask(session, "source") {
        files::put(&folder.join("page.html"), page);
    }
}

/// Keeps what is left of a desktop, likewise: its screen, on which there may be windows that are not the app's, and
/// what the programs said.
pub fn keep_desktop(screen: &Screen, logs: &Path) {
    let folder = folder();
    if let Some(picture) = screen.picture() {
        files::put(&folder.join("screen.ppm"), picture);
    }
    for log in files::below(logs) {
        if let Some(name) = log.file_name() {
            let _ = fs::copy(&log, folder.join(name));
        }
    }
    eprintln!("what could be seen is in {}", folder.display());
}

fn folder() -> PathBuf {
    let name = thread::current().name().unwrap_or("unnamed").replace("::", "-");
    paths::failures().join(name)
}
