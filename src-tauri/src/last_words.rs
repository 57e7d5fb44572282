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
    fn text(self) -> [&'static str; 6] {
        match self {
            Self::NotOpened => [
                "Velvet Rope couldn’t open its window. Nothing was changed. Restart your computer, then try again.",
                "Velvet Rope konnte sein Fenster nicht öffnen. Es wurde nichts geändert. Starte deinen Computer neu und versuche es dann erneut.",
                "Velvet Rope no pudo abrir su ventana. No se cambió nada. Reinicia el equipo y vuelve a intentarlo.",
                "Velvet Rope n’a pas pu ouvrir sa fenêtre. Rien n’a changé. Redémarrez votre ordinateur, puis réessayez.",
                "Velvet Rope non è riuscita ad aprire la sua finestra. Non è cambiato nulla. Riavvia il computer e riprova.",
                "O Velvet Rope não conseguiu abrir a janela. Nada mudou. Reinicie o computador e tente de novo.",
            ],
            Self::FellOver => [
                "Velvet Rope had a problem and had to close. Everything done so far is in your log. Open it again to continue.",
                "Velvet Rope hatte ein Problem und musste schließen. Alles, was bis dahin erledigt war, steht in deinem Verlauf. Öffne die App wieder, um fortzufahren.",
                "Velvet Rope tuvo un problema y se cerró. Todo lo hecho hasta ese momento está en tu registro. Vuelve a abrirlo para continuar.",
                "Velvet Rope a rencontré un problème et a dû se fermer. Tout ce qui a été fait jusque-là est dans votre journal. Rouvrez l’app pour continuer.",
                "Velvet Rope ha avuto un problema e si è chiusa. Tutto ciò che è stato fatto finora è nella tua cronologia. Riapri l’app per continuare.",
                "O Velvet Rope teve um problema e precisou fechar. Tudo o que foi feito até agora está no seu histórico. Abra o app de novo para continuar.",
            ],
        }
    }
}

/// Says why there is no window, and prints the details on the terminal.
pub fn say(why: Why, detail: &str) {
    let [english, ..] = why.text();
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

#[cfg(test)]
mod tests {
    use super::Why;

    #[test]
    fn every_language_of_the_window_has_its_text() {
        let project = include_str!("../../ui/project.inlang/settings.json");
        let project: serde_json::Value = serde_json::from_str(project).unwrap();
        for why in Why::ALL {
            assert_eq!(Some(why.text().len()), project["locales"].as_array().map(Vec::len), "{}", why.word());
        }
    }
}
