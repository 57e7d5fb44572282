//! The VIP list of an account: what loading it showed, and what the app did since (`schema/4.sql`).

use std::collections::HashSet;

use rusqlite::{OptionalExtension, named_params, params, types::ValueRef};

use super::{Ledger, LedgerError, people::name};
use crate::text_enum::TextEnum;
use velvet_model::Fan;
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Absence, VipStanding};
use velvet_model::{Actor, PeopleKnown};

/// What is known of a VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VipsRead {
    /// When its first page was requested, in milliseconds since 1970.
    pub began: i64,
    /// When loading ended, in milliseconds since 1970.
    pub read: i64,
    /// What it proves.
    pub known: PeopleKnown,
    /// Credits that loading it used, at least.
    pub credits: u64,
    /// Number of rows without a fan that can be shown.
    pub nameless: u64,
}

/// A fan who is or was on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VipRow {
    /// The fan, with their names.
    pub fan: Fan,
    /// The note about them.
    pub note: Option<String>,
    /// Their standing.
    pub state: VipStanding,
    /// Who added them.
    pub came: Actor,
    /// When they were added, if known, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Who removed them, if they have left.
    pub hand: Option<Actor>,
    /// Whether the last load showed that they came, left, or are missing.
    pub changed: bool,
}

impl Ledger {
    /// Stores a page of a load that began at `began`. Its first fan is at the zero-based index `place`.
    pub fn saw_vips(
        &self,
        account: &AccountId,
        began: i64,
        place: u64,
        fans: &[Fan],
    ) -> Result<(), LedgerError> {
        self.rename(|connection| {
            let change = connection.transaction()?;
            let known: bool = change
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM vip_list WHERE account = ? AND known <> 'part')",
                )?
                .query_row([account.as_str()], |row| row.get(0))?;
            let mut renamed = Vec::new();
            for (place, fan) in (place..).zip(fans) {
                if name(&change, fan)? {
                    renamed.push(fan.id.as_str().into());
                }
                // A fan whom the app removed since may be on a page that was loaded before.
                change
                    .prepare_cached(
                        "INSERT INTO vip (account, fan, state, came, since, seen, place, changed)
                         VALUES (:account, :fan, 'on', iif(:known, 'outside', 'before'), iif(:known, :began, NULL),
                                 :began, :place, iif(:known, :began, NULL))
                         ON CONFLICT (account, fan) DO UPDATE SET
                             came = iif(state = 'left', 'outside', came),
                             since = iif(state = 'left', :began, since),
                             changed = iif(state = 'left', :began, iif(state = 'missed', NULL, changed)),
                             state = 'on', hand = NULL, seen = :began, place = :place
                         WHERE acted IS NULL OR acted < :began OR state = 'on'",
                    )?
                    .execute(named_params! {
                        ":account": account.as_str(),
                        ":fan": fan.id.as_str(),
                        ":known": known,
                        ":began": began,
                        ":place": i64::try_from(place).unwrap_or(i64::MAX),
                    })?;
            }
            change.commit()?;
            Ok(renamed)
        })
    }

    /// Stores a finished load. `unseen` tells about fans who were not on the list.
    pub fn vips_read(
        &self,
        account: &AccountId,
        read: &VipsRead,
        unseen: &[(FanId, Absence)],
    ) -> Result<(), LedgerError> {
        self.write(|connection| {
            let change = connection.transaction()?;
            if read.known != PeopleKnown::Part {
                // Fans whom the app added, and whom no load ever showed, may have no chat. They become `missed`, never
                // `left`, because the list shows chats.
                change
                    .prepare_cached(
                        "UPDATE vip SET state = 'missed'
                         WHERE account = ? AND state = 'on' AND seen IS NULL AND acted < ?",
                    )?
                    .execute(params![account.as_str(), read.began])?;
            }
            for (fan, unseen) in unseen {
                // The load says nothing about fans whom the app added or removed since.
                let state = match unseen {
                    Absence::Left => "left",
                    Absence::Missed => "missed",
                };
                change
                    .prepare_cached(
                        "UPDATE vip SET state = :state, hand = iif(:state = 'left', 'outside', NULL), changed = :began
                         WHERE account = :account AND fan = :fan AND state <> 'left' AND (acted IS NULL OR acted < :began)",
                    )?
                    .execute(named_params! {
                        ":state": state,
                        ":began": read.began,
                        ":account": account.as_str(),
                        ":fan": fan.as_str(),
                    })?;
            }
            change
                .prepare_cached(
                    "INSERT OR REPLACE INTO vip_list (account, began, read, known, pages, nameless)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    account.as_str(),
                    read.began,
                    read.read,
                    read.known.text(),
                    read.credits,
                    read.nameless
                ])?;
            change.commit()
        })
    }

    /// Returns the fans who may be on the list and were seen there. Only they can be missing.
    pub fn vips_seen(&self, account: &AccountId) -> Result<HashSet<FanId>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT fan FROM vip WHERE account = ? AND state <> 'left' AND seen IS NOT NULL",
            )?;
            let fans = statement.query_map([account.as_str()], |row| row.get::<_, String>(0))?;
            fans.filter_map(|fan| fan.map(|fan| FanId::from_digits(fan).ok()).transpose()).collect()
        })
    }

    /// Returns the fans on the list.
    pub fn vips_now(&self, account: &AccountId) -> Result<HashSet<Box<str>>, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT fan FROM vip WHERE account = ? AND state = 'on'")?;
            statement.query_map([account.as_str()], |row| row.get(0))?.collect()
        })
    }

    /// Returns what is known of a VIP list; `None` if it was never loaded.
    pub fn vip_list(&self, account: &AccountId) -> Result<Option<VipsRead>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT began, read, known, pages, nameless FROM vip_list WHERE account = ?")?
                .query_row([account.as_str()], |row| {
                    Ok(VipsRead {
                        began: row.get(0)?,
                        read: row.get(1)?,
                        known: PeopleKnown::from_text(row.get_ref(2)?.as_str()?).unwrap_or(PeopleKnown::Part),
                        credits: row.get(3)?,
                        nameless: row.get(4)?,
                    })
                })
                .optional()
        })
    }

    /// Returns everybody who is or was on the list, in the order of the API. Fans whom the app added since come first.
    pub fn vips(&self, account: &AccountId) -> Result<Vec<VipRow>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT vip.fan, person.username, person.name, note.text, vip.state, vip.came, vip.since, vip.hand,
                        vip.changed IS NOT NULL AND vip.changed IS (SELECT began FROM vip_list WHERE account = ?1)
                 FROM vip LEFT JOIN person ON person.fan = vip.fan LEFT JOIN note ON note.fan = vip.fan
                 WHERE vip.account = ?1
                 ORDER BY vip.place IS NOT NULL, vip.seen DESC, vip.place, vip.acted DESC, vip.fan",
            )?;
            let mut rows = statement.query([account.as_str()])?;
            let mut vips = Vec::new();
            while let Some(row) = rows.next()? {
                let Ok(id) = FanId::from_digits(row.get(0)?) else { continue };
                vips.push(VipRow {
                    fan: Fan { id, username: row.get(1)?, name: row.get(2)? },
                    note: row.get(3)?,
                    state: standing(row.get_ref(4)?)?,
                    came: Actor::from_text(row.get_ref(5)?.as_str()?).unwrap_or(Actor::Before),
                    since: row.get(6)?,
                    hand: row.get_ref(7)?.as_str_or_null()?.and_then(Actor::from_text),
                    changed: row.get(8)?,
                });
            }
            Ok(vips)
        })
    }

    /// Returns the standing of a fan, if known.
    pub fn vip(&self, account: &AccountId, fan: &FanId) -> Result<Option<VipStanding>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT state FROM vip WHERE account = ? AND fan = ?")?
                .query_row(params![account.as_str(), fan.as_str()], |row| standing(row.get_ref(0)?))
                .optional()
        })
    }
}

pub(super) fn standing(word: ValueRef<'_>) -> rusqlite::Result<VipStanding> {
    // The table allows no other text.
    Ok(VipStanding::from_text(word.as_str()?).unwrap_or(VipStanding::Left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_kept_though_the_clock_was_put_back_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        let account = AccountId::new("fansly_1").unwrap();
        ledger.remember_account(&account).unwrap();
        let read = VipsRead { began: 9_000, read: 3_000, known: PeopleKnown::Once, credits: 2, nameless: 0 };
        ledger.vips_read(&account, &read, &[]).unwrap();
        assert_eq!(ledger.vip_list(&account).unwrap(), Some(read));
    }
}
