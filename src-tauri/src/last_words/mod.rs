//! Messages for when there is no window: a line on the terminal, and a system dialog.
//!
//! A second process of this program shows the dialog, because a process that panicked cannot draw.

mod texts;

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio, exit},
    thread,
    time::Duration,
};

use rfd::{MessageButtons, MessageDialog, MessageDialogResult, MessageLevel};
use sys_locale::get_locales;

use crate::{displays, logging, opener};
use texts::Texts;

/// The argument that starts this program only to show a message. The reason follows, and the folder of the app's own
/// log files if there are any.
const SHOW: &str = "--show-message";

/// How long a message stays.
const READ: Duration = Duration::from_secs(600);

/// Microsoft's page with the installer of `WebView2`, in the visitor's language.
const WEB_VIEW: &str = "https://developer.microsoft.com/microsoft-edge/webview2/consumer/";

/// The reason why there is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The window could not be opened.
    NotOpened,
    /// The web view that draws the window is not installed.
    NoWebView,
    /// The app panicked.
    Crashed,
}

impl Why {
    const ALL: [Self; 3] = [Self::NotOpened, Self::NoWebView, Self::Crashed];

    fn word(self) -> &'static str {
        match self {
            Self::NotOpened => "not-opened",
            Self::NoWebView => "no-web-view",
            Self::Crashed => "crashed",
        }
    }

    fn text(self, texts: &Texts) -> &'static str {
        match self {
            Self::NotOpened => texts.not_opened,
            Self::NoWebView => texts.no_web_view,
            Self::Crashed => texts.crashed,
        }
    }
}

/// Says why there is no window, and prints the details on the terminal.
pub fn say(why: Why, detail: &str) {
    let texts = texts::of(get_locales());
    // A closed standard error is no reason to panic again.
    let _ = writeln!(io::stderr(), "{} ({})", why.text(texts), detail.replace(['\n', '\r'], " "));
    let Some(program) = env::current_exe().ok().filter(|_| displays::is_there()) else { return };
    let mut message = Command::new(program);
    message.args([SHOW, why.word()]).args(logging::folder());
    message.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The child outlives this process.
    let _ = message.spawn();
}

/// Shows a message and returns `true` if this process was started for that.
pub fn shown() -> bool {
    let words: Vec<_> = env::args_os().skip(1).take(3).collect();
    let Some((why, logs)) = asked(&words) else { return false };
    // If the display is gone, the dialog would wait forever.
    thread::spawn(|| {
        thread::sleep(READ);
        exit(0);
    });
    let texts = texts::of(get_locales());
    let close = texts.close.to_owned();
    let buttons = match why {
        Why::NoWebView => MessageButtons::OkCancelCustom(texts.get_web_view.to_owned(), close),
        Why::NotOpened | Why::Crashed => MessageButtons::OkCustom(close),
    };
    let answer = MessageDialog::new()
        .set_level(MessageLevel::Error)
        .set_title("Velvet Rope")
        .set_description(message(why, logs, texts))
        .set_buttons(buttons)
        .show();
    if answer == MessageDialogResult::Custom(texts.get_web_view.to_owned()) {
        // Without a browser there is no other way to show the page.
        let _ = opener::open_page(WEB_VIEW);
    }
    true
}

/// Reads the arguments of a process that shows a message: the reason, and the folder of the log files.
fn asked(words: &[OsString]) -> Option<(Why, Option<&Path>)> {
    let [show, why, rest @ ..] = words else { return None };
    let why = Why::ALL.into_iter().find(|one| show == SHOW && why == one.word())?;
    Some((why, rest.first().map(Path::new)))
}

/// Returns the whole message. A folder that does not exist is not named: anyone can start this program with any text.
fn message(why: Why, logs: Option<&Path>, texts: &Texts) -> String {
    let text = why.text(texts);
    match logs.filter(|folder| folder.is_dir()) {
        Some(folder) => format!("{text}\n\n{}\n{}", texts.details, folder.display()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_why_and_where_the_log_files_are() {
        let folder = tempfile::tempdir().unwrap();
        let words = |rest: &[&Path]| {
            let all = [Path::new(SHOW), Path::new("not-opened")].into_iter().chain(rest.iter().copied());
            all.map(|word| word.as_os_str().to_owned()).collect::<Vec<_>>()
        };
        let texts = texts::of(["en".to_owned()]);
        let said = |words: &[OsString]| asked(words).map(|(why, logs)| message(why, logs, texts));
        let named = format!("{}\n\n{}\n{}", texts.not_opened, texts.details, folder.path().display());
        assert_eq!(said(&words(&[folder.path()])), Some(named));
        assert_eq!(said(&words(&[])).as_deref(), Some(texts.not_opened));
        assert_eq!(said(&words(&[Path::new("Call this number")])).as_deref(), Some(texts.not_opened));
    }

    #[test]
    fn any_other_start_opens_the_app() {
        for words in
            [&[][..], &["--show-message"], &["--show-message", "else"], &["a-list.csv", "not-opened"]]
        {
            let words: Vec<_> = words.iter().map(OsString::from).collect();
            assert_eq!(asked(&words), None, "{words:?}");
        }
    }
}
