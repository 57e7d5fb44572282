//! An entry of the log as a row of a file.

use std::{borrow::Cow, collections::HashMap};

use serde::Serialize;

use super::{
    rows::{Line, name_of, word},
    time,
};
use crate::words::ExportWords;
use velvet_model::{Action, Cause, ExportRow, Outcome};

/// The name for the outcome of an entry that is still open.
const OPEN: &str = "open";

/// Names of actions, outcomes, and causes in the language of the UI.
pub struct Words {
    actions: HashMap<Action, String>,
    outcomes: HashMap<Outcome, String>,
    open: String,
    causes: HashMap<Cause, String>,
}

impl Line for ExportRow {
    type Words = Words;

    const COLUMNS: &'static [(&'static str, u16)] = &[
        ("when", 20),
        ("fan", 22),
        ("name", 24),
        ("account", 20),
        ("account_id", 24),
        ("action", 12),
        ("outcome", 16),
        ("cause", 30),
        ("list", 24),
        ("note", 40),
    ];

    fn words(given: &ExportWords) -> Words {
        let word = |one: &str| word(given, one);
        Words {
            actions: [Action::Add, Action::Remove].map(|one| (one, word(&name_of(one)))).into(),
            outcomes: Outcome::ALL.map(|one| (one, word(&name_of(one)))).into(),
            open: word(OPEN),
            causes: Cause::ALL.map(|one| (one, word(&name_of(one)))).into(),
        }
    }

    fn moment(&self) -> Option<i64> {
        Some(self.when)
    }

    fn cells<'a>(&'a self, words: &'a Words) -> Vec<Cow<'a, str>> {
        fn text(text: Option<&String>) -> &str {
            text.map_or("", String::as_str)
        }
        let cells: [&str; 9] = [
            &self.fan,
            text(self.name.as_ref()),
            &self.account_name,
            &self.account,
            text(words.actions.get(&self.action)),
            self.outcome.map_or(&words.open, |outcome| text(words.outcomes.get(&outcome))),
            self.cause.map_or("", |cause| text(words.causes.get(&cause))),
            text(self.list.as_ref()),
            text(self.note.as_ref()),
        ];
        cells.map(Cow::Borrowed).into()
    }

    fn json(&self) -> impl Serialize {
        Json {
            fan: &self.fan,
            name: self.name.as_deref(),
            account: &self.account,
            account_name: &self.account_name,
            action: self.action,
            outcome: self.outcome,
            cause: self.cause,
            list: self.list.as_deref(),
            note: self.note.as_deref(),
            when: time::exact(self.when),
            when_ms: self.when,
        }
    }
}

/// A line of JSON. The ID comes first and numbers come last, so that the line is also a CSV row whose first cell holds
/// the ID, and this app's import reads it. As the last field, a text that ends in a comma would swallow the next line
/// there.
#[derive(Serialize)]
struct Json<'a> {
    fan: &'a str,
    name: Option<&'a str>,
    account: &'a str,
    account_name: &'a str,
    action: Action,
    outcome: Option<Outcome>,
    cause: Option<Cause>,
    list: Option<&'a str>,
    note: Option<&'a str>,
    when: String,
    when_ms: i64,
}
