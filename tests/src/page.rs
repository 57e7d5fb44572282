//! The page in the window, and user actions on it: reading, clicking, and typing.

use std::time::Duration;

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::keys::TAB;
use crate::wait::{LONG, until};

pub(crate) const FINDER: &str = include_str!("page.js");

/// An accessibility role, such as `button`.
pub type Role = &'static str;

/// The page in a window.
#[derive(Debug, Clone)]
pub struct Page(Client);

impl Page {
    pub(crate) fn of(client: Client) -> Self {
        Self(client)
    }

    /// Waits until the page shows some text.
    pub async fn is_shown(&self) {
        until("the page to show something", async || (!self.text().await.is_empty()).then_some(())).await;
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.0.execute(script, arguments).await;
        let script = script.strip_prefix(FINDER).unwrap_or(script);
        answer.unwrap_or_else(|error| panic!("the page cannot run {script:?}: {error}"))
    }

    /// Runs a script that returns its result by calling its last argument.
    pub async fn script_later(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.0.execute_async(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("the page cannot run {script:?}: {error}"))
    }

    /// Returns all visible text.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body?.innerText ?? ''", vec![]).await;
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// Waits until `text` is visible.
    pub async fn sees(&self, text: &str) {
        let mut shown = String::new();
        let seen = timeout(LONG, async {
            loop {
                shown = self.text().await;
                if shown.contains(text) {
                    return;
                }
                sleep(Duration::from_millis(40)).await;
            }
        });
        assert!(seen.await.is_ok(), "waited in vain for the words {text:?}; the page shows:\n{shown}");
    }

    /// Waits until `text` is announced to screen readers. It stays there longer than on the screen.
    pub async fn hears(&self, text: &str) {
        let script = "return [...document.querySelectorAll('[role=status].visually-hidden')].map((e) => e.textContent).join('')";
        until(format!("{text:?} to be announced"), async || {
            let said = self.script(script, vec![]).await;
            let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            said.as_str().is_some_and(|said| tidy(said).contains(&tidy(text))).then_some(())
        })
        .await;
    }

    /// Waits until `text` is no longer visible.
    pub async fn sees_no_more(&self, text: &str) {
        until(format!("the words {text:?} to go"), async || {
            (!self.text().await.contains(text)).then_some(())
        })
        .await;
    }

    /// Returns the names of all visible elements with this role, from the top.
    pub async fn names(&self, role: Role) -> Vec<String> {
        let script = format!("{FINDER} return page.all(arguments[0], null).map(page.name)");
        let names = self.script(&script, vec![json!(role)]).await;
        serde_json::from_value(names).expect("names are text")
    }

    /// Whether an element with this role and name exists right now.
    pub async fn has(&self, role: Role, name: &str) -> bool {
        self.names(role).await.iter().any(|other| other == name)
    }

    /// Waits for the first element with this role and name.
    pub async fn find(&self, role: Role, name: &str) -> Element {
        until(format!("a {role} called {name:?}"), async || self.found(role, name).await).await
    }

    /// Returns the first element with this role and name, if one exists right now.
    pub async fn found(&self, role: Role, name: &str) -> Option<Element> {
        let script = format!("{FINDER} return page.all(arguments[0], arguments[1])[0] ?? null");
        self.element(&script, &[json!(role), json!(name)]).await
    }

    /// Waits for the first element with role `inner` inside the first element with this role and name.
    pub async fn find_inside(&self, role: Role, name: &str, inner: Role) -> Element {
        let inside = "page.all(arguments[2], null).find((e) => outer?.contains(e)) ?? null";
        let script =
            format!("{FINDER} const outer = page.all(arguments[0], arguments[1])[0]; return {inside}");
        let arguments = vec![json!(role), json!(name), json!(inner)];
        until(format!("a {inner} in {name:?}"), async || self.element(&script, &arguments).await).await
    }

    /// Returns the names of all elements with role `inner` inside the first element with this role and name.
    pub async fn names_inside(&self, role: Role, name: &str, inner: Role) -> Vec<String> {
        let inside = "page.all(arguments[2], null).filter((e) => outer?.contains(e)).map(page.name)";
        let script =
            format!("{FINDER} const outer = page.all(arguments[0], arguments[1])[0]; return {inside}");
        let names = self.script(&script, vec![json!(role), json!(name), json!(inner)]).await;
        serde_json::from_value(names).expect("names are text")
    }

