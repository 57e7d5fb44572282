//! One round of a running batch: what has ended and what is sent next, in one write.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Completion, Ledger, LedgerError, batches::counts, bulk};
use crate::text_enum::TextEnum;
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Action, Cause, Counts, Outcome};
use velvet_platform::failpoint::{self, FailPoint};

/// Items that are looked at in one round when many of them need not be sent.
const LOOKED_AT: usize = 1_000;

/// What is to be written down: by the engine, and by whoever measures what it does to others.
pub struct Checkpoint<'a> {
    /// Of which batch.
    pub batch: i64,
    /// The account it is for.
    pub account: &'a AccountId,
    /// What it does.
    pub action: Action,
    /// After which moment a fan counts as added by somebody else; nothing: always. What ended in that very millisecond
    /// does not count: whoever asked to send again had seen it already, and to send once too often does no harm.
    pub known_since: Option<i64>,
    /// What has ended, and how.
    pub endings: &'a [(i64, Completion)],
    /// What will be sent again, with why an earlier sending had no clear answer, if one had not.
    pub back: &'a [(i64, Option<Cause>)],
    /// How many may be sent next.
    pub claim: usize,
    /// Requests made since the last round.
    pub requests: u64,
    /// The time, milliseconds since 1970.
    pub now: i64,
}

impl Checkpoint<'_> {
    fn hit_failpoints(&self, claimed: &[ClaimedItem], claims: FailPoint, ends: FailPoint) {
        if !claimed.is_empty() {
            failpoint::hit(claims);
        }
        if !self.endings.is_empty() {
            failpoint::hit(ends);
        }
    }
}

/// What was written down.
pub struct Written {
    /// `sending` now: their requests may leave.
    pub claimed: Vec<ClaimedItem>,
    /// Nothing waits any more.
    pub dry: bool,
    /// How the items of the batch stand.
    pub counts: Counts,
}

/// An item that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedItem {
    /// Its number.
    pub item: i64,
    /// Whom it is about.
    pub fan: FanId,
    /// Why an earlier sending had no clear answer, if one had not: what it did is not known.
    pub earlier: Option<Cause>,
}

impl Ledger {
    /// Writes a round down; all of it is on the disk when this returns.
    ///
    /// # Errors
    /// A `ledger_…` code: nothing may be sent. The endings are tried again before every change, as with
    /// [`Ledger::end`].
    pub fn checkpoint(&self, round: &Checkpoint<'_>) -> Result<Written, LedgerError> {
        let written = self.change(|connection| {
            let change = connection.transaction()?;
            for (ending, items) in alike(round.endings) {
                bulk::end(&change, &items, ending, round.now)?;
            }
            for (earlier, items) in alike(round.back) {
                bulk::wait(&change, &items, *earlier)?;
            }
            if round.requests > 0 {
                change
                    .prepare_cached("UPDATE batch SET requests = requests + ? WHERE id = ?")?
                    .execute(params![round.requests, round.batch])?;
            }
            let (claimed, dry) = claim(&change, round)?;
            let counts = counts(&change, round.batch)?;
            round.hit_failpoints(&claimed, FailPoint::BeforeClaimCommit, FailPoint::BeforeOutcomeCommit);
            change.commit()?;
            round.hit_failpoints(&claimed, FailPoint::AfterClaimCommit, FailPoint::AfterOutcomeCommit);
            Ok(Written { claimed, dry, counts })
        });
        if written.as_ref().is_err_and(|error| !error.is_internal()) {
            self.hold_back(round.endings, round.now);
        }
        written
    }
}

/// What waits next, with why an earlier sending had no clear answer, and whether it has its place in the log.
struct Waiting {
    item: i64,
    fan: String,
    undoes: Option<i64>,
    earlier: Option<Cause>,
    placed: bool,
}

