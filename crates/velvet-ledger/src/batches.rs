use rusqlite::{Connection, Row, named_params, params};
use serde::{Deserialize, Serialize};

use super::{
    Ledger, NewItem, bulk,
    row::LARGEST_SLICE,
    statements::{remove_unfinished, stop},
};
use crate::text_enum::{TextEnum, as_text};
use velvet_model::ids::AccountId;
use velvet_model::{Action, Cause, Counts, ErrorCode, Failure, PauseReason, Speed};
use velvet_platform::failpoint::{self, FailPoint};

/// Items that are written at once: few enough that nobody waits long for the ledger meanwhile.
pub(super) const CHUNK: usize = 2_000;

/// A batch that is to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// The account it is for, for good.
    pub account: AccountId,
    /// What to do.
    pub action: Action,
    /// How fast.
    pub speed: Speed,
    /// Its name, or nothing.
    pub name: String,
    /// Whether fans are sent who were added before.
    pub again: bool,
    /// Whether the VIP list is read before anything is sent.
    pub look_first: bool,
}

/// A batch as it stands in the ledger.
#[allow(clippy::struct_excessive_bools)] // Each answers a question of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRecord {
    /// Its number.
    pub id: i64,
    /// Its name, or nothing.
    pub name: String,
    /// The account it is for.
    pub account: AccountId,
    /// The account's name when it was last listed.
    pub account_name: String,
    /// What is done.
    pub action: Action,
    /// How fast.
    pub speed: Speed,
    /// Where it stands.
    pub stored: StoredState,
    /// The service refused too many fans in the same way when it last ran.
    pub refused_before: bool,
    /// Whether fans are sent who were added before.
    pub again: bool,
    /// Whether the VIP list is still to be read before anything is sent.
    pub look_first: bool,
    /// Whether the VIP list was read whole before anything was sent.
    pub looked: bool,
    /// Its items by how they ended.
    pub counts: Counts,
    /// The server answers it in shapes that this version does not know, and the VIP list shows that they mean success.
    pub unknown_replies: bool,
    /// Requests it has made.
    pub requests: u64,
    /// When it was written down, milliseconds since 1970.
    pub began: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// The batch that it takes back.
    pub undoes: Option<i64>,
    /// The batch whose failures it tries again.
    pub retries: Option<i64>,
    /// Items that can be taken back.
    pub can_undo: u64,
    /// Items that can be tried again.
    pub can_retry: u64,
}

/// Where a batch stands on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredState {
    /// It runs, or will.
    Open,
    /// It waits for the user.
    Paused(PauseReason),
    /// Nothing more is sent; what was never sent is being ended.
    Stopping,
    /// Every item has its outcome.
    Ended,
}

