//! Unconfirmed items, and what the VIP list says about them.

use rusqlite::params;

use super::{Completion, Ledger, LedgerError};
use crate::text_enum::TextEnum;
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Action, Cause, Counts, Outcome};

/// An unconfirmed item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnconfirmedItem {
    /// Its number.
    pub item: i64,
    /// The fan.
    pub fan: FanId,
    /// Times it was sent once more already.
    pub resent: u32,
    /// Why its outcome is unknown.
    pub cause: Option<Cause>,
    /// Whether the fan was on the VIP list before, so that the list shows them for as long as they are VIP.
    pub listed: bool,
}

impl Ledger {
    /// Returns the unconfirmed items of a batch. Leaves out items with a later one for the same fan: the list would
    /// show the effect of the later one.
    pub fn unconfirmed(&self, batch: i64, account: &AccountId) -> Result<Vec<UnconfirmedItem>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT item.id, item.fan, item.resent, item.cause,
                        EXISTS (SELECT 1 FROM vip
                                WHERE vip.account = ?2 AND vip.fan = item.fan AND vip.seen IS NOT NULL)
                 FROM item
                 WHERE item.batch = ?1 AND item.outcome = 'unsure'
                   AND NOT EXISTS (SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch
                                   WHERE later.fan = item.fan AND later.place > item.place AND its.account = ?2
                                     AND later.outcome IS NOT 'stopped')
                 ORDER BY item.id",
            )?;
            let mut rows = statement.query(params![batch, account.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let Ok(fan) = FanId::from_digits(row.get(1)?) else { continue };
                let cause: Option<String> = row.get(3)?;
                let cause = cause.as_deref().and_then(Cause::from_text);
                found.push(UnconfirmedItem { item: row.get(0)?, fan, resent: row.get(2)?, cause, listed: row.get(4)? });
            }
            Ok(found)
        })
    }

    /// Reconciles the unconfirmed items of an account with a load of the VIP list that began at `began`: a fan on it
    /// was added, or was not removed. Leaves out items with a later one for the same fan, and items of batches that
    /// have not ended, which reconcile their own.
    pub fn reconcile_seen(&self, account: &AccountId, began: i64, now: i64) -> Result<(), LedgerError> {
        let open: Vec<(i64, Action)> = self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT item.id, batch.action FROM batch JOIN item ON item.batch = batch.id
                     JOIN vip ON vip.account = batch.account AND vip.fan = item.fan AND vip.seen = ?2
                     WHERE batch.account = ?1 AND batch.state = 'ended' AND batch.unsure > 0
                       AND item.outcome = 'unsure' AND item.ended < ?2
                       AND NOT EXISTS (SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch
                                       WHERE later.fan = item.fan AND later.place > item.place AND its.account = ?1
                                         AND later.outcome IS NOT 'stopped')",
                )?
                .query_map(params![account.as_str(), began], |row| {
                    let removes = row.get_ref(1)?.as_str()? == "remove";
                    Ok((row.get(0)?, if removes { Action::Remove } else { Action::Add }))
                })?
                .collect()
        })?;
        for (item, action) in open {
            let ending = match action {
                Action::Add => Completion::of(Outcome::Added),
                Action::Remove => Completion::because(Outcome::Failed, Cause::StillVip),
            };
            self.end(item, &ending, now)?;
        }
        Ok(())
    }

    /// Marks unconfirmed items as `waiting`, to be sent once more, which is harmless: a mark can be set any number of
    /// times. They keep their cause, which tells that they were sent before.
    pub fn send_once_more(&self, items: &[i64]) -> Result<(), LedgerError> {
        self.change(|connection| {
            let change = connection.transaction()?;
            for item in items {
                change
                    .prepare_cached(
                        "UPDATE item SET phase = 'waiting', outcome = NULL, ended = NULL, resent = resent + 1
                         WHERE id = ? AND outcome = 'unsure'",
                    )?
                    .execute([item])?;
            }
            change.commit()
        })
    }

    /// Ends the waiting items of fans whom the VIP list shows before anything is sent, as `already`. Returns the new
    /// counts.
    pub fn known_vips<'a>(
        &self,
        batch: i64,
        vips: impl IntoIterator<Item = &'a FanId>,
        now: i64,
    ) -> Result<Counts, LedgerError> {
        self.change(|connection| {
            let change = connection.transaction()?;
            for fan in vips {
                change
                    .prepare_cached(
                        "UPDATE item SET phase = 'done', outcome = 'already', ended = ?3,
                                place = coalesce(place, (SELECT coalesce(max(place), 0) + 1 FROM item WHERE place IS NOT NULL))
                         WHERE fan = ?2 AND batch = ?1 AND phase = 'waiting' AND cause IS NULL",
                    )?
                    .execute(params![batch, fan.as_str(), now])?;
            }
            let counts = super::batches::counts(&change, batch)?;
            change.commit()?;
            Ok(counts)
        })
    }

    /// Stores that the VIP list was loaded before the batch, completely (`whole`) or not. It need not be loaded again.
    pub fn looked(&self, batch: i64, whole: bool) -> Result<(), LedgerError> {
        self.change(|connection| {
            connection
                .execute("UPDATE batch SET look = 0, looked = ? WHERE id = ?", params![whole, batch])
                .map(drop)
        })
    }

    /// Stores shapes of replies that this version does not know, and that mean success according to the VIP list.
    pub fn note_shapes(&self, batch: i64, shapes: &[String]) -> Result<(), LedgerError> {
        if shapes.is_empty() {
            return Ok(());
        }
        let shapes = shapes.join("\n");
        self.change(|connection| {
            connection.execute("UPDATE batch SET shapes = ? WHERE id = ?", params![shapes, batch]).map(drop)
        })
    }

    /// Adds requests that a batch made besides its items.
    pub fn count_requests(&self, batch: i64, requests: u64) -> Result<(), LedgerError> {
        self.write(|connection| {
            connection
                .execute("UPDATE batch SET requests = requests + ? WHERE id = ?", params![requests, batch])
                .map(drop)
        })
    }

    /// Returns the number of items of a batch in each state.
    pub fn counts(&self, batch: i64) -> Result<Counts, LedgerError> {
        self.read(|connection| super::batches::counts(connection, batch))
    }
}
