use std::error::Error;

use rusqlite::{Connection, Params, Row, named_params, params};
use serde::{Deserialize, Serialize};

use super::{
    Completion, Ledger, LedgerError, NewItem, bulk,
    row::LARGEST_SLICE,
    statements::{end_waiting, remove_unfinished},
};
use crate::text_enum::{TextEnum, as_text};
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Action, Cause, Counts, LedgerProblem, PauseReason, Speed};
use velvet_platform::failpoint::{self, FailPoint};

/// Items written in one transaction: few enough that nobody waits long for the ledger.
pub(super) const CHUNK: usize = 2_000;

/// A batch to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// The account. It never changes.
    pub account: AccountId,
    /// The action.
    pub action: Action,
    /// The speed.
    pub speed: Speed,
    /// The name; empty if none.
    pub name: String,
    /// Whether fans who were added before are sent again.
    pub again: bool,
    /// Whether to load the VIP list before anything is sent.
    pub look_first: bool,
    /// Whether the VIP list was just loaded completely, so that it is known who was VIP before.
    pub looked: bool,
}

impl NewBatch {
    /// Returns a batch at steady speed, without a name or any option.
    pub fn new(account: AccountId, action: Action) -> Self {
        Self {
            account,
            action,
            speed: Speed::Steady,
            name: String::new(),
            again: false,
            look_first: false,
            looked: false,
        }
    }
}

/// A batch as stored in the ledger.
#[allow(clippy::struct_excessive_bools)] // Each answers a question of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRecord {
    /// Its number.
    pub id: i64,
    /// The name; empty if none.
    pub name: String,
    /// The account.
    pub account: AccountId,
    /// The account's name when it was last listed.
    pub account_name: String,
    /// The action.
    pub action: Action,
    /// Whether it is a single add or removal, not from a list, an undo, or a retry of a batch.
    pub single: bool,
    /// The speed.
    pub speed: Speed,
    /// Its state.
    pub stored: StoredState,
    /// Whether the server refused too many fans in the same way in its last run.
    pub refused_before: bool,
    /// Whether fans who were added before are sent again.
    pub again: bool,
    /// Whether the VIP list still has to be loaded before anything is sent.
    pub look_first: bool,
    /// Whether the VIP list was loaded completely before anything was sent.
    pub looked: bool,
    /// Number of its items in each state.
    pub counts: Counts,
    /// Whether the server replies in shapes this version does not know, and the VIP list shows that they mean success.
    pub unknown_replies: bool,
    /// Number of its requests.
    pub requests: u64,
    /// When it was written, in milliseconds since 1970.
    pub began: i64,
    /// When it ended, in milliseconds since 1970.
    pub ended: Option<i64>,
    /// The batch that it undoes.
    pub undoes: Option<i64>,
    /// The batch whose items it retries.
    pub retries: Option<i64>,
    /// Number of items that can be undone.
    pub can_undo: u64,
    /// Number of items that can be retried.
    pub can_retry: u64,
}

/// The state of a batch on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredState {
    /// It runs, or is queued.
    Open,
    /// It waits for the user.
    Paused(PauseReason),
    /// Nothing more is sent, and the items that were never sent are being ended.
    Stopping,
    /// Every item has its outcome.
    Ended,
}

/// A [`PauseReason`] as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    User,
    Interrupted,
    /// Written by earlier versions.
    Service(#[serde(with = "as_text")] Cause),
    Said {
        #[serde(with = "as_text")]
        cause: Cause,
        words: Option<String>,
    },
    Refused {
        #[serde(with = "as_text")]
        cause: Cause,
        words: Option<String>,
        times: u64,
    },
    Unproven {
        proven: u64,
        of: u64,
    },
    Ledger,
    NoKey,
}

