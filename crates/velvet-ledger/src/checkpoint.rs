//! Writes a checkpoint of a running batch: what has ended and what is sent next, in one transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Completion, Ledger, LedgerError, batches::counts, bulk};
use crate::text_enum::TextEnum;
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Action, Cause, Counts, Outcome};
use velvet_platform::failpoint::{self, FailPoint};

/// Most items examined in one checkpoint if many of them need not be sent.
const LOOKED_AT: usize = 1_000;

/// The content of a checkpoint.
pub struct Checkpoint {
    /// The batch.
    pub batch: i64,
    /// The account.
    pub account: AccountId,
    /// The action.
    pub action: Action,
    /// A fan added after this time, in milliseconds since 1970, is not sent; with `None`, no fan added before is. An
    /// add in the same millisecond does not count: sending once too often does no harm.
    pub known_since: Option<i64>,
    /// Items that ended, and how.
    pub endings: Vec<(i64, Completion)>,
    /// Items that will be sent again, each with the cause if an earlier request had no clear reply.
    pub back: Vec<(i64, Option<Cause>)>,
    /// Most items to claim for sending.
    pub claim: usize,
    /// Requests since the last checkpoint.
    pub requests: u64,
    /// The current time, in milliseconds since 1970.
    pub now: i64,
}

impl Checkpoint {
    /// Creates a checkpoint without endings that claims nothing.
    pub fn new(batch: i64, account: AccountId, action: Action, now: i64) -> Self {
        Self {
            batch,
            account,
            action,
            known_since: None,
            endings: Vec::new(),
            back: Vec::new(),
            claim: 0,
            requests: 0,
            now,
        }
    }

    fn hit_failpoints(&self, claimed: &[ClaimedItem], claims: FailPoint, ends: FailPoint) {
        if !claimed.is_empty() {
            failpoint::hit(claims);
        }
        if !self.endings.is_empty() {
            failpoint::hit(ends);
        }
    }
}

/// The result of a checkpoint.
pub struct Written {
    /// Items that are `sending` now. Their requests may be sent.
    pub claimed: Vec<ClaimedItem>,
    /// Whether no item waits any more.
    pub dry: bool,
    /// Number of items of the batch in each state.
    pub counts: Counts,
}

/// An item that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedItem {
    /// Its number.
    pub item: i64,
    /// The fan.
    pub fan: FanId,
    /// Cause of an earlier request without a clear reply. Its effect is unknown.
    pub earlier: Option<Cause>,
}

impl Ledger {
    /// Writes a checkpoint. All of it is on disk when this returns.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. Nothing may be sent. The completions are retried before every change, as with
    /// [`Ledger::end`].
    pub fn checkpoint(&self, round: &Checkpoint) -> Result<Written, LedgerError> {
        let written = self.change(|connection| {
            let change = connection.transaction()?;
            for (ending, items) in alike(&round.endings) {
                bulk::end(&change, &items, ending, round.now)?;
            }
            for (earlier, items) in alike(&round.back) {
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
            self.hold_back(&round.endings, round.now);
        }
        written
    }
}

/// A waiting item, with the cause if an earlier request had no clear reply, and whether it has a position in the log.
struct Waiting {
    item: i64,
    fan: String,
    undoes: Option<i64>,
    earlier: Option<Cause>,
    placed: bool,
}

fn claim(change: &Transaction<'_>, round: &Checkpoint) -> rusqlite::Result<(Vec<ClaimedItem>, bool)> {
    let mut claimed = Vec::with_capacity(round.claim);
    let mut looked_at = 0;
    while claimed.len() < round.claim && looked_at < LOOKED_AT {
        let wanted = round.claim - claimed.len();
        let next = waiting(change, round.batch, wanted)?;
        looked_at = if next.len() < wanted { LOOKED_AT } else { looked_at + next.len() };
        let (mut unsent, mut fresh, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for Waiting { item, fan, undoes, earlier, placed } in next {
            // An item that was sent before is sent until its outcome is clear.
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

/// Groups items by what is written about them, each group in the original order.
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

/// Returns the completion of an item that need not be sent. Decided at the last moment, because other batches and
/// single adds have run since the item was written.
fn why_unsent(
    change: &Transaction<'_>,
    round: &Checkpoint,
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
    let added = added_since(change, &round.account, fan, round.known_since)?;
    Ok(added.then_some(Completion::of(Outcome::Already)))
}

/// Returns whether the ledger knows a fan as added after `since`: the last outcome says so, and nobody else removed
/// them. An item that failed changed nothing.
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

/// Returns whether the VIP list showed that somebody else removed the fan.
fn left_outside(connection: &Connection, account: &AccountId, fan: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM vip WHERE account = ? AND fan = ? AND hand = 'outside')",
        )?
        .query_row(params![account.as_str(), fan], |row| row.get(0))
}
