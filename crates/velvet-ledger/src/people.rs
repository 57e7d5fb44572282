//! Names of fans, and results of lookups.

use std::collections::HashSet;

use rusqlite::{Connection, Row, params};

use super::{Ledger, LedgerError};
use velvet_model::Fan;
use velvet_model::ids::{AccountId, FanId};

/// The result of a lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    /// The fans, in the order of the API.
    pub fans: Vec<FanId>,
    /// Whether there may be more.
    pub more: bool,
    /// When it was looked up, in milliseconds since 1970.
    pub read: i64,
}

impl Ledger {
    /// Stores the names of fans.
    pub fn name_people<'a>(&self, fans: impl Iterator<Item = &'a Fan>) -> Result<(), LedgerError> {
        self.rename(|connection| {
            let change = connection.transaction()?;
            let mut renamed = Vec::new();
            for fan in fans {
                if name(&change, fan)? {
                    renamed.push(fan.id.as_str().into());
                }
            }
            change.commit()?;
            Ok(renamed)
        })
    }

    /// Returns the stored names of a fan.
    pub fn person(&self, fan: &FanId) -> Result<Fan, LedgerError> {
        let mut fan = Fan { id: fan.clone(), username: None, name: None };
        self.fill_in_names(std::iter::once(&mut fan))?;
        Ok(fan)
    }

    /// Fills in missing names of fans, as far as they are stored.
    pub fn fill_in_names<'a>(&self, fans: impl Iterator<Item = &'a mut Fan>) -> Result<(), LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT username, name FROM person WHERE fan = ?")?;
            for fan in fans.filter(|fan| fan.username.is_none() || fan.name.is_none()) {
                let mut rows = statement.query([fan.id.as_str()])?;
                let Some(row) = rows.next()? else { continue };
                fan.username = fan.username.take().or(row.get(0)?);
                fan.name = fan.name.take().or(row.get(1)?);
            }
            Ok(())
        })
    }

    /// Returns the IDs of all fans whom the server has returned, on any account.
    pub fn fans_from_the_server(&self) -> Result<HashSet<Box<str>>, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT fan FROM person UNION ALL SELECT fan FROM vip")?;
            let fans = statement.query_map([], |row| Ok(row.get_ref(0)?.as_str()?.into()))?;
            fans.collect()
        })
    }

    /// Stores the result of a lookup.
    pub fn remember_look_up(
        &self,
        account: &AccountId,
        text: &str,
        found: &LookedUp,
    ) -> Result<(), LedgerError> {
        let ids: Vec<&str> = found.fans.iter().map(FanId::as_str).collect();
        let fans = serde_json::json!(ids).to_string();
        self.write(|connection| {
            connection
                .prepare_cached("INSERT OR REPLACE INTO looked_up (account, text, fans, more, read) VALUES (?, ?, ?, ?, ?)")?
                .execute(params![account.as_str(), text, fans, found.more, found.read])
                .map(drop)
        })
    }

    /// Returns all lookups for an account by text, however old.
    pub fn look_ups(&self, account: &AccountId) -> Result<Vec<(String, LookedUp)>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT fans, more, read, text FROM looked_up WHERE account = ?")?;
            let rows = statement.query_map([account.as_str()], |row| Ok((row.get(3)?, found(row)?)))?;
            rows.collect()
        })
    }

    /// Returns the result of a lookup, however old.
    pub fn looked_up(&self, account: &AccountId, text: &str) -> Result<Option<LookedUp>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT fans, more, read FROM looked_up WHERE account = ? AND text = ?")?;
            let mut rows = statement.query(params![account.as_str(), text])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            found(row).map(Some)
        })
    }
}

/// Reads the fans, whether there may be more, and the time from the first columns of a row.
fn found(row: &Row<'_>) -> rusqlite::Result<LookedUp> {
    let ids: Vec<String> = serde_json::from_str(row.get_ref(0)?.as_str()?).unwrap_or_default();
    let fans = ids.into_iter().filter_map(|id| FanId::from_digits(id).ok()).collect();
    Ok(LookedUp { fans, more: row.get(1)?, read: row.get(2)? })
}

/// Stores the names of a fan, and returns whether that changed anything. Names that the server leaves out this time are
/// kept.
pub(super) fn name(change: &Connection, fan: &Fan) -> rusqlite::Result<bool> {
    if fan.username.is_none() && fan.name.is_none() {
        return Ok(false);
    }
    change
        .prepare_cached(
            "INSERT INTO person (fan, username, name) VALUES (?1, ?2, ?3)
             ON CONFLICT (fan) DO UPDATE SET username = coalesce(?2, username), name = coalesce(?3, name)
             WHERE username IS NOT coalesce(?2, username) OR name IS NOT coalesce(?3, name)",
        )?
        .execute(params![fan.id.as_str(), fan.username, fan.name])
        .map(|changed| changed > 0)
}
