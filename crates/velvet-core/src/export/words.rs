use std::collections::HashMap;

use crate::{
    ledger::ExportRow,
    view::{Action, Cause, ExportWords, Outcome},
    words::Word,
};

/// The columns of a table, by the names of their headings.
const COLUMNS: [&str; 10] =
    ["when", "fan", "name", "account", "account_id", "action", "outcome", "cause", "list", "note"];

/// The word for what has not ended.
const OPEN: &str = "open";

/// What a table says, in the language of the window.
pub(super) struct Words {
    headings: [String; COLUMNS.len()],
    actions: HashMap<Action, String>,
    outcomes: HashMap<Outcome, String>,
    open: String,
    causes: HashMap<Cause, String>,
}

impl Words {
    pub fn new(given: &ExportWords) -> Self {
        // A word that the window does not give is told as the log keeps it: better than nothing.
        let word = |word: &str| given.words.get(word).map_or(word, String::as_str).to_owned();
        let heading = |name: &str| given.headings.get(name).map_or(name, String::as_str).to_owned();
        Self {
            headings: COLUMNS.map(heading),
            actions: [Action::Add, Action::Remove].map(|one| (one, word(&one.word()))).into(),
            outcomes: Outcome::ALL.map(|one| (one, word(&one.word()))).into(),
            open: word(OPEN),
            causes: Cause::ALL.map(|one| (one, word(&one.word()))).into(),
        }
    }

    /// The headings, from the left.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The cells of a row behind the first one, which tells the time in a way of its own for each format.
    pub fn texts<'a>(&'a self, row: &'a ExportRow) -> [&'a str; COLUMNS.len() - 1] {
        fn text(text: Option<&String>) -> &str {
            text.map_or("", String::as_str)
        }
        [
            &row.fan,
            text(row.name.as_ref()),
            &row.account_name,
            &row.account,
            text(self.actions.get(&row.action)),
            row.outcome.map_or(&self.open, |outcome| text(self.outcomes.get(&outcome))),
            row.cause.map_or("", |cause| text(self.causes.get(&cause))),
            text(row.list.as_ref()),
            text(row.note.as_ref()),
        ]
    }
}