    /// Waits until no element with this role and name is left.
    pub async fn lacks(&self, role: Role, name: &str) {
        until(format!("no {role} called {name:?}"), async || (!self.has(role, name).await).then_some(()))
            .await;
    }

    /// Clicks the first element with this role and name.
    pub async fn click(&self, role: Role, name: &str) {
        until(format!("the {role} called {name:?} to take a click"), async || {
            // The element may move or be redrawn between being found and being clicked.
            self.take_click(self.found(role, name).await?).await
        })
        .await;
    }

    /// Answers the dialog called `title` with the button called `answer`, and waits until the dialog has closed.
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

    /// Clicks the first element with this role whose name starts with `beginning`, for names with a variable end.
    pub async fn click_beginning(&self, role: Role, beginning: &str) {
        until(format!("a {role} called {beginning:?}… to take a click"), async || {
            let name = self.names(role).await.into_iter().find(|name| name.starts_with(beginning))?;
            self.take_click(self.found(role, &name).await?).await
        })
        .await;
    }

    /// Replaces the text of the field called `name`.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find("textbox", name).await;
        field.clear().await.expect("the field can be emptied");
        if !text.is_empty() {
            field.send_keys(text).await.expect("the field can be typed into");
        }
    }

    /// Returns the text of the field called `name`.
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
        self.press_with_all(&[held], key).await;
    }

    /// Presses one key while others are held down, wherever the focus is.
    pub async fn press_with_all(&self, held: &[char], key: char) {
        let keys = || held.iter().copied().chain([key]);
        let down = keys().map(|value| KeyAction::Down { value });
        let up = keys().rev().map(|value| KeyAction::Up { value });
        let press = down.chain(up).fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        self.0.perform_actions(press).await.expect("keys can be pressed");
    }

    /// Moves the pointer into the upper left corner, where it points at nothing.
    pub async fn point_at_nothing(&self) {
        // A click moves the pointer without updating the driver's position, and a move to that position would do
        // nothing.
        let to = |x| PointerAction::MoveTo { duration: None, x, y: 1.0 };
        let away = MouseActions::new("mouse".to_owned()).then(to(2.0)).then(to(1.0));
        let moved = self.0.perform_actions(away).await;
        moved.expect("the pointer can be moved");
    }

    /// Clicks the first element with this role and name with the right button of the mouse.
    pub async fn right_click(&self, role: Role, name: &str) {
        let element = self.find(role, name).await;
        let press = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Down { button: MOUSE_BUTTON_RIGHT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_RIGHT });
        self.0.perform_actions(press).await.expect("the button can be pressed");
    }

    /// Moves the pointer over the first element that matches a CSS selector.
    pub async fn point_at(&self, selector: &str) {
        let element = self.0.find(Locator::Css(selector)).await.expect("something matches");
        let over = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let moved = self.0.perform_actions(MouseActions::new("mouse".to_owned()).then(over)).await;
        moved.expect("the pointer can be moved");
    }

    /// Types `text`, wherever the focus is.
    pub async fn type_here(&self, text: &str) {
        for letter in text.chars() {
            self.press(letter).await;
        }
    }

    /// Returns the role and name of the focused element.
    pub async fn focused(&self) -> (String, String) {
        let script =
            format!("{FINDER} const e = document.activeElement; return [page.role(e) ?? '', page.name(e)]");
        serde_json::from_value(self.script(&script, vec![]).await).expect("two texts")
    }

    /// Waits until the focus is on the element with this role and name.
    pub async fn focus_is_on(&self, role: Role, name: &str) {
        until(format!("the focus on the {role} {name:?}"), async || {
            (self.focused().await == (role.to_owned(), name.to_owned())).then_some(())
        })
        .await;
    }

    /// Presses Tab until the focus is on the element with this role and name, as a keyboard user does.
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

    /// Returns the page's current HTML.
    pub async fn source(&self) -> String {
        self.0.source().await.expect("the page has a source")
    }

    async fn take_click(&self, element: Element) -> Option<()> {
        // Scroll the element to the center as a user would. The driver is satisfied with an edge under another element.
        let place = serde_json::to_value(&element).ok()?;
        self.0.execute("arguments[0].scrollIntoView({ block: 'center' })", vec![place]).await.ok()?;
        element.click().await.ok()
    }

    async fn element(&self, script: &str, arguments: &[Value]) -> Option<Element> {
        let found = self.script(script, arguments.to_vec()).await;
        // An element arrives as an object with one entry: its ID in this session.
        let number = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(self.0.clone(), number.into()))
    }
}