fn claim(change: &Transaction<'_>, round: &Checkpoint<'_>) -> rusqlite::Result<(Vec<ClaimedItem>, bool)> {
    let mut claimed = Vec::with_capacity(round.claim);
    let mut looked_at = 0;
    while claimed.len() < round.claim && looked_at < LOOKED_AT {
        let wanted = round.claim - claimed.len();
        let next = waiting(change, round.batch, wanted)?;
        looked_at = if next.len() < wanted { LOOKED_AT } else { looked_at + next.len() };
        let (mut unsent, mut fresh, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for Waiting { item, fan, undoes, earlier, placed } in next {
            // What was sent before is sent until it is clear how it ended.
            let ending =
                if earlier.is_none() { why_unsent(change, round, item, &fan, undoes)? } else { None };
            if let Some(ending) = ending {
                unsent.push((item, (ending, placed)));
            } else if let Ok(fan) = FanId::from_digits(fan) {
                let kind = if placed { &mut again } else { &mut fresh };
                kind.push(item);
                claimed.push(ClaimedItem { item, fan, earlier });
            }
        }
        for ((ending, _), items) in alike(&unsent) {
            bulk::end(change, &items, ending, round.now)?;
        }
        bulk::send(change, &fresh, round.now)?;
        bulk::send(change, &again, round.now)?;
    }
    let dry = !change
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM item WHERE batch = ? AND phase = 'waiting')")?
        .query_row([round.batch], |row| row.get::<_, bool>(0))?;
    Ok((claimed, dry))
}

fn waiting(change: &Transaction<'_>, batch: i64, most: usize) -> rusqlite::Result<Vec<Waiting>> {
    change
        .prepare_cached(
            "SELECT id, fan, undoes, cause, place IS NOT NULL FROM item
             WHERE batch = ? AND phase = 'waiting' ORDER BY id LIMIT ?",
        )?
        .query_map(params![batch, most], |row| {
            let earlier: Option<String> = row.get(3)?;
            let earlier = earlier.as_deref().and_then(Cause::from_text);
            Ok(Waiting {
                item: row.get(0)?,
                fan: row.get(1)?,
                undoes: row.get(2)?,
                earlier,
                placed: row.get(4)?,
            })
        })?
        .collect()
}

/// Items by what is to be said of them, each in the order in which it came.
fn alike<T: PartialEq>(items: &[(i64, T)]) -> Vec<(&T, Vec<i64>)> {
    let mut groups: Vec<(&T, Vec<i64>)> = Vec::new();
    for (item, what) in items {
        match groups.iter_mut().find(|(known, _)| *known == what) {
            Some((_, group)) => group.push(*item),
            None => groups.push((what, vec![*item])),
        }
    }
    groups
}

/// Why an item is not to be sent, if it is not: by what is known at this very moment, since other batches and single
/// adds have run since it was written down.
fn why_unsent(
    change: &Transaction<'_>,
    round: &Checkpoint<'_>,
    item: i64,
    fan: &str,
    undoes: Option<i64>,
) -> rusqlite::Result<Option<Completion>> {
    if let Some(undoes) = undoes {
        let overtaken: bool = change
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch, item AS old
                 WHERE old.id = ?1 AND later.fan = ?2 AND later.id <> ?3 AND its.account = ?4
                   AND later.place > old.place AND later.outcome IN ('added', 'removed'))",
            )?
            .query_row(params![undoes, fan, item, round.account.as_str()], |row| row.get(0))?;
        return Ok(overtaken.then(|| Completion::because(Outcome::Stopped, Cause::Overtaken)));
    }
    if round.action == Action::Remove {
        return Ok(None);
    }
    let added = added_since(change, round.account, fan, round.known_since)?;
    Ok(added.then_some(Completion::of(Outcome::Already)))
}

/// Whether a fan is known as added, after `since`: that was the last thing done to them, and nobody else has taken it back.
/// What failed changed nothing.
pub(super) fn added_since(
    connection: &Connection,
    account: &AccountId,
    fan: &str,
    since: Option<i64>,
) -> rusqlite::Result<bool> {
    let last: Option<(String, i64)> = connection
        .prepare_cached(
            "SELECT iif(batch.action = 'remove' AND item.outcome = 'already', 'removed', item.outcome), item.ended
             FROM item JOIN batch ON batch.id = item.batch
             WHERE item.fan = ? AND batch.account = ? AND item.place IS NOT NULL
               AND item.outcome NOT IN ('failed', 'stopped')
             ORDER BY item.place DESC LIMIT 1",
        )?
        .query_row(params![fan, account.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let added = last.is_some_and(|(outcome, ended)| {
        matches!(outcome.as_str(), "added" | "already") && since.is_none_or(|since| ended > since)
    });
    Ok(added && !left_outside(connection, account, fan)?)
}

/// Whether somebody else took a fan off the list, as a reading showed.
fn left_outside(connection: &Connection, account: &AccountId, fan: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM vip WHERE account = ? AND fan = ? AND hand = 'outside')",
        )?
        .query_row(params![account.as_str(), fan], |row| row.get(0))
}