/// A [`PauseReason`] as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    User,
    Interrupted,
    /// As earlier versions wrote it.
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
    /// Writes down a batch, whole or not at all: until its last item is there nobody sees it, and what a crash leaves
    /// of it is removed at the next start.
    ///
    /// # Errors
    /// A `ledger_…` code: nothing was written, so nothing may be sent.
    pub fn write_batch(
        &self,
        new: &NewBatch,
        items: impl Iterator<Item = NewItem>,
        now: i64,
    ) -> Result<i64, Failure> {
        let batch = self.begin_batch(new, (None, None), now)?;
        let mut items = items.peekable();
        let written = (|| {
            while items.peek().is_some() {
                let chunk = items.by_ref().take(CHUNK);
                self.change(|connection| insert(connection, self.first, batch, chunk, now))?;
                failpoint::hit(FailPoint::DuringWriteBatch);
            }
            self.open_batch(batch)
        })();
        let written = self.or_remove(batch, written);
        failpoint::hit(FailPoint::AfterWriteBatch);
        written
    }

    /// A batch that is there, and came from a list, an undo or a retry.
    pub fn batch(&self, batch: i64) -> Result<Option<BatchRecord>, Failure> {
        let found = self.records("WHERE batch.id = ?1 AND batch.state <> 'writing'", [batch])?;
        Ok(found.into_iter().next())
    }

    /// Batches, newest first, and how many there are.
    pub fn batches(&self, offset: u64, limit: u32) -> Result<(u64, Vec<BatchRecord>), Failure> {
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

    /// Batches that have not ended, in the order in which they run.
    pub fn open_batches(&self) -> Result<Vec<BatchRecord>, Failure> {
        self.records("WHERE batch.state IN ('open', 'paused', 'stopping') ORDER BY batch.id", [])
    }

    /// It waits for the user.
    pub fn pause_batch(&self, batch: i64, why: &PauseReason) -> Result<(), Failure> {
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
        self.set_state(batch, "paused", serde_json::to_string(&why).ok().as_deref())
    }

    /// It goes on. Why it paused is kept: after refusals, one request comes first.
    pub fn resume_batch(&self, batch: i64) -> Result<(), Failure> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE batch SET state = 'open' WHERE id = ? AND state IN ('open', 'paused', 'stopping')",
                    [batch],
                )
                .map(drop)
        })
    }

    /// It will not go on; what was never sent is ended by [`Self::stop_some`].
    pub fn stop_batch(&self, batch: i64) -> Result<(), Failure> {
        self.set_state(batch, "stopping", None)
    }

    /// Ends some of what waits in a batch that stops: what was never sent as `stopped`, what was sent before without a
    /// clear answer as `unconfirmed`. Says whether there may be more.
    pub fn stop_some(&self, batch: i64, now: i64) -> Result<bool, Failure> {
        self.change(|connection| {
            let ended = connection
                .prepare_cached(stop!("WHERE batch = :batch AND phase = 'waiting' ORDER BY id LIMIT :most"))?
                .execute(named_params! { ":batch": batch, ":now": now, ":most": CHUNK })?;
            Ok(ended == CHUNK)
        })
    }

    /// Every item has its outcome.
    pub fn end_batch(&self, batch: i64, now: i64) -> Result<(), Failure> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE batch SET state = 'ended', why = NULL, ended = ? WHERE id = ? AND state <> 'ended'",
                    params![now, batch],
                )
                .map(drop)
        })
    }

    pub(super) fn begin_batch(
        &self,
        new: &NewBatch,
        (undoes, retries): (Option<i64>, Option<i64>),
        now: i64,
    ) -> Result<i64, Failure> {
        self.change(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO batch (id, account, action, began, pace, name, again, look, undoes, retries, state)
                     VALUES ((SELECT max(coalesce(max(id), 0) + 1, ?) FROM batch), ?, ?, ?, ?, ?, ?, ?, ?, ?, 'writing')",
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
                    undoes,
                    retries,
                ])?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// The last step of writing a batch down.
    pub(super) fn open_batch(&self, batch: i64) -> Result<(), Failure> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE batch SET state = 'open', total = (SELECT count(*) FROM item WHERE batch = ?1) WHERE id = ?1",
                    [batch],
                )
                .map(drop)
        })
    }

    /// What could not be written whole is taken away again; should that fail as well, the next start does it.
    pub(super) fn or_remove(&self, batch: i64, written: Result<(), Failure>) -> Result<i64, Failure> {
        written.map(|()| batch).inspect_err(|_| {
            if let Err(failure) = self.write(remove_unfinished) {
                tracing::warn!(code = ?failure.code, "an unfinished batch is left for the next start");
            }
        })
    }

    fn set_state(&self, batch: i64, state: &str, why: Option<&str>) -> Result<(), Failure> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE batch SET state = ?, why = ? WHERE id = ? AND state IN ('open', 'paused', 'stopping')",
                    params![state, why, batch],
                )
                .map(drop)
        })
    }

    fn records(&self, which: &str, params: impl rusqlite::Params) -> Result<Vec<BatchRecord>, Failure> {
        let sql = format!(
            "SELECT batch.id, batch.name, batch.account, account.name, batch.action, batch.pace, batch.state,
                    batch.why, batch.again, batch.look, batch.total, batch.added, batch.removed, batch.already,
                    batch.failed, batch.unsure, batch.stopped, batch.undone, batch.requests, batch.began,
                    batch.ended, batch.undoes, batch.retries, batch.looked,
                    (SELECT count(*) FROM item WHERE batch = batch.id AND phase = 'sending'),
                    EXISTS (SELECT 1 FROM batch AS back WHERE back.undoes = batch.id AND back.state <> 'ended'),
                    EXISTS (SELECT 1 FROM batch AS more WHERE more.retries = batch.id), batch.shapes IS NOT NULL
             FROM batch JOIN account ON account.id = batch.account {which}"
        )
        .replace("batch = batch.id", "item.batch = batch.id");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params)?;
            let mut records = Vec::new();
            while let Some(row) = rows.next()? {
                records.extend(read(row)?);
            }
            Ok(records)
        })
    }
}

