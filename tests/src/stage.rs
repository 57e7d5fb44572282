//! The scenes of `ui/preview` in the real window. The page keeps its styles, fonts, and content security policy, and
//! shows made-up data.

use std::fs;

use serde_json::{Value, json};

use crate::page::Page;
use crate::paths;

const MEDIA: &str = include_str!("media.js");

/// A page that shows scenes instead of the app.
#[derive(Debug)]
pub struct Stage<'a>(&'a Page);

impl<'a> Stage<'a> {
    /// Takes over the page. The app keeps running behind it and gets no more calls.
    pub async fn on(page: &'a Page) -> Self {
        let scenes = fs::read_to_string(paths::scenes()).expect("the scenes are a readable script");
        page.script(&format!("{scenes}; window.stage = stage"), vec![]).await;
        Self(page)
    }

    /// Returns the scenes that represent every screen.
    pub async fn screens(&self) -> Vec<String> {
        self.list("stage.screens").await
    }

    /// Returns the scenes whose texts are measured.
    pub async fn measured(&self) -> Vec<String> {
        self.list("stage.measured").await
    }

    /// Shows a scene with the longest values.
    pub async fn show(&self, scene: &str, language: &str, appearance: &str) {
        let wish = json!({ "language": language, "appearance": appearance, "long": true });
        self.ask("stage.show(arguments[0], arguments[1])", vec![json!(scene), wish]).await;
    }

    /// Shows a scene as it is.
    pub async fn show_plain(&self, scene: &str, appearance: &str) {
        let wish = json!({ "appearance": appearance });
        self.ask("stage.show(arguments[0], arguments[1])", vec![json!(scene), wish]).await;
    }

    /// Draws every scene from now on as somebody sees it who asks the system for more contrast.
    pub async fn ask_for_contrast(&self) {
        let script = format!("{MEDIA} media.turn('prefers-contrast: more', true)");
        self.0.script(&script, vec![]).await;
    }

    /// Draws every scene from now on in the system's few colors, nearly as Windows does in its contrast themes: the
    /// page's own rules for that are on, and each color of the page is replaced by that of a text or a ground. The web
    /// view has no such mode itself.
    pub async fn force_colors(&self) {
        let script = format!("{MEDIA} media.turn('forced-colors: active', true); media.force()");
        self.0.script(&script, vec![]).await;
    }

    /// Returns the scenes in which personal values are looked for.
    pub async fn watched(&self) -> Vec<String> {
        self.list("stage.watched").await
    }

    /// Returns the names, IDs, and notes of a scene that can be seen although names are hidden.
    pub async fn exposed(&self, scene: &str) -> Vec<String> {
        let found = self.ask("stage.exposedIn(arguments[0])", vec![json!(scene)]).await;
        serde_json::from_value(found).expect("places are sentences")
    }

    /// Returns the texts that do not fit into a scene with the longest values, in any of these languages, and their
    /// locations. `lines` is the number of lines that a button may have.
    pub async fn crowded(&self, scene: &str, languages: &[String], lines: u8) -> Vec<(String, String)> {
        let asked = "stage.crowdedIn(arguments[0], arguments[1], arguments[2])";
        let found = self.ask(asked, vec![json!(scene), json!(languages), json!(lines)]).await;
        serde_json::from_value(found).expect("problems are sentences")
    }

    async fn list(&self, name: &str) -> Vec<String> {
        let names = self.0.script(&format!("return {name}"), vec![]).await;
        serde_json::from_value(names).expect("scenes have names")
    }

    async fn ask(&self, what: &str, arguments: Vec<Value>) -> Value {
        let done = "arguments[arguments.length - 1]";
        let script = format!(
            "const done = {done}; {what}.then((said) => done({{ said: said ?? null }}), (error) => done(String(error)))"
        );
        let mut answer = self.0.script_later(&script, arguments).await;
        assert!(answer.is_object(), "the scenes fail: {answer}");
        answer["said"].take()
    }
}
