//! Statistics about the log, without anybody's name in them.

use super::{Ledger, LedgerError, schema};
use crate::text_enum::TextEnum;
use velvet_model::{Action, Cause, Counts};

/// Most causes that are returned.
const CAUSES: u32 = 20;

/// The size of the ledger, and what went wrong last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogStats {
    /// The version of the file.
    pub version: usize,
    /// Its size in bytes.
    pub bytes: u64,
    /// The journal mode: `wal`, unless the file system does not allow it.
    pub journal: String,
    /// Number of batches, including single items, and how many of them have not ended.
    pub batches: (u64, u64),
    /// Number of items in each state.
    pub items: Counts,
    /// The last causes, newest first: the time, the action, the cause, and the message of the server if it went to more
    /// than one fan, so that it names nobody.
    pub causes: Vec<(i64, Action, Cause, Option<String>)>,
    /// Shapes of replies that prove nothing, though the VIP list shows that they mean success.
    pub shapes: Vec<String>,
}

/// Most shapes that are returned.
const SHAPES: u32 = 10;

/// Removes numbers and account names from a message of the server.
fn without_values(words: &str, accounts: &[String]) -> String {
    let mut words = words.to_owned();
    for name in accounts.iter().filter(|name| !name.is_empty()) {
        words = words.replace(name, "…");
    }
    let mut told = String::new();
    for c in words.chars() {
        match c {
            '0'..='9' if told.ends_with('#') => {}
            '0'..='9' => told.push('#'),
            c => told.push(c),
        }
    }
    told
}

impl Ledger {
    /// Counts everything. Scans the log, so long ones take a moment.
    pub fn stats(&self) -> Result<LogStats, LedgerError> {
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
                        unconfirmed: row.get(7)?,
                        stopped: row.get(8)?,
                        ..Counts::default()
                    };
                    Ok(((row.get(0)?, row.get(1)?), counts))
                },
            )?;
            let accounts: Vec<String> = whole
                .prepare("SELECT id FROM account UNION SELECT name FROM account UNION SELECT nickname FROM account")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let mut statement = whole.prepare(
                "SELECT item.ended, batch.action, item.cause,
                        iif(EXISTS (SELECT 1 FROM item AS other
                                    WHERE other.place BETWEEN item.place - 1000 AND item.place + 1000
                                      AND other.words = item.words AND other.fan <> item.fan),
                            item.words, NULL)
                 FROM item JOIN batch ON batch.id = item.batch
                 WHERE item.place IS NOT NULL AND item.cause IS NOT NULL AND item.ended IS NOT NULL
                 ORDER BY item.place DESC LIMIT ?",
            )?;
            let causes = statement.query_map([CAUSES], |row| {
                let (action, cause): (String, String) = (row.get(1)?, row.get(2)?);
                let words: Option<String> = row.get(3)?;
                let words = words.map(|words| without_values(&words, &accounts));
                Ok((row.get(0)?, Action::from_text(&action), Cause::from_text(&cause), words))
            })?;
            let causes = causes.filter_map(|row| match row {
                Ok((when, Some(action), Some(cause), words)) => Some(Ok((when, action, cause, words))),
                Ok(_) => None,
                Err(error) => Some(Err(error)),
            });
            let causes = causes.collect::<Result<_, _>>()?;
            let shapes = whole
                .prepare("SELECT DISTINCT shapes FROM batch WHERE shapes IS NOT NULL ORDER BY id DESC LIMIT ?")?
                .query_map([SHAPES], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(LogStats { version: schema::version(whole)?, bytes, journal, batches, items, causes, shapes })
        })
    }
}
