//! The texts of the messages, in every language of the window. The page's own texts cannot be read without a page.

/// What the messages say in one language. None of them may say what the app is for: others may see the screen.
#[derive(Debug)]
pub struct Texts {
    /// The language's tag, as in `ui/project.inlang/settings.json`.
    pub language: &'static str,
    /// The window could not be opened.
    pub not_opened: &'static str,
    /// The web view is missing, which can happen only on Windows.
    pub no_web_view: &'static str,
    /// The button that opens the web view's download page.
    pub get_web_view: &'static str,
    /// The app had to close.
    pub crashed: &'static str,
    /// The line before the folder of the app's own log files.
    pub details: &'static str,
    /// The button that closes the message.
    pub close: &'static str,
}

/// Returns the texts for the first of the `asked` language tags that has some, or the English ones.
pub fn of(asked: impl IntoIterator<Item = String>) -> &'static Texts {
    asked.into_iter().find_map(|tag| best(&tag)).unwrap_or(&ALL[0])
}

/// Returns the texts in the tag's language, whatever its region: those of Brazil for `pt-PT`.
fn best(tag: &str) -> Option<&'static Texts> {
    let language = |tag: &str| tag.split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
    ALL.iter().find(|texts| language(texts.language) == language(tag))
}

const ALL: [Texts; 6] = [
    Texts {
        language: "en",
        not_opened: "Velvet Rope couldn’t open its window. Nothing was changed. Restart your computer, then try again.",
        no_web_view: "Velvet Rope can’t open its window because Microsoft Edge WebView2 isn’t installed on this computer. Nothing was changed. Download it from Microsoft and install it, then open Velvet Rope again.",
        get_web_view: "Download WebView2",
        crashed: "Velvet Rope had a problem and had to close. Everything done so far is in your log. Open it again to continue.",
        details: "Details are in the app’s technical log files:",
        close: "Close",
    },
    Texts {
        language: "de",
        not_opened: "Velvet Rope konnte sein Fenster nicht öffnen. Es wurde nichts geändert. Starte deinen Computer neu und versuche es dann erneut.",
        no_web_view: "Velvet Rope kann sein Fenster nicht öffnen, weil Microsoft Edge WebView2 auf diesem Computer nicht installiert ist. Es wurde nichts geändert. Lade es bei Microsoft herunter, installiere es und öffne dann Velvet Rope erneut.",
        get_web_view: "WebView2 herunterladen",
        crashed: "Velvet Rope hatte ein Problem und musste schließen. Alles, was bis dahin erledigt war, steht in deinem Verlauf. Öffne die App wieder, um fortzufahren.",
        details: "Details stehen in den technischen Logdateien der App:",
        close: "Schließen",
    },
    Texts {
        language: "es",
        not_opened: "Velvet Rope no pudo abrir su ventana. No se cambió nada. Reinicia el equipo y vuelve a intentarlo.",
        no_web_view: "Velvet Rope no puede abrir su ventana porque Microsoft Edge WebView2 no está instalado en este equipo. No se cambió nada. Descárgalo del sitio de Microsoft, instálalo y vuelve a abrir Velvet Rope.",
        get_web_view: "Descargar WebView2",
        crashed: "Velvet Rope tuvo un problema y se cerró. Todo lo hecho hasta ese momento está en tu registro. Vuelve a abrirlo para continuar.",
        details: "Los detalles están en los registros técnicos de la app:",
        close: "Cerrar",
    },
    Texts {
        language: "fr",
        not_opened: "Velvet Rope n’a pas pu ouvrir sa fenêtre. Rien n’a changé. Redémarrez votre ordinateur, puis réessayez.",
        no_web_view: "Velvet Rope ne peut pas ouvrir sa fenêtre, car Microsoft Edge WebView2 n’est pas installé sur cet ordinateur. Rien n’a changé. Téléchargez-le sur le site de Microsoft, installez-le, puis rouvrez Velvet Rope.",
        get_web_view: "Télécharger WebView2",
        crashed: "Velvet Rope a rencontré un problème et a dû se fermer. Tout ce qui a été fait jusque-là est dans votre journal. Rouvrez l’app pour continuer.",
        details: "Les détails se trouvent dans les fichiers techniques de l’app :",
        close: "Fermer",
    },
    Texts {
        language: "it",
        not_opened: "Velvet Rope non è riuscita ad aprire la sua finestra. Non è cambiato nulla. Riavvia il computer e riprova.",
        no_web_view: "Velvet Rope non può aprire la sua finestra perché Microsoft Edge WebView2 non è installato su questo computer. Non è cambiato nulla. Scaricalo dal sito di Microsoft, installalo e poi riapri Velvet Rope.",
        get_web_view: "Scarica WebView2",
        crashed: "Velvet Rope ha avuto un problema e si è chiusa. Tutto ciò che è stato fatto finora è nella tua cronologia. Riapri l’app per continuare.",
        details: "I dettagli sono nei file di log tecnici dell’app:",
        close: "Chiudi",
    },
    Texts {
        language: "pt-BR",
        not_opened: "O Velvet Rope não conseguiu abrir a janela. Nada mudou. Reinicie o computador e tente de novo.",
        no_web_view: "O Velvet Rope não consegue abrir a janela porque o Microsoft Edge WebView2 não está instalado neste computador. Nada mudou. Baixe-o do site da Microsoft, instale-o e abra o Velvet Rope de novo.",
        get_web_view: "Baixar WebView2",
        crashed: "O Velvet Rope teve um problema e precisou fechar. Tudo o que foi feito até agora está no seu histórico. Abra o app de novo para continuar.",
        details: "Os detalhes estão nos arquivos técnicos do app:",
        close: "Fechar",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_window_has_its_texts() {
        let project = include_str!("../../../ui/project.inlang/settings.json");
        let project: serde_json::Value = serde_json::from_str(project).unwrap();
        let mut known: Vec<_> = ALL.iter().map(|texts| texts.language).collect();
        let mut locales: Vec<_> =
            project["locales"].as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect();
        known.sort_unstable();
        locales.sort_unstable();
        assert_eq!(known, locales);
    }

    #[test]
    fn the_systems_first_known_language_is_taken() {
        let language = |asked: &[&str]| of(asked.iter().map(ToString::to_string)).language;
        assert_eq!(language(&["nl-NL", "fr-CA", "de-DE"]), "fr");
        assert_eq!(language(&["pt-PT"]), "pt-BR");
        assert_eq!(language(&["de_AT.UTF-8"]), "de");
        assert_eq!(language(&["C"]), "en");
        assert_eq!(language(&[]), "en");
    }

    #[test]
    fn no_text_says_what_the_app_is_for() {
        for texts in &ALL {
            let text = format!("{texts:?} ").to_lowercase();
            for word in ["fansly", "vip", "fan ", "fans ", "creator", "subscriber", "follower"] {
                assert!(!text.contains(word), "{}: {word}", texts.language);
            }
        }
    }
}