impl Ledger {
    /// Writes a batch atomically and returns it. It is invisible until its last item is written. The next start removes
    /// what a crash left of it.
    ///
    /// `vips` are those of its fans who are known to be on the VIP list. Their items end as `already`.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. Nothing was written, so nothing may be sent.
    pub fn write_batch(
        &self,
        new: &NewBatch,
        items: impl Iterator<Item = NewItem>,
        vips: &[FanId],
        now: i64,
    ) -> Result<BatchRecord, LedgerError> {
        let batch = self.begin_batch(new, (None, None), now)?;
        let mut items = items.peekable();
        let written = (|| {
            while items.peek().is_some() {
                let chunk = items.by_ref().take(CHUNK);
                self.change(|connection| insert(connection, self.first, batch, chunk, now))?;
                failpoint::hit(FailPoint::DuringWriteBatch);
            }
            vips.chunks(CHUNK).try_for_each(|some| self.known_vips(batch, some, now).map(drop))?;
            self.open_batch(batch)
        })();
        let written = self.or_remove(written);
        failpoint::hit(FailPoint::AfterWriteBatch);
        written
    }

    /// Returns a batch, or `None` if there is none with this number.
    pub fn batch(&self, batch: i64) -> Result<Option<BatchRecord>, LedgerError> {
        let found = self.records("WHERE batch.id = ?1 AND batch.state <> 'writing'", [batch])?;
        Ok(found.into_iter().next())
    }

    /// Returns the number of batches, and up to `limit` of them, newest first. Single items are not included.
    pub fn batches(&self, offset: u64, limit: u32) -> Result<(u64, Vec<BatchRecord>), LedgerError> {
        let total = self.read(|connection| {
            connection
                .prepare_cached("SELECT count(*) FROM batch WHERE pace IS NOT NULL AND state <> 'writing'")?
                .query_row([], |row| row.get(0))
        })?;
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        let found = self.records(
            "WHERE batch.pace IS NOT NULL AND batch.state <> 'writing' ORDER BY batch.id DESC LIMIT ?1 OFFSET ?2",
            params![limit.min(LARGEST_SLICE), offset],
        )?;
        Ok((total, found))
    }

