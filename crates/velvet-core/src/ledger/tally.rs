//! Numbers about the log, without anybody's name in them.

use super::{Ledger, schema};
use crate::{
    view::{Action, Cause, Counts, Failure},
    words::Word,
};

/// Causes that are told.
const CAUSES: u32 = 20;

/// How much there is, and what went wrong last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// The version of the file.
    pub(crate) version: usize,
    /// Bytes of it.
    pub(crate) bytes: u64,
    /// How it is kept safe while it is written, in SQLite's words: `wal`, unless the file system does not allow it.
    pub(crate) journal: String,
    /// Batches, those of one fan included, and how many have not ended.
    pub(crate) batches: (u64, u64),
    /// How all items stand.
    pub(crate) items: Counts,
    /// The last causes, newest first: when, doing what, and why it did not end as it should.
    pub(crate) causes: Vec<(i64, Action, Cause)>,
}

impl Ledger {
    /// Counts everything. Looks through the log, so for long ones it takes a moment.
    pub(crate) fn tally(&self) -> Result<Tally, Failure> {
        self.read(|whole| {
            let bytes = whole.query_row(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
                [],
                |row| row.get(0),
            )?;
            let journal = whole.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
            let (batches, items) = whole.query_row(
                "SELECT count(*), count(*) FILTER (WHERE state <> 'ended'), coalesce(sum(total), 0), coalesce(sum(added), 0), coalesce(sum(removed), 0),
                        coalesce(sum(already), 0), coalesce(sum(failed), 0), coalesce(sum(unsure), 0), coalesce(sum(stopped), 0) FROM batch",
                [],
                |row| {
                    let counts = Counts {
                        total: row.get(2)?,
                        added: row.get(3)?,
                        removed: row.get(4)?,
                        already: row.get(5)?,
                        failed: row.get(6)?,
                        unsure: row.get(7)?,
                        stopped: row.get(8)?,
                        ..Counts::default()
                    };
                    Ok(((row.get(0)?, row.get(1)?), counts))
                },
            )?;
            let mut statement = whole.prepare(
                "SELECT item.ended, batch.action, item.cause FROM item JOIN batch ON batch.id = item.batch
                 WHERE item.place IS NOT NULL AND item.cause IS NOT NULL AND item.ended IS NOT NULL
                 ORDER BY item.place DESC LIMIT ?",
            )?;
            let causes = statement.query_map([CAUSES], |row| {
                let (action, cause): (String, String) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, Action::from_word(&action), Cause::from_word(&cause)))
            })?;
            let causes = causes.filter_map(|row| match row {
                Ok((when, Some(action), Some(cause))) => Some(Ok((when, action, cause))),
                Ok(_) => None,
                Err(error) => Some(Err(error)),
            });
            Ok(Tally { version: schema::version(whole)?, bytes, journal, batches, items, causes: causes.collect::<Result<_, _>>()? })
        })
    }
}
