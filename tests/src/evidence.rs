//! What a failing test leaves behind: a picture of the window, its page, and what the programs said.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value;

use crate::driver::Driver;
use crate::files;
use crate::paths;
use crate::screen::Screen;

/// Keeps what can still be seen. Nothing in here may panic: a test is failing already.
pub fn keep_window(driver: &Driver, session: &str) {
    let folder = folder();
    if let Some(Value::String(picture)) = driver.ask(session, "screenshot") {
        files::put(&folder.join("window.png"), decoded(&picture));
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

/// Base64 as `WebDriver` sends it.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes().filter_map(value) {
        bits = bits << 6 | digit;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    bytes
}

fn value(letter: u8) -> Option<u32> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    alphabet.iter().position(|other| *other == letter).and_then(|position| u32::try_from(position).ok())
}
