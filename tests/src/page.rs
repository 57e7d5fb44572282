//! What the window shows and what a person does with it: looking, clicking, typing.

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::keys::TAB;
use crate::wait::until;

pub(crate) const FINDER: &str = include_str!("page.js");

/// What kind of thing something on the page is, in the words assistive technology uses.
pub type Role = &'static str;

/// The page in a window.
#[derive(Debug, Clone)]
pub struct Page(Client);

impl Page {
    pub(crate) fn of(client: Client) -> Self {
        Self(client)
    }

    /// Waits until the page has drawn something to read.
    pub async fn is_shown(&self) {
        until("the page to show something", async || (!self.text().await.is_empty()).then_some(())).await;
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.0.execute(script, arguments).await;
        let script = script.strip_prefix(FINDER).unwrap_or(script);
        answer.unwrap_or_else(|error| panic!("the page cannot run {script:?}: {error}"))
    }

    /// Runs a script that gives its answer by calling its last argument.
    pub async fn script_later(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.0.execute_async(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("the page cannot run {script:?}: {error}"))
    }

    /// All the text that can be seen.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body?.innerText ?? ''", vec![]).await;
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// Waits until `text` can be read somewhere.
    pub async fn sees(&self, text: &str) {
        until(format!("the words {text:?}"), async || self.text().await.contains(text).then_some(())).await;
    }

    /// Waits until `text` can be read nowhere.
    pub async fn sees_no_more(&self, text: &str) {
        until(format!("the words {text:?} to go"), async || {
            (!self.text().await.contains(text)).then_some(())
        })
        .await;
    }

    /// The names of all that is a `role` and can be seen, from the top.
    pub async fn names(&self, role: Role) -> Vec<String> {
        let script = format!("{FINDER} return page.all(arguments[0], null).map(page.name)");
        let names = self.script(&script, vec![json!(role)]).await;
        serde_json::from_value(names).expect("names are text")
    }

    /// Whether there is a `role` called `name` at this moment.
    pub async fn has(&self, role: Role, name: &str) -> bool {
        self.names(role).await.iter().any(|other| other == name)
    }

    /// Waits for the first `role` called `name`.
    pub async fn find(&self, role: Role, name: &str) -> Element {
        until(format!("a {role} called {name:?}"), async || self.found(role, name).await).await
    }

    /// The first `role` called `name`, if there is one at this moment.
    pub async fn found(&self, role: Role, name: &str) -> Option<Element> {
        let script = format!("{FINDER} return page.all(arguments[0], arguments[1])[0] ?? null");
        self.element(&script, &[json!(role), json!(name)]).await
    }

    /// Waits for the first `inner` inside the first `role` called `name`.
    pub async fn find_inside(&self, role: Role, name: &str, inner: Role) -> Element {
        let inside = "page.all(arguments[2], null).find((e) => outer?.contains(e)) ?? null";
        let script =
            format!("{FINDER} const outer = page.all(arguments[0], arguments[1])[0]; return {inside}");
        let arguments = vec![json!(role), json!(name), json!(inner)];
        until(format!("a {inner} in {name:?}"), async || self.element(&script, &arguments).await).await
    }

    /// The names of all `inner` inside the first `role` called `name`.
    pub async fn names_inside(&self, role: Role, name: &str, inner: Role) -> Vec<String> {
        let inside = "page.all(arguments[2], null).filter((e) => outer?.contains(e)).map(page.name)";
        let script =
            format!("{FINDER} const outer = page.all(arguments[0], arguments[1])[0]; return {inside}");
        let names = self.script(&script, vec![json!(role), json!(name), json!(inner)]).await;
        serde_json::from_value(names).expect("names are text")
    }

    /// Waits until no `role` called `name` is left.
    pub async fn lacks(&self, role: Role, name: &str) {
        until(format!("no {role} called {name:?}"), async || (!self.has(role, name).await).then_some(()))
            .await;
    }

    /// Clicks the first `role` called `name`.
    pub async fn click(&self, role: Role, name: &str) {
        until(format!("the {role} called {name:?} to take a click"), async || {
            // It may move or be redrawn between being found and being clicked.
            self.take_click(self.found(role, name).await?).await
        })
        .await;
    }

