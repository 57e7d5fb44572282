//! Saved views of people.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Ledger, LedgerError};
use velvet_model::{PeopleSource, Rule, SubscribersOf};

/// A [`PeopleSource`] as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Source {
    Vips,
    Supporters { days: Option<u32>, most: Option<u32> },
    Subscribers { status: Status, tier: Option<String> },
    Followers,
    Chats,
    Lapsed,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
    Expired,
}

impl From<&PeopleSource> for Source {
    fn from(source: &PeopleSource) -> Self {
        match source {
            PeopleSource::Vips => Self::Vips,
            PeopleSource::Supporters { days, most } => Self::Supporters { days: *days, most: *most },
            PeopleSource::Subscribers { status, tier } => {
                let status = match status {
                    SubscribersOf::Active => Status::Active,
                    SubscribersOf::Expired => Status::Expired,
                };
                Self::Subscribers { status, tier: tier.clone() }
            }
            PeopleSource::Followers => Self::Followers,
            PeopleSource::Chats => Self::Chats,
            PeopleSource::Lapsed => Self::Lapsed,
        }
    }
}

impl From<Source> for PeopleSource {
    fn from(source: Source) -> Self {
        match source {
            Source::Vips => Self::Vips,
            Source::Supporters { days, most } => Self::Supporters { days, most },
            Source::Subscribers { status, tier } => {
                let status = match status {
                    Status::Active => SubscribersOf::Active,
                    Status::Expired => SubscribersOf::Expired,
                };
                Self::Subscribers { status, tier }
            }
            Source::Followers => Self::Followers,
            Source::Chats => Self::Chats,
            Source::Lapsed => Self::Lapsed,
        }
    }
}

impl Ledger {
    /// Stores a view. Returns whether it was stored: no two views may have the same name.
    pub fn add_rule(&self, name: &str, source: &PeopleSource) -> Result<bool, LedgerError> {
        let source = serde_json::json!(Source::from(source)).to_string();
        self.write(|connection| {
            connection
                .execute("INSERT OR IGNORE INTO rule (name, source) VALUES (?, ?)", params![name, source])
                .map(|kept| kept > 0)
        })
    }

    /// Deletes a view, if it exists.
    pub fn delete_view(&self, rule: i64) -> Result<(), LedgerError> {
        self.write(|connection| connection.execute("DELETE FROM rule WHERE id = ?", [rule]).map(drop))
    }

    /// Returns the views, oldest first. Leaves out those that this version does not understand.
    pub fn rules(&self) -> Result<Vec<Rule>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, name, source FROM rule ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut rules = Vec::new();
            while let Some(row) = rows.next()? {
                let Ok(source) = serde_json::from_str::<Source>(row.get_ref(2)?.as_str()?) else { continue };
                rules.push(Rule { id: row.get(0)?, name: row.get(1)?, source: source.into() });
            }
            Ok(rules)
        })
    }
}
