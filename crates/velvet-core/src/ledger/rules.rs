//! Which people the user wants proposed.

use rusqlite::params;

use super::Ledger;
use crate::view::{Failure, PeopleSource, Rule};

impl Ledger {
    /// Keeps a rule. Says whether it was kept: no two have the same name.
    pub(crate) fn add_rule(&self, name: &str, source: &PeopleSource) -> Result<bool, Failure> {
        let source = serde_json::json!(source).to_string();
        self.write(|connection| {
            connection
                .execute("INSERT OR IGNORE INTO rule (name, source) VALUES (?, ?)", params![name, source])
                .map(|kept| kept > 0)
        })
    }

    /// Forgets a rule. There being none is no problem.
    pub(crate) fn delete_rule(&self, rule: i64) -> Result<(), Failure> {
        self.write(|connection| connection.execute("DELETE FROM rule WHERE id = ?", [rule]).map(drop))
    }

    /// The rules, oldest first. One that this app does not understand is left out.
    pub(crate) fn rules(&self) -> Result<Vec<Rule>, Failure> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, name, source FROM rule ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut rules = Vec::new();
            while let Some(row) = rows.next()? {
                let Ok(source) = serde_json::from_str(row.get_ref(2)?.as_str()?) else { continue };
                rules.push(Rule { id: row.get(0)?, name: row.get(1)?, source });
            }
            Ok(rules)
        })
    }
}