    /// Returns whether there are batches of many fans.
    pub fn has_lists(&self) -> Result<bool, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM batch WHERE pace IS NOT NULL AND state <> 'writing')",
                )?
                .query_row([], |row| row.get(0))
        })
    }

    /// Returns the batches that have not ended, in the order in which they run.
    pub fn open_batches(&self) -> Result<Vec<BatchRecord>, LedgerError> {
        self.records("WHERE batch.state IN ('open', 'paused', 'stopping') ORDER BY batch.id", [])
    }

    /// Pauses a batch that is open or paused, and returns whether it is paused now.
    pub fn pause_batch(&self, batch: i64, why: &PauseReason) -> Result<bool, LedgerError> {
        let why = match why {
            PauseReason::User => Why::User,
            PauseReason::Interrupted => Why::Interrupted,
            PauseReason::Service { cause, words } => Why::Said { cause: *cause, words: words.clone() },
            PauseReason::Refused { cause, words, times } => {
                Why::Refused { cause: *cause, words: words.clone(), times: *times }
            }
            PauseReason::Unproven { proven, of } => Why::Unproven { proven: *proven, of: *of },
            PauseReason::Ledger { .. } => Why::Ledger,
            PauseReason::NoKey => Why::NoKey,
        };
        let why = serde_json::to_string(&why).ok();
        self.transition(
            "UPDATE batch SET state = 'paused', why = ? WHERE id = ? AND state IN ('open', 'paused')",
            params![why, batch],
        )
    }

    /// Opens a paused batch again, and returns whether it is open now. The reason for the pause is kept: after
    /// refusals, one request goes first.
    pub fn resume_batch(&self, batch: i64) -> Result<bool, LedgerError> {
        self.transition(
            "UPDATE batch SET state = 'open' WHERE id = ? AND state IN ('open', 'paused')",
            [batch],
        )
    }

    /// Stops a batch permanently, and returns whether it is stopping now. [`Self::end_waiting`] ends the items that
    /// were never sent.
    pub fn stop_batch(&self, batch: i64) -> Result<bool, LedgerError> {
        self.transition(
            "UPDATE batch SET state = 'stopping', why = NULL
             WHERE id = ? AND state IN ('open', 'paused', 'stopping')",
            [batch],
        )
    }

    /// Ends some of the waiting items: those that were never sent with `ending`, and those that were sent before
    /// without a clear reply as `unconfirmed`. Returns whether there may be more.
    pub fn end_waiting(&self, batch: i64, ending: &Completion, now: i64) -> Result<bool, LedgerError> {
        self.change(|connection| {
            let ended = connection
                .prepare_cached(end_waiting!(
                    "WHERE batch = :batch AND phase = 'waiting' ORDER BY id LIMIT :most"
                ))?
                .execute(named_params! {
                    ":batch": batch,
                    ":outcome": ending.outcome.text(),
                    ":cause": ending.cause.map(TextEnum::text),
                    ":words": ending.words,
                    ":now": now,
                    ":most": CHUNK,
                })?;
            Ok(ended == CHUNK)
        })
    }

    /// Ends a batch whose items all have their outcome, and returns whether it had not ended before.
    pub fn end_batch(&self, batch: i64, now: i64) -> Result<bool, LedgerError> {
        self.transition(
            "UPDATE batch SET state = 'ended', why = NULL, ended = ?
             WHERE id = ? AND state IN ('open', 'paused', 'stopping')",
            params![now, batch],
        )
    }

    pub(super) fn begin_batch(
        &self,
        new: &NewBatch,
        (undoes, retries): (Option<i64>, Option<i64>),
        now: i64,
    ) -> Result<i64, LedgerError> {
        self.change(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO batch (id, account, action, began, pace, name, again, look, looked, undoes, retries, state)
                     VALUES ((SELECT max(coalesce(max(id), 0) + 1, ?) FROM batch), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'writing')",
                )?
                .execute(params![
                    self.first,
                    new.account.as_str(),
                    new.action.text(),
                    now,
                    new.speed.text(),
                    new.name,
                    new.again,
                    new.look_first,
                    new.looked,
                    undoes,
                    retries,
                ])?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Opens a completely written batch and returns it. It is read in the same transaction, so whoever started it
    /// always learns of it.
    pub(super) fn open_batch(&self, batch: i64) -> Result<BatchRecord, LedgerError> {
        self.change(|connection| {
            let change = connection.transaction()?;
            change.execute(
                "UPDATE batch SET state = 'open', total = (SELECT count(*) FROM item WHERE batch = ?1)
                 WHERE id = ?1 AND state = 'writing'",
                [batch],
            )?;
            let record = records(&change, "WHERE batch.id = ?1", [batch])?.pop();
            let record = record.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            change.commit()?;
            Ok(record)
        })
    }

    /// Removes a batch that could not be written completely. If that fails too, the next start does it.
    pub(super) fn or_remove<T>(&self, written: Result<T, LedgerError>) -> Result<T, LedgerError> {
        written.inspect_err(|_| {
            if let Err(error) = self.write(remove_unfinished) {
                tracing::warn!(
                    error = &error as &dyn Error,
                    "an unfinished batch is left for the next start"
                );
            }
        })
    }

    /// Changes the state of a batch if its current state allows it, and returns whether it does.
    fn transition(&self, sql: &str, params: impl Params) -> Result<bool, LedgerError> {
        self.change(|connection| Ok(connection.execute(sql, params)? > 0))
    }

    pub(super) fn records(&self, which: &str, params: impl Params) -> Result<Vec<BatchRecord>, LedgerError> {
        self.read(|connection| records(connection, which, params))
    }
}

/// The columns of [`counts_of`].
macro_rules! counted {
    () => {
        "batch.total, batch.added, batch.removed, batch.already, batch.failed, batch.unsure, batch.stopped,
         (SELECT count(*) FROM item WHERE item.batch = batch.id AND phase = 'sending') AS sending"
    };
}

/// Returns the number of items of a batch in each state.
pub(super) fn counts(connection: &Connection, batch: i64) -> rusqlite::Result<Counts> {
    connection
        .prepare_cached(concat!("SELECT ", counted!(), " FROM batch WHERE id = ?"))?
        .query_row([batch], counts_of)
}

fn counts_of(row: &Row<'_>) -> rusqlite::Result<Counts> {
    let counts = Counts {
        total: row.get("total")?,
        waiting: 0,
        sending: row.get("sending")?,
        added: row.get("added")?,
        removed: row.get("removed")?,
        already: row.get("already")?,
        failed: row.get("failed")?,
        unconfirmed: row.get("unsure")?,
        stopped: row.get("stopped")?,
    };
    let Counts { total, sending, added, removed, already, failed, unconfirmed, stopped, .. } = counts;
    let others = sending + added + removed + already + failed + unconfirmed + stopped;
    Ok(Counts { waiting: total.saturating_sub(others), ..counts })
}

