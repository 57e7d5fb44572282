use std::sync::atomic::Ordering;

use rusqlite::{OptionalExtension, Row, params};

use super::{Ledger, LedgerError, LogPositions, lock};
use crate::row::{BatchFilter, BatchRows, LARGEST_SLICE, LogMark, LogRow, LogSlice};
use crate::text_enum::TextEnum;
use velvet_model::ids::FanId;
use velvet_model::{Action, Cause, Outcome, Phase};

/// Everything a row of the log shows. `undone`: a later item undid it; `undoing`: one is about to; `overtaken`: something
/// that may have changed the VIP list was done to the same fan later.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT item.id, batch.account, account.name AS account_name, item.fan, item.label, item.row,
                    iif(batch.pace IS NULL, NULL, batch.id) AS batch,
                    iif(batch.pace IS NULL, NULL, nullif(batch.name, '')) AS batch_name,
                    (SELECT note.text FROM note WHERE note.fan = item.fan) AS note,
                    batch.action, item.phase, item.outcome, item.cause, item.words, item.began, item.ended, item.checked,
                    coalesce(item.marks & ~4, 0) <> 0 AS other_marks,
                    item.marks IS NOT NULL AND coalesce((
                            SELECT earlier.marks & ~item.marks & ~4 FROM item AS earlier JOIN batch AS its ON its.id = earlier.batch
                            WHERE earlier.fan = item.fan AND earlier.place < item.place AND its.account = batch.account
                              AND earlier.marks IS NOT NULL
                            ORDER BY earlier.place DESC LIMIT 1), 0) <> 0 AS lost_marks,
                    EXISTS (SELECT 1 FROM item AS back WHERE back.undoes = item.id AND back.outcome IN ('added', 'removed'))
                        AS undone,
                    EXISTS (SELECT 1 FROM item AS back WHERE back.undoes = item.id AND back.phase <> 'done') AS undoing,
                    coalesce(item.outcome, '') IN ('added', 'removed', 'unsure') AND EXISTS (
                            SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch
                            WHERE later.fan = item.fan AND later.place > item.place AND its.account = batch.account
                              AND iif(item.outcome = 'unsure', later.outcome IS NOT 'stopped',
                                      later.outcome IN ('added', 'removed', 'already'))) AS overtaken
             FROM item JOIN batch ON batch.id = item.batch JOIN account ON account.id = batch.account ",
            $rest
        )
    };
}

impl Ledger {
    /// Rises with every change in this run.
    pub fn revision(&self) -> i64 {
        self.revision.load(Ordering::Relaxed)
    }

    /// The log's length and revision.
    pub fn mark(&self) -> Result<LogMark, LedgerError> {
        let revision = self.revision();
        // Places follow each other without a gap, so the last one is also how many there are. The index of places holds
        // only what has one: without saying so, SQLite would read through another one from end to end.
        let total = self.read(|connection| {
            connection
                .prepare_cached("SELECT coalesce(max(place), 0) FROM item WHERE place IS NOT NULL")?
                .query_row([], |row| row.get(0))
        })?;
        Ok(LogMark { total, revision })
    }

    /// Up to 200 rows, newest first, after the `offset` newest.
    pub fn slice(&self, offset: u32, limit: u32) -> Result<LogSlice, LedgerError> {
        let mark = self.mark()?;
        let rows: Vec<LogRow> = self.read(|connection| {
            connection
                .prepare_cached(select!("WHERE item.place <= ? ORDER BY item.place DESC LIMIT ?"))?
                .query_map(params![mark.total - i64::from(offset), limit.min(LARGEST_SLICE)], read)?
                .collect()
        })?;
        let rows = rows.into_iter().map(|row| self.mask_unsaved(row)).collect();
        Ok(LogSlice { mark, offset: offset.into(), rows })
    }

    /// The rows at these places of the log, at most 200, in the order in which they are asked for.
    pub fn rows_at(&self, places: &LogPositions) -> Result<Vec<LogRow>, LedgerError> {
        let rows: Vec<LogRow> = self.read_at(places, |connection, places| {
            let mut statement = connection.prepare_cached(select!("WHERE item.place = ?"))?;
            let mut rows = Vec::with_capacity(places.len());
            for place in places.iter().take(LARGEST_SLICE as usize) {
                rows.extend(statement.query_map([place], read)?.next().transpose()?);
            }
            Ok(rows)
        })?;
        Ok(rows.into_iter().map(|row| self.mask_unsaved(row)).collect())
    }

