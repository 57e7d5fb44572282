//! What is said when there is no window to say it in: a line for whoever started the app from a terminal, and a message
//! of the system for everybody else.
//!
//! The message is shown by a process of its own, this program once more: what has just fallen over cannot draw.

use std::{
    env,
    io::{self, Write},
    process::{Command, Stdio, exit},
    thread,
    time::Duration,
};

use rfd::{MessageDialog, MessageLevel};

use crate::displays;

/// The word by which this program is started to show a message and nothing else.
const SHOW: &str = "--show-message";

/// How long a message stays.
const READ: Duration = Duration::from_secs(600);

/// Why there is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It could not be opened.
    NotOpened,
    /// The app fell over.
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

    /// In each language of the app: which one was chosen cannot be found out any more.
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

/// Says why there is no window, and for the terminal what exactly was wrong.
pub fn say(why: Why, detail: &str) {
    let [english, _] = why.text();
    // Nobody may be listening, which is no reason to fall over once more.
    let _ = writeln!(io::stderr(), "{english} ({})", detail.replace(['\n', '\r'], " "));
    let Some(program) = env::current_exe().ok().filter(|_| displays::is_there()) else { return };
    let mut message = Command::new(program);
    message.args([SHOW, why.word()]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It lives on after this process.
    let _ = message.spawn();
}

/// Shows a message and gives `true`, when that is what this process was started for.
pub fn shown() -> bool {
    let words: Vec<_> = env::args_os().skip(1).take(2).collect();
    let Some(why) = Why::ALL.into_iter().find(|why| words == [SHOW, why.word()]) else { return false };
    // Where the display has gone, the dialog waits for it without end.
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