fn records(connection: &Connection, which: &str, params: impl Params) -> rusqlite::Result<Vec<BatchRecord>> {
    let sql = concat!(
        "SELECT batch.id, batch.name, batch.account, account.name AS account_name, batch.action, batch.pace,
                batch.state, batch.why, batch.again, batch.look, batch.undone, batch.requests, batch.began,
                batch.ended, batch.undoes, batch.retries, batch.looked, batch.shapes, ",
        counted!(),
        ",
                EXISTS (SELECT 1 FROM batch AS back
                        WHERE back.undoes = batch.id AND back.state <> 'ended') AS undoing,
                EXISTS (SELECT 1 FROM batch AS more WHERE more.retries = batch.id) AS retried
         FROM batch JOIN account ON account.id = batch.account "
    );
    let mut statement = connection.prepare_cached(&format!("{sql}{which}"))?;
    let mut rows = statement.query(params)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.extend(read(row)?);
    }
    Ok(records)
}

fn insert(
    connection: &mut Connection,
    first: i64,
    batch: i64,
    items: impl Iterator<Item = NewItem>,
    now: i64,
) -> rusqlite::Result<()> {
    let change = connection.transaction()?;
    let mut next: i64 =
        change.query_row("SELECT max(coalesce(max(id), 0) + 1, ?) FROM item", [first], |row| row.get(0))?;
    let items: Vec<NewItem> = items.collect();
    for some in items.chunks(bulk::ROWS) {
        bulk::insert(&change, next, batch, some, now)?;
        next += i64::try_from(some.len()).unwrap_or(i64::MAX);
    }
    change.commit()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<BatchRecord>> {
    let Some(account) = AccountId::new(row.get::<_, String>("account")?) else { return Ok(None) };
    let Some(action) = Action::from_text(row.get_ref("action")?.as_str()?) else { return Ok(None) };
    let counts = counts_of(row)?;
    let why: Option<String> = row.get("why")?;
    let stored = match row.get_ref("state")?.as_str()? {
        "open" => StoredState::Open,
        "paused" => StoredState::Paused(paused(why.as_deref())),
        "stopping" => StoredState::Stopping,
        _ => StoredState::Ended,
    };
    let speed: Option<String> = row.get("pace")?;
    let (undone, undoing, retried): (u64, bool, bool) =
        (row.get("undone")?, row.get("undoing")?, row.get("retried")?);
    let retryable = stored == StoredState::Ended && !retried;
    Ok(Some(BatchRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        account,
        account_name: row.get("account_name")?,
        action,
        single: speed.is_none(),
        speed: speed.as_deref().and_then(Speed::from_text).unwrap_or_default(),
        stored,
        refused_before: matches!(paused(why.as_deref()), PauseReason::Refused { .. }),
        again: row.get("again")?,
        look_first: row.get("look")?,
        looked: row.get("looked")?,
        counts,
        unknown_replies: row.get::<_, Option<String>>("shapes")?.is_some(),
        requests: row.get("requests")?,
        began: row.get("began")?,
        ended: row.get("ended")?,
        undoes: row.get("undoes")?,
        retries: row.get("retries")?,
        can_undo: if undoing { 0 } else { (counts.added + counts.removed).saturating_sub(undone) },
        can_retry: if retryable { counts.failed + counts.unconfirmed + counts.stopped } else { 0 },
    }))
}

fn paused(why: Option<&str>) -> PauseReason {
    match why.and_then(|why| serde_json::from_str(why).ok()) {
        Some(Why::User) => PauseReason::User,
        Some(Why::Service(cause)) => PauseReason::Service { cause, words: None },
        Some(Why::Said { cause, words }) => PauseReason::Service { cause, words },
        Some(Why::Refused { cause, words, times }) => PauseReason::Refused { cause, words, times },
        Some(Why::Unproven { proven, of }) => PauseReason::Unproven { proven, of },
        // The details are not stored, because the disk is writable again.
        Some(Why::Ledger) => PauseReason::Ledger { code: LedgerProblem::Full, path: None },
        Some(Why::NoKey) => PauseReason::NoKey,
        Some(Why::Interrupted) | None => PauseReason::Interrupted,
    }
}
