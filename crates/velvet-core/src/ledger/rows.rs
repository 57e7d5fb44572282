use std::sync::atomic::Ordering;

use rusqlite::{Row, params};

use super::{Ledger, lock};
use crate::{
    view::{Action, Cause, Failure, LogMark, LogRow, LogSlice, Outcome, Phase},
    words::Word,
};

/// Most rows handed out at once.
const LARGEST_SLICE: u32 = 200;

/// Everything a row of the log shows. `undone`: a later item took it back; `undoing`: one is about to;
/// `overtaken`: something was done to the same fan later.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT item.id, batch.account, account.name, item.fan, batch.action, item.phase, item.outcome, item.cause,
                    coalesce(item.marks & ~4, 0) <> 0, item.began, item.ended, item.checked,
                    EXISTS (SELECT 1 FROM item AS back WHERE back.undoes = item.id AND back.outcome IN ('added', 'removed')),
                    EXISTS (SELECT 1 FROM item AS back WHERE back.undoes = item.id AND back.phase <> 'done'),
                    EXISTS (SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch
                            WHERE later.fan = item.fan AND later.id > item.id AND its.account = batch.account)
             FROM item JOIN batch ON batch.id = item.batch JOIN account ON account.id = batch.account ",
            $rest
        )
    };
}

impl Ledger {
    /// The log's length and revision.
    pub fn mark(&self) -> Result<LogMark, Failure> {
        let revision = self.revision.load(Ordering::Relaxed);
        let total = self.with(|connection| {
            connection.prepare_cached("SELECT count(*) FROM item")?.query_row([], |row| row.get(0))
        })?;
        Ok(LogMark { total, revision })
    }

    /// Up to 200 rows, newest first, after the `offset` newest.
    pub fn slice(&self, offset: u32, limit: u32) -> Result<LogSlice, Failure> {
        let mark = self.mark()?;
        let rows: Vec<LogRow> = self.with(|connection| {
            connection
                .prepare_cached(select!("ORDER BY item.id DESC LIMIT ? OFFSET ?"))?
                .query_map(params![limit.min(LARGEST_SLICE), offset], read)?
                .collect()
        })?;
        let rows = rows.into_iter().map(|row| self.as_written(row)).collect();
        Ok(LogSlice { mark, offset: offset.into(), rows })
    }

    /// One row.
    pub fn row(&self, item: i64) -> Result<Option<LogRow>, Failure> {
        let row = self.with(|connection| {
            connection
                .prepare_cached(select!("WHERE item.id = ?"))?
                .query_map([item], read)?
                .next()
                .transpose()
        })?;
        Ok(row.map(|row| self.as_written(row)))
    }

    /// Nothing is claimed that is not on the disk: an ending that could not be written is not shown as one.
    fn as_written(&self, row: LogRow) -> LogRow {
        if lock(&self.unwritten).contains_key(&row.item) {
            let outcome = Some(Outcome::Unsure);
            LogRow { phase: Phase::Done, outcome, cause: Some(Cause::NotSaved), can_check: false, ..row }
        } else {
            row
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogRow> {
    let word = |at: usize| -> rusqlite::Result<Option<String>> { row.get(at) };
    let phase = match row.get_ref(5)?.as_str()? {
        "waiting" => Phase::Waiting,
        "sending" => Phase::Sending,
        _ => Phase::Done,
    };
    let outcome = word(6)?.as_deref().and_then(Outcome::from_word);
    let (undone, undoing, overtaken): (bool, bool, bool) = (row.get(12)?, row.get(13)?, row.get(14)?);
    Ok(LogRow {
        item: row.get(0)?,
        account: row.get(1)?,
        account_name: row.get(2)?,
        fan: row.get(3)?,
        label: None,
        batch: None,
        row: None,
        action: if row.get_ref(4)?.as_str()? == "add" { Action::Add } else { Action::Remove },
        phase,
        outcome,
        cause: word(7)?.as_deref().and_then(Cause::from_word),
        other_marks: row.get(8)?,
        began: row.get(9)?,
        ended: row.get(10)?,
        checked: row.get(11)?,
        can_undo: matches!(outcome, Some(Outcome::Added | Outcome::Removed)) && !undone && !undoing,
        undone,
        // What the list shows now would be the work of the later item.
        can_check: outcome == Some(Outcome::Unsure) && !overtaken,
    })
}
