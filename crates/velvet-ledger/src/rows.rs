use std::sync::atomic::Ordering;

use rusqlite::{OptionalExtension, Params, Row, params};

use super::{Ledger, LedgerError, LogPositions, lock, names::shown_name};
use crate::row::{BatchFilter, BatchRows, LARGEST_SLICE, LogMark, LogRow, LogSlice};
use crate::text_enum::TextEnum;
use velvet_model::ids::{FanId, created_ms};
use velvet_model::{Action, Cause, Outcome, Phase};

/// Defines the columns of an entry, and the statement that selects them in this order.
macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $sql:expr,)+) => {
        #[derive(Clone, Copy)]
        enum Column {
            $($(#[$doc])* $column,)+
        }

        const SELECT: &str = concat!(
            "SELECT ",
            $($sql, ", ",)+
            "NULL FROM item JOIN batch ON batch.id = item.batch JOIN account ON account.id = batch.account "
        );
    };
}

columns! {
    Item = "item.id",
    Account = "batch.account",
    AccountName = "account.name",
    Fan = "item.fan",
    Label = shown_name!(),
    ListRow = "item.row",
    Batch = "iif(batch.pace IS NULL, NULL, batch.id)",
    BatchName = "iif(batch.pace IS NULL, NULL, nullif(batch.name, ''))",
    Note = "(SELECT note.text FROM note WHERE note.fan = item.fan)",
    Action = "batch.action",
    Phase = "item.phase",
    Outcome = "item.outcome",
    Cause = "item.cause",
    Words = "item.words",
    Began = "item.began",
    Ended = "item.ended",
    Checked = "item.checked",
    OtherMarks = "coalesce(item.marks & ~4, 0) <> 0",
    /// Marks that the fan had before and no longer has.
    LostMarks = "item.marks IS NOT NULL AND coalesce((
            SELECT earlier.marks & ~item.marks & ~4 FROM item AS earlier JOIN batch AS its ON its.id = earlier.batch
            WHERE earlier.fan = item.fan AND earlier.place < item.place AND its.account = batch.account
              AND earlier.marks IS NOT NULL
            ORDER BY earlier.place DESC LIMIT 1), 0) <> 0",
    /// A later item undid it.
    Undone = "EXISTS (SELECT 1 FROM item AS back WHERE back.undoes = item.id AND back.outcome IN ('added', 'removed'))",
    /// A later item is about to undo it.
    Undoing = "EXISTS (SELECT 1 FROM item AS back WHERE back.undoes = item.id AND back.phase <> 'done')",
    /// Something that may have changed the VIP list was done to the same fan later.
    Overtaken = "coalesce(item.outcome, '') IN ('added', 'removed', 'unsure') AND EXISTS (
            SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch
            WHERE later.fan = item.fan AND later.place > item.place AND its.account = batch.account
              AND iif(item.outcome = 'unsure', later.outcome IS NOT 'stopped',
                      later.outcome IN ('added', 'removed', 'already')))",
}

/// Returns the statement that selects entries, with this condition and order.
fn select(rest: &str) -> String {
    format!("{SELECT}{rest}")
}

impl Ledger {
    /// Returns a number that rises with every change in this run.
    pub fn revision(&self) -> i64 {
        self.revision.load(Ordering::Relaxed)
    }

    /// Returns the log's length and revision.
    pub fn mark(&self) -> Result<LogMark, LedgerError> {
        let revision = self.revision();
        // Positions have no gaps, so the last one is also the number of entries. The index of positions is partial.
        // Without this condition, SQLite would scan another index.
        let total = self.read(|connection| {
            connection
                .prepare_cached("SELECT coalesce(max(place), 0) FROM item WHERE place IS NOT NULL")?
                .query_row([], |row| row.get(0))
        })?;
        Ok(LogMark { total, revision })
    }

    /// Returns up to 200 entries, newest first, after the `offset` newest.
    pub fn slice(&self, offset: u32, limit: u32) -> Result<LogSlice, LedgerError> {
        let mark = self.mark()?;
        let rows = self.some_rows(
            "WHERE item.place <= ? ORDER BY item.place DESC LIMIT ?",
            params![mark.total - i64::from(offset), limit.min(LARGEST_SLICE)],
        )?;
        Ok(LogSlice { mark, offset: offset.into(), rows })
    }

    /// Returns the entries at these positions, at most 200, in the given order.
    pub fn rows_at(&self, places: &LogPositions) -> Result<Vec<LogRow>, LedgerError> {
        let rows: Vec<LogRow> = self.read_at(places, |connection, places| {
            let mut statement = connection.prepare_cached(&select("WHERE item.place = ?"))?;
            let mut rows = Vec::with_capacity(places.len());
            for place in places.iter().take(LARGEST_SLICE as usize) {
                rows.extend(statement.query_map([place], read)?.next().transpose()?);
            }
            Ok(rows)
        })?;
        Ok(rows.into_iter().map(|row| self.mask_unsaved(row)).collect())
    }

    /// Returns the fans at these positions.
    pub fn fans_at(&self, places: &LogPositions) -> Result<Vec<FanId>, LedgerError> {
        self.read_at(places, |connection, places| {
            let mut statement = connection.prepare_cached("SELECT fan FROM item WHERE place = ?")?;
            let mut fans = Vec::with_capacity(places.len());
            for place in places {
                let fan: Option<String> = statement.query_row([place], |row| row.get(0)).optional()?;
                fans.extend(fan.and_then(|fan| FanId::from_digits(fan).ok()));
            }
            Ok(fans)
        })
    }

