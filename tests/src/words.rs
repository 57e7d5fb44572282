//! The words on the screen, looked up where the app gets them: a test names a sentence, not its wording.

use std::fs;

use serde_json::Value;

use crate::paths;

/// One language of the message catalogue.
#[derive(Debug)]
pub struct Words(Value);

impl Words {
    /// The catalogue of `language`, like `en`.
    pub fn of(language: &str) -> Self {
        let path = paths::root().join(format!("ui/messages/{language}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(serde_json::from_str(&text).expect("the catalogue is JSON"))
    }

    /// The sentence with this name.
    pub fn say(&self, name: &str) -> String {
        self.fill(name, &[])
    }

    /// The sentence with this name, filled in. Where it depends on a number, the form for several is taken.
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

/// A sentence in English, the language of every test that does not choose another.
pub fn say(name: &str) -> String {
    Words::of("en").say(name)
}

/// A sentence in English, filled in.
pub fn fill(name: &str, values: &[(&str, &str)]) -> String {
    Words::of("en").fill(name, values)
}

/// A sentence in English about one, filled in.
pub fn one(name: &str, values: &[(&str, &str)]) -> String {
    Words::of("en").form(name, "form=one", values)
}
