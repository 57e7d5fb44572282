//! Messages for when there is no window: a line on the terminal, and a system dialog.
//!
//! A second process of this program shows the dialog, because a process that panicked cannot draw.

use std::{
    env,
    io::{self, Write},
    process::{Command, Stdio, exit},
    thread,
    time::Duration,
};

use rfd::{MessageDialog, MessageLevel};

use crate::displays;

/// The argument that starts this program only to show a message.
const SHOW: &str = "--show-message";

/// How long a message stays.
const READ: Duration = Duration::from_secs(600);

/// The reason why there is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The window could not be opened.
    NotOpened,
    /// The app panicked.
    FellOver,
}

impl Why {
    const ALL: [Self; 2] = [Self::NotOpened, Self::FellOver];

    fn word(self) -> &'static str {
        match self {
            Self::NotOpened => "not-opened",
            Self::FellOver => "fell-over",
        }
    }

    /// The text in each language of the app. The chosen language cannot be read any more.
    fn text(self) -> [&'static str; 2] {
        match self {
            Self::NotOpened => [
                "Velvet Rope couldn’t open its window. Nothing was changed. Restart your computer, then try again.",
                "Velvet Rope no pudo abrir su ventana. No se cambió nada. Reinicia el equipo y vuelve a intentarlo.",
            ],
            Self::FellOver => [
                "Velvet Rope had a problem and had to close. Everything done so far is in your log. Open it again to continue.",
                "Velvet Rope tuvo un problema y se cerró. Todo lo hecho hasta ese momento está en tu registro. Vuelve a abrirlo para continuar.",
            ],
        }
    }
}

/// Says why there is no window, and prints the details on the terminal.
pub fn say(why: Why, detail: &str) {
    let [english, _] = why.text();
    // A closed standard error is no reason to panic again.
    let _ = writeln!(io::stderr(), "{english} ({})", detail.replace(['\n', '\r'], " "));
    let Some(program) = env::current_exe().ok().filter(|_| displays::is_there()) else { return };
    let mut message = Command::new(program);
    message.args([SHOW, why.word()]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The child outlives this process.
    let _ = message.spawn();
}

/// Shows a message and returns `true` if this process was started for that.
pub fn shown() -> bool {
    let words: Vec<_> = env::args_os().skip(1).take(2).collect();
    let Some(why) = Why::ALL.into_iter().find(|why| words == [SHOW, why.word()]) else { return false };
    // If the display is gone, the dialog would wait forever.
    thread::spawn(|| {
        thread::sleep(READ);
        exit(0);
    });
    MessageDialog::new()
        .set_level(MessageLevel::Error)
        .set_title("Velvet Rope")
        .set_description(why.text().join("\n\n"))
        .show();
    true
}