/// How the items of a batch stand.
pub(super) fn counts(connection: &Connection, batch: i64) -> rusqlite::Result<Counts> {
    connection
        .prepare_cached(
            "SELECT total, added, removed, already, failed, unsure, stopped,
                    (SELECT count(*) FROM item WHERE item.batch = batch.id AND phase = 'sending')
             FROM batch WHERE id = ?",
        )?
        .query_row([batch], |row| {
            Ok(with_waiting(Counts {
                total: row.get(0)?,
                added: row.get(1)?,
                removed: row.get(2)?,
                already: row.get(3)?,
                failed: row.get(4)?,
                unconfirmed: row.get(5)?,
                stopped: row.get(6)?,
                sending: row.get(7)?,
                waiting: 0,
            }))
        })
}

/// What is in no other state waits.
fn with_waiting(counts: Counts) -> Counts {
    let Counts { total, sending, added, removed, already, failed, unconfirmed, stopped, .. } = counts;
    let others = sending + added + removed + already + failed + unconfirmed + stopped;
    Counts { waiting: total.saturating_sub(others), ..counts }
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
    let Some(account) = AccountId::new(row.get::<_, String>(2)?) else { return Ok(None) };
    let Some(action) = Action::from_text(row.get_ref(4)?.as_str()?) else { return Ok(None) };
    let counts = with_waiting(Counts {
        total: row.get(10)?,
        added: row.get(11)?,
        removed: row.get(12)?,
        already: row.get(13)?,
        failed: row.get(14)?,
        unconfirmed: row.get(15)?,
        stopped: row.get(16)?,
        sending: row.get(24)?,
        waiting: 0,
    });
    let why: Option<String> = row.get(7)?;
    let stored = match row.get_ref(6)?.as_str()? {
        "open" => StoredState::Open,
        "paused" => StoredState::Paused(paused(why.as_deref())),
        "stopping" => StoredState::Stopping,
        _ => StoredState::Ended,
    };
    let (undone, undoing, retried): (u64, bool, bool) = (row.get(17)?, row.get(25)?, row.get(26)?);
    let retryable = stored == StoredState::Ended && !retried;
    Ok(Some(BatchRecord {
        id: row.get(0)?,
        name: row.get(1)?,
        account,
        account_name: row.get(3)?,
        action,
        speed: row.get::<_, Option<String>>(5)?.as_deref().and_then(Speed::from_text).unwrap_or_default(),
        stored,
        refused_before: matches!(paused(why.as_deref()), PauseReason::Refused { .. }),
        again: row.get(8)?,
        look_first: row.get(9)?,
        looked: row.get(23)?,
        counts,
        unknown_replies: row.get(27)?,
        requests: row.get(18)?,
        began: row.get(19)?,
        ended: row.get(20)?,
        undoes: row.get(21)?,
        retries: row.get(22)?,
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
        // What was wrong with the disk then, and where, is no longer of interest: it can be written again.
        Some(Why::Ledger) => PauseReason::Ledger { code: ErrorCode::LedgerFull, path: None },
        Some(Why::NoKey) => PauseReason::NoKey,
        Some(Why::Interrupted) | None => PauseReason::Interrupted,
    }
}