    /// Answers the question called `title` with the button called `answer`, and waits until it has gone.
    pub async fn answer(&self, title: &str, answer: &str) {
        let inside = "page.all('button', arguments[1]).find((e) => asked?.contains(e)) ?? null";
        let script =
            format!("{FINDER} const asked = page.all('alertdialog', arguments[0])[0]; return {inside}");
        let arguments = vec![json!(title), json!(answer)];
        until(format!("the answer {answer:?} to {title:?} to take a click"), async || {
            self.take_click(self.element(&script, &arguments).await?).await
        })
        .await;
        self.lacks("alertdialog", title).await;
    }

    /// Clicks the first `role` whose name begins so, for names that go on with what may change.
    pub async fn click_beginning(&self, role: Role, beginning: &str) {
        until(format!("a {role} called {beginning:?}… to take a click"), async || {
            let name = self.names(role).await.into_iter().find(|name| name.starts_with(beginning))?;
            self.take_click(self.found(role, &name).await?).await
        })
        .await;
    }

    /// Replaces what is in the field called `name`.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find("textbox", name).await;
        field.clear().await.expect("the field can be emptied");
        if !text.is_empty() {
            field.send_keys(text).await.expect("the field can be typed into");
        }
    }

    /// What is in the field called `name`.
    pub async fn filled(&self, name: &str) -> String {
        let field = self.find("textbox", name).await;
        field.prop("value").await.expect("it is a field").unwrap_or_default()
    }

    /// Presses one key, wherever the focus is.
    pub async fn press(&self, key: char) {
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.0.perform_actions(press).await.expect("a key can be pressed");
    }

    /// Presses one key while another is held down, wherever the focus is.
    pub async fn press_with(&self, held: char, key: char) {
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held });
        self.0.perform_actions(press).await.expect("keys can be pressed");
    }

    /// Moves the pointer into the upper left corner, where it touches nothing.
    pub async fn point_at_nothing(&self) {
        // A click moves the pointer without the driver's noticing: a move to where it believes it is would do nothing.
        let to = |x| PointerAction::MoveTo { duration: None, x, y: 1.0 };
        let away = MouseActions::new("mouse".to_owned()).then(to(2.0)).then(to(1.0));
        let moved = self.0.perform_actions(away).await;
        moved.expect("the pointer can be moved");
    }

    /// Types `text`, wherever the focus is.
    pub async fn type_here(&self, text: &str) {
        for letter in text.chars() {
            self.press(letter).await;
        }
    }

    /// What has the focus: its role and its name.
    pub async fn focused(&self) -> (String, String) {
        let script =
            format!("{FINDER} const e = document.activeElement; return [page.role(e) ?? '', page.name(e)]");
        serde_json::from_value(self.script(&script, vec![]).await).expect("two texts")
    }

    /// Waits until the focus is on the `role` called `name`.
    pub async fn focus_is_on(&self, role: Role, name: &str) {
        until(format!("the focus on the {role} {name:?}"), async || {
            (self.focused().await == (role.to_owned(), name.to_owned())).then_some(())
        })
        .await;
    }

    /// Presses Tab until the focus is on the `role` called `name`, as somebody does who looks at the focus ring.
    pub async fn tab_to(&self, role: Role, name: &str) {
        let mut passed = Vec::new();
        while passed.len() < 40 {
            let focus = self.focused().await;
            if focus == (role.to_owned(), name.to_owned()) {
                return;
            }
            passed.push(focus);
            self.press(TAB).await;
        }
        panic!("Tab does not reach the {role} {name:?}; it passes {passed:?}");
    }

    /// The page as it is now, in HTML.
    pub async fn source(&self) -> String {
        self.0.source().await.expect("the page has a source")
    }

    async fn take_click(&self, element: Element) -> Option<()> {
        // A person scrolls to what is not well in sight; the driver is content with an edge under something else.
        let place = serde_json::to_value(&element).ok()?;
        self.0.execute("arguments[0].scrollIntoView({ block: 'center' })", vec![place]).await.ok()?;
        element.click().await.ok()
    }

    async fn element(&self, script: &str, arguments: &[Value]) -> Option<Element> {
        let found = self.script(script, arguments.to_vec()).await;
        // An element crosses as an object with one entry: its number in this session.
        let number = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(self.0.clone(), number.into()))
    }
}
