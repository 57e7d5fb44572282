//! What the ledger knows of one fan, on all accounts.

use rusqlite::params;

use super::{Ledger, LedgerError, row::LARGEST_SLICE, row::LogRow, vips::standing};
use crate::text_enum::TextEnum;
use velvet_model::{Actor, VipStanding, ids::FanId};

/// A fan on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FanOnAccount {
    /// The account ID.
    pub account: String,
    /// The account's name when it was last listed.
    pub account_name: String,
    /// The standing on its VIP list, if known.
    pub vip: Option<VipStanding>,
    /// Who added them.
    pub came: Option<Actor>,
    /// When they were added, if known, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Who removed them, if they have left.
    pub left: Option<Actor>,
    /// Whether the server last reported other marks on them besides VIP.
    pub other_marks: bool,
    /// Whether the VIP list of the account was ever loaded.
    pub vips_known: bool,
}

impl Ledger {
    /// Returns the latest entries of a fan on all accounts, and how many there are.
    pub fn fan_entries(&self, fan: &FanId, limit: u32) -> Result<(u64, Vec<LogRow>), LedgerError> {
        let total = self.read(|connection| {
            connection
                .prepare_cached("SELECT count(*) FROM item WHERE fan = ? AND place IS NOT NULL")?
                .query_row([fan.as_str()], |row| row.get(0))
        })?;
        let which = "WHERE item.fan = ? AND item.place IS NOT NULL ORDER BY item.place DESC LIMIT ?";
        Ok((total, self.some_rows(which, params![fan.as_str(), limit.min(LARGEST_SLICE)])?))
    }

    /// Returns a fan's standing on every connected account, and on others on which something was done to them.
    pub fn fan_on_accounts(&self, fan: &FanId) -> Result<Vec<FanOnAccount>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT account.id, account.name, vip.state, vip.came, vip.since, vip.hand,
                            coalesce((SELECT item.marks & ~4 FROM item JOIN batch ON batch.id = item.batch
                                      WHERE item.fan = ?1 AND batch.account = account.id AND item.marks IS NOT NULL
                                      ORDER BY item.place DESC LIMIT 1), 0) <> 0,
                            EXISTS (SELECT 1 FROM vip_list WHERE vip_list.account = account.id)
                     FROM account LEFT JOIN vip ON vip.account = account.id AND vip.fan = ?1
                     WHERE account.place IS NOT NULL OR vip.fan IS NOT NULL
                        OR EXISTS (SELECT 1 FROM item JOIN batch ON batch.id = item.batch
                                   WHERE item.fan = ?1 AND batch.account = account.id)
                     ORDER BY account.place IS NULL, account.place, account.id",
                )?
                .query_map([fan.as_str()], |row| {
                    let actor = |at: usize| -> rusqlite::Result<Option<Actor>> {
                        Ok(row.get_ref(at)?.as_str_or_null()?.and_then(Actor::from_text))
                    };
                    let state = row.get_ref(2)?;
                    Ok(FanOnAccount {
                        account: row.get(0)?,
                        account_name: row.get(1)?,
                        vip: state.as_str_or_null()?.map(|_| standing(state)).transpose()?,
                        came: actor(3)?,
                        since: row.get(4)?,
                        left: actor(5)?,
                        other_marks: row.get(6)?,
                        vips_known: row.get(7)?,
                    })
                })?
                .collect()
        })
    }
}