    /// Returns up to 200 items of a batch after the first `offset`.
    pub fn batch_rows(
        &self,
        batch: i64,
        filter: BatchFilter,
        offset: u64,
        limit: u32,
    ) -> Result<BatchRows, LedgerError> {
        let (total, rows) = self.read(|connection| {
            let (mut total, mut rows) = (0, Vec::new());
            let limit = u64::from(limit.min(LARGEST_SLICE));
            for (which, order) in parts(filter) {
                let count = format!("SELECT count(*) FROM item WHERE item.batch = ?1 AND {which}");
                let count: u64 = connection.prepare_cached(&count)?.query_row([batch], |row| row.get(0))?;
                let (skipped, missing) = (offset.saturating_sub(total), limit - rows.len() as u64);
                total += count;
                if missing == 0 || skipped >= count {
                    continue;
                }
                let rest = format!("WHERE item.batch = ?1 AND {which} ORDER BY {order} LIMIT ?2 OFFSET ?3");
                let mut statement = connection.prepare_cached(&select(&rest))?;
                for row in statement.query_map(params![batch, missing, skipped], read)? {
                    rows.push(row?);
                }
            }
            Ok((total, rows))
        })?;
        let rows = rows.into_iter().map(|row| self.mask_unsaved(row)).collect();
        Ok(BatchRows { batch, filter, total, offset, rows })
    }

    /// Returns the entries with this condition and order.
    pub(super) fn some_rows(&self, which: &str, params: impl Params) -> Result<Vec<LogRow>, LedgerError> {
        let rows: Vec<LogRow> = self.read(|connection| {
            connection.prepare_cached(&select(which))?.query_map(params, read)?.collect()
        })?;
        Ok(rows.into_iter().map(|row| self.mask_unsaved(row)).collect())
    }

    /// Returns an entry.
    pub fn row(&self, item: i64) -> Result<Option<LogRow>, LedgerError> {
        let row = self.read(|connection| {
            connection
                .prepare_cached(&select("WHERE item.id = ?"))?
                .query_map([item], read)?
                .next()
                .transpose()
        })?;
        Ok(row.map(|row| self.mask_unsaved(row)))
    }

    /// Shows an entry as unconfirmed if its outcome could not be written: the window claims nothing that is not on
    /// disk.
    fn mask_unsaved(&self, row: LogRow) -> LogRow {
        if lock(&self.unwritten).contains_key(&row.item) {
            let outcome = Some(Outcome::Unconfirmed);
            LogRow { phase: Phase::Done, outcome, cause: Some(Cause::NotSaved), can_check: false, ..row }
        } else {
            row
        }
    }
}

/// Returns the conditions and orders whose items, one after the other, are those that pass the filter.
///
/// Each part follows an index. One query with the order of all parts would sort the whole batch for each page.
fn parts(filter: BatchFilter) -> &'static [(&'static str, &'static str)] {
    const FAILED: (&str, &str) = ("item.outcome = 'failed'", "item.place DESC");
    const UNCONFIRMED: (&str, &str) = ("item.outcome = 'unsure'", "item.place DESC");
    const STOPPED: (&str, &str) = ("item.outcome = 'stopped'", "item.id");
    match filter {
        BatchFilter::Latest => &[("item.place IS NOT NULL", "item.place DESC")],
        BatchFilter::Done => &[("item.outcome IN ('added', 'removed')", "item.place DESC")],
        BatchFilter::Already => &[("item.outcome = 'already'", "item.place DESC")],
        BatchFilter::Unconfirmed => &[UNCONFIRMED],
        BatchFilter::Failed => &[FAILED],
        BatchFilter::Stopped => &[STOPPED],
        BatchFilter::Left => &[FAILED, UNCONFIRMED, STOPPED],
        BatchFilter::Waiting => &[("item.phase = 'waiting'", "item.id")],
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogRow> {
    let text = |column: Column| -> rusqlite::Result<Option<String>> { row.get(column as usize) };
    let phase = match row.get_ref(Column::Phase as usize)?.as_str()? {
        "waiting" => Phase::Waiting,
        "sending" => Phase::Sending,
        _ => Phase::Done,
    };
    let outcome = text(Column::Outcome)?.as_deref().and_then(Outcome::from_text);
    let undone: bool = row.get(Column::Undone as usize)?;
    let (undoing, overtaken): (bool, bool) =
        (row.get(Column::Undoing as usize)?, row.get(Column::Overtaken as usize)?);
    let changed = matches!(outcome, Some(Outcome::Added | Outcome::Removed));
    let fan: String = row.get(Column::Fan as usize)?;
    Ok(LogRow {
        item: row.get(Column::Item as usize)?,
        account: row.get(Column::Account as usize)?,
        account_name: row.get(Column::AccountName as usize)?,
        created: created_ms(&fan),
        fan,
        label: row.get(Column::Label as usize)?,
        batch: row.get(Column::Batch as usize)?,
        row: row.get(Column::ListRow as usize)?,
        note: row.get(Column::Note as usize)?,
        batch_name: row.get(Column::BatchName as usize)?,
        action: if row.get_ref(Column::Action as usize)?.as_str()? == "add" {
            Action::Add
        } else {
            Action::Remove
        },
        phase,
        outcome,
        cause: text(Column::Cause)?.as_deref().and_then(Cause::from_text),
        words: row.get(Column::Words as usize)?,
        other_marks: row.get(Column::OtherMarks as usize)?,
        lost_marks: row.get(Column::LostMarks as usize)?,
        began: row.get(Column::Began as usize)?,
        ended: row.get(Column::Ended as usize)?,
        checked: row.get(Column::Checked as usize)?,
        can_undo: changed && !undone && !undoing && !overtaken,
        undone,
        // The VIP list would show the effect of the later item.
        can_check: outcome == Some(Outcome::Unconfirmed) && !overtaken,
    })
}