    /// The fans at these places of the log.
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

    /// Items of a batch: up to 200 after the first `offset`.
    pub fn batch_rows(
        &self,
        batch: i64,
        filter: BatchFilter,
        offset: u64,
        limit: u32,
    ) -> Result<BatchRows, LedgerError> {
        let (which, order) = match filter {
            BatchFilter::Latest => ("item.place IS NOT NULL", "item.place DESC"),
            BatchFilter::Done => ("item.outcome IN ('added', 'removed')", "item.place DESC"),
            BatchFilter::Already => ("item.outcome = 'already'", "item.place DESC"),
            BatchFilter::Unconfirmed => ("item.outcome = 'unsure'", "item.place DESC"),
            BatchFilter::Failed => ("item.outcome = 'failed'", "item.place DESC"),
            BatchFilter::Stopped => ("item.outcome = 'stopped'", "item.id"),
            BatchFilter::Waiting => ("item.phase = 'waiting'", "item.id"),
        };
        let rows =
            format!("{} WHERE item.batch = ?1 AND {which} ORDER BY {order} LIMIT ?2 OFFSET ?3", select!(""));
        let count = format!("SELECT count(*) FROM item WHERE item.batch = ?1 AND {which}");
        let start = i64::try_from(offset).unwrap_or(i64::MAX);
        let (total, rows): (u64, Vec<LogRow>) = self.read(|connection| {
            let total = connection.prepare_cached(&count)?.query_row([batch], |row| row.get(0))?;
            let mut statement = connection.prepare_cached(&rows)?;
            let rows = statement
                .query_map(params![batch, limit.min(LARGEST_SLICE), start], read)?
                .collect::<Result<_, _>>()?;
            Ok((total, rows))
        })?;
        let rows = rows.into_iter().map(|row| self.mask_unsaved(row)).collect();
        Ok(BatchRows { batch, filter, total, offset, rows })
    }

    /// One row.
    pub fn row(&self, item: i64) -> Result<Option<LogRow>, LedgerError> {
        let row = self.read(|connection| {
            connection
                .prepare_cached(select!("WHERE item.id = ?"))?
                .query_map([item], read)?
                .next()
                .transpose()
        })?;
        Ok(row.map(|row| self.mask_unsaved(row)))
    }

    /// Nothing is claimed that is not on the disk: an ending that could not be written is not shown as one.
    fn mask_unsaved(&self, row: LogRow) -> LogRow {
        if lock(&self.unwritten).contains_key(&row.item) {
            let outcome = Some(Outcome::Unconfirmed);
            LogRow { phase: Phase::Done, outcome, cause: Some(Cause::NotSaved), can_check: false, ..row }
        } else {
            row
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogRow> {
    let text = |column: &str| -> rusqlite::Result<Option<String>> { row.get(column) };
    let phase = match row.get_ref("phase")?.as_str()? {
        "waiting" => Phase::Waiting,
        "sending" => Phase::Sending,
        _ => Phase::Done,
    };
    let outcome = text("outcome")?.as_deref().and_then(Outcome::from_text);
    let undone: bool = row.get("undone")?;
    let (undoing, overtaken): (bool, bool) = (row.get("undoing")?, row.get("overtaken")?);
    let changed = matches!(outcome, Some(Outcome::Added | Outcome::Removed));
    Ok(LogRow {
        item: row.get("id")?,
        account: row.get("account")?,
        account_name: row.get("account_name")?,
        fan: row.get("fan")?,
        label: row.get("label")?,
        batch: row.get("batch")?,
        row: row.get("row")?,
        note: row.get("note")?,
        batch_name: row.get("batch_name")?,
        action: if row.get_ref("action")?.as_str()? == "add" { Action::Add } else { Action::Remove },
        phase,
        outcome,
        cause: text("cause")?.as_deref().and_then(Cause::from_text),
        words: row.get("words")?,
        other_marks: row.get("other_marks")?,
        lost_marks: row.get("lost_marks")?,
        began: row.get("began")?,
        ended: row.get("ended")?,
        checked: row.get("checked")?,
        can_undo: changed && !undone && !undoing && !overtaken,
        undone,
        // What the list shows now would be the work of the later item.
        can_check: outcome == Some(Outcome::Unconfirmed) && !overtaken,
    })
}
