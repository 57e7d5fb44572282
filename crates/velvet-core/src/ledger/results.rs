use super::Ledger;
use crate::{
    view::{Cause, Failure, Outcome},
    words::Word,
};

/// How an item of a batch stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// The row of the list.
    pub row: Option<i64>,
    /// The fan.
    pub fan: String,
    /// How it ended, once it has.
    pub outcome: Option<Outcome>,
    /// Why, when it did not go well.
    pub cause: Option<Cause>,
}

impl Ledger {
    /// Hands out every item of a batch, in the order of the list.
    pub fn results(&self, batch: i64, mut each: impl FnMut(ResultRow)) -> Result<(), Failure> {
        self.write_what_is_unwritten()?;
        self.with(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT row, fan, outcome, cause FROM item WHERE batch = ? ORDER BY id")?;
            let mut rows = statement.query([batch])?;
            while let Some(row) = rows.next()? {
                let word = |at: usize| row.get::<_, Option<String>>(at);
                each(ResultRow {
                    row: row.get(0)?,
                    fan: row.get(1)?,
                    outcome: word(2)?.as_deref().and_then(Outcome::from_word),
                    cause: word(3)?.as_deref().and_then(Cause::from_word),
                });
            }
            Ok(())
        })
    }
}
