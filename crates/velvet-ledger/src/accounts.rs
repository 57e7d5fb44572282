use rusqlite::{OptionalExtension, params};

use super::{Ledger, LedgerError};
use crate::text_enum::TextEnum;
use velvet_model::ListedAccount;
use velvet_model::SessionState;
use velvet_model::ids::{AccountId, FanId};

/// An account as stored in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAccount {
    /// The account's ID.
    pub id: AccountId,
    /// Its name when it was last listed.
    pub name: String,
    /// The creator's own fan ID, once it is known.
    pub native: Option<FanId>,
    /// The state of its session, as far as known.
    pub session: SessionState,
    /// The nickname the user gave it; empty if none.
    pub nickname: String,
    /// The color of its badge, 0 to 7, if the user chose one.
    pub colour: Option<u8>,
    /// Number of the key that lists it.
    pub key: u32,
    /// Whether the app has added or removed a fan on it.
    pub changed: bool,
}

impl KnownAccount {
    /// Returns the name to show.
    pub fn shown_name(&self) -> &str {
        [&self.nickname, &self.name]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or(self.id.as_str(), String::as_str)
    }
}

impl Ledger {
    /// Stores the accounts that a key lists. `key` is the key's number. Accounts no longer listed keep their history.
    /// Listed accounts may have been reconnected, so their session state becomes unknown. An account that another key
    /// lists too stays with that key.
    pub fn list_accounts(&self, key: u32, listed: &[ListedAccount]) -> Result<(), LedgerError> {
        self.change(|connection| {
            let change = connection.transaction()?;
            change.execute("UPDATE account SET place = NULL WHERE key = ?", [key])?;
            for (place, account) in (0_i64..).zip(listed) {
                change
                    .prepare_cached(
                        "INSERT INTO account (id, name, place, key) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (id) DO UPDATE SET name = ?2, place = ?3, key = ?4, session = 'unknown'
                         WHERE key = ?4 OR place IS NULL",
                    )?
                    .execute(params![account.id.as_str(), account.name, place, key])?;
            }
            change.commit()
        })
    }

    /// Adds an account that was never listed, so that batches can refer to it.
    pub fn remember_account(&self, account: &AccountId) -> Result<(), LedgerError> {
        self.write(|connection| {
            connection
                .execute("INSERT OR IGNORE INTO account (id, name) VALUES (?1, ?1)", [account.as_str()])
                .map(drop)
        })
    }

    /// Removes the accounts of a removed key from the list. Their history stays.
    pub fn unlist_accounts(&self, key: u32) -> Result<(), LedgerError> {
        self.list_accounts(key, &[])
    }

    /// Returns the number of the key that lists an account.
    pub fn key_of(&self, account: &AccountId) -> Result<Option<u32>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT key FROM account WHERE id = ? AND place IS NOT NULL")?
                .query_row([account.as_str()], |row| row.get(0))
                .optional()
        })
    }

    /// Returns the listed accounts, in the order of the API.
    pub fn accounts(&self) -> Result<Vec<KnownAccount>, LedgerError> {
        self.accounts_where("place IS NOT NULL ORDER BY key, place")
    }

    /// Returns the accounts that no key lists any more, but whose VIPs the ledger knows, by name.
    pub fn unlisted_accounts(&self) -> Result<Vec<KnownAccount>, LedgerError> {
        self.accounts_where(
            "place IS NULL
                AND (EXISTS (SELECT 1 FROM vip WHERE vip.account = account.id)
                     OR EXISTS (SELECT 1 FROM vip_list WHERE vip_list.account = account.id))
             ORDER BY name, id",
        )
    }

    fn accounts_where(&self, condition: &'static str) -> Result<Vec<KnownAccount>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT id, name, native, session, nickname, colour, key,
                        EXISTS (SELECT 1 FROM vip WHERE vip.account = account.id AND vip.acted IS NOT NULL)
                 FROM account WHERE {condition}"
            ))?;
            let mut rows = statement.query([])?;
            let mut accounts = Vec::new();
            while let Some(row) = rows.next()? {
                let Some(id) = AccountId::new(row.get::<_, String>(0)?) else { continue };
                accounts.push(KnownAccount {
                    id,
                    name: row.get(1)?,
                    native: row
                        .get::<_, Option<String>>(2)?
                        .and_then(|digits| FanId::from_digits(digits).ok()),
                    session: SessionState::from_text(row.get_ref(3)?.as_str()?)
                        .unwrap_or(SessionState::Unknown),
                    nickname: row.get(4)?,
                    colour: row.get(5)?,
                    key: row.get(6)?,
                    changed: row.get(7)?,
                });
            }
            Ok(accounts)
        })
    }

    /// Stores the creator's own fan ID.
    pub fn set_native(&self, account: &AccountId, native: &FanId) -> Result<(), LedgerError> {
        self.write(|connection| {
            connection
                .execute(
                    "UPDATE account SET native = ? WHERE id = ?",
                    params![native.as_str(), account.as_str()],
                )
                .map(drop)
        })
    }

    /// Stores the nickname of an account (empty for none) and the color of its badge, 0 to 7.
    pub fn dress_account(&self, account: &AccountId, nickname: &str, colour: u8) -> Result<(), LedgerError> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE account SET nickname = ?, colour = ? WHERE id = ?",
                    params![nickname, colour, account.as_str()],
                )
                .map(drop)
        })
    }

    /// Stores the state of an account's session. Returns whether it is new.
    pub fn set_session(&self, account: &AccountId, session: SessionState) -> Result<bool, LedgerError> {
        let word = session.text();
        self.write(|connection| {
            connection
                .execute(
                    "UPDATE account SET session = ?1 WHERE id = ?2 AND session <> ?1",
                    params![word, account.as_str()],
                )
                .map(|changed| changed > 0)
        })
    }
}
