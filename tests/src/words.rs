//! The texts on the screen, from the app's message catalog. Tests name a message, not its wording.

use std::fs;

use serde_json::Value;

use crate::paths;

/// One language of the message catalog.
#[derive(Debug)]
pub struct Words(Value);

impl Words {
    /// Loads the catalog of `language`, such as `en`.
    pub fn of(language: &str) -> Self {
        let path = paths::root().join(format!("ui/messages/{language}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(serde_json::from_str(&text).expect("the catalogue is JSON"))
    }

    /// Returns the languages of the window.
    pub fn languages() -> Vec<String> {
        let path = paths::root().join("ui/project.inlang/settings.json");
        let project = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let project: Value = serde_json::from_str(&project).expect("the project is JSON");
        serde_json::from_value(project["locales"].clone()).expect("languages are texts")
    }

    /// Returns the message with this name.
    pub fn say(&self, name: &str) -> String {
        self.fill(name, &[])
    }

    /// Returns the message with this name, filled in. If it depends on a number, uses the plural form.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        self.form(name, "form=other", values)
    }

    fn form(&self, name: &str, form: &str, values: &[(&str, &str)]) -> String {
        let entry = &self.0[name];
        let text = entry.as_str().or_else(|| entry[0]["match"][form].as_str());
        let mut text = text.unwrap_or_else(|| panic!("the catalogue has no {name:?}")).to_owned();
        for (place, value) in values {
            text = text.replace(&format!("{{{place}}}"), value);
        }
        assert!(!text.contains('{'), "{name:?} needs more filled in: {text}");
        text
    }
}

/// Returns what a fan without a name is called in the name of a button: the ID in groups of three digits.
pub fn spoken(fan: &str) -> String {
    let first = fan.len() % 3;
    let groups = fan.as_bytes()[first..].chunks(3).map(|group| String::from_utf8_lossy(group));
    let head = (first > 0).then(|| fan[..first].into());
    head.into_iter().chain(groups).collect::<Vec<_>>().join(" ")
}

/// Returns a message in English, the language of every test that does not choose another.
pub fn say(name: &str) -> String {
    Words::of("en").say(name)
}

/// Returns an English message, filled in.
pub fn fill(name: &str, values: &[(&str, &str)]) -> String {
    Words::of("en").fill(name, values)
}

/// Returns an English message in its singular form, filled in.
pub fn one(name: &str, values: &[(&str, &str)]) -> String {
    Words::of("en").form(name, "form=one", values)
}
