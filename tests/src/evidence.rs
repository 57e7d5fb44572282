//! What a failing test saves: a picture of the window, its page, and the output of its programs.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value;

use crate::files;
use crate::paths;
use crate::screen::{Screen, TITLE};

/// Saves the window and its page. Must not panic, because a test is already failing.
pub fn keep_window(screen: impl Fn() -> Screen, page: impl FnOnce() -> Option<Value>) {
    let folder = folder();
    let picture = pictured(&screen, |screen| screen.picture_of(&screen.windows(TITLE).pop()?));
    if let Some(picture) = picture {
        files::put(&folder.join("window.png"), picture);
    }
    if let Some(Value::String(page)) = page() {
        files::put(&folder.join("page.html"), page);
    }
}

/// Saves the desktop's screen, which may show windows of other programs, and the logs. Must not panic either.
pub fn keep_desktop(screen: impl Fn() -> Screen, logs: &Path) {
    let folder = folder();
    if let Some(picture) = pictured(&screen, Screen::picture) {
        files::put(&folder.join("screen.ppm"), picture);
    }
    for log in files::below(logs) {
        if let Some(name) = log.file_name() {
            let _ = fs::copy(&log, folder.join(name));
        }
    }
    eprintln!("what could be seen is in {}", folder.display());
}

/// Takes a picture if the screen still exists. A lost screen must not abort all other tests.
fn pictured(screen: &impl Fn() -> Screen, take: impl Fn(&Screen) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    panic::catch_unwind(AssertUnwindSafe(|| take(&screen()))).ok().flatten()
}

fn folder() -> PathBuf {
    let name = thread::current().name().unwrap_or("unnamed").replace("::", "-");
    paths::failures().join(name)
}
