//! One object of the accessibility tree, with all inside it.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter, Write};

/// An object that assistive technology can reach.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Its AT-SPI role, such as `button`.
    pub role: &'static str,
    /// Its accessible name.
    pub name: String,
    /// Its accessible description.
    pub description: String,
    /// Its own text, without that of the objects inside it.
    pub text: String,
    /// Its states, such as `focused`.
    pub states: Vec<&'static str>,
    /// Its other properties, such as `level` and `container-live`.
    pub attributes: BTreeMap<String, String>,
    /// The objects inside it.
    pub children: Vec<Self>,
}

impl Node {
    /// Returns it and everything inside it, in reading order.
    pub fn all(&self) -> Vec<&Self> {
        let inside = self.children.iter().flat_map(Self::all);
        std::iter::once(self).chain(inside).collect()
    }

    /// Returns everything with this role, in reading order.
    pub fn with_role(&self, role: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|node| node.role == role).collect()
    }

    /// Returns the first object with this role and name.
    pub fn find(&self, role: &str, name: &str) -> Option<&Self> {
        self.with_role(role).into_iter().find(|node| node.name == name)
    }

    /// Returns the object with the keyboard focus. The window and the page around it are in that state, too.
    pub fn focused(&self) -> Option<&Self> {
        self.all().into_iter().rfind(|node| node.is("focused"))
    }

    /// Whether it is in this state.
    pub fn is(&self, state: &str) -> bool {
        self.states.contains(&state)
    }

    /// Returns everything that can be read in it.
    pub fn words(&self) -> String {
        let texts =
            self.all().into_iter().map(|node| if node.text.is_empty() { &node.name } else { &node.text });
        texts.filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Returns what a screen reader says of it: its role, name, description, and states.
    pub fn line(&self) -> String {
        let mut line = self.role.to_owned();
        if let Some(level) = self.attributes.get("level") {
            let _ = write!(line, " {level}");
        }
        let name = if self.name.is_empty() { &self.text } else { &self.name };
        if !name.is_empty() {
            let _ = write!(line, " “{name}”");
        }
        if !self.name.is_empty() && !self.text.is_empty() && self.text != self.name {
            let _ = write!(line, " = “{}”", self.text);
        }
        if !self.description.is_empty() {
            let _ = write!(line, " ({})", self.description);
        }
        if !self.states.is_empty() {
            let _ = write!(line, " [{}]", self.states.join(", "));
        }
        if let Some(live) = self.attributes.get("live") {
            let _ = write!(line, " live: {live}");
        }
        line
    }

    fn write(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        // A screen reader passes over boxes that say nothing.
        let silent = ["filler", "panel", "section"].contains(&self.role)
            && self.name.is_empty()
            && self.text.is_empty();
        if !silent || self.attributes.contains_key("live") {
            writeln!(f, "{:indent$}{}", "", self.line(), indent = 2 * depth)?;
        }
        self.children.iter().try_for_each(|child| child.write(f, depth + usize::from(!silent)))
    }
}

/// Everything in it, one line each.
impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}
