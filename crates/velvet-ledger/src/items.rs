use rusqlite::params;

use super::{Ledger, LedgerError};
use crate::text_enum::TextEnum;
use velvet_model::Action;
use velvet_model::ids::{AccountId, FanId};

/// A single add or removal, stored before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The account. Switching accounts in the window does not change it.
    pub account: AccountId,
    /// The fan.
    pub fan: FanId,
    /// The action.
    pub action: Action,
    /// The item that this undoes.
    pub undoes: Option<i64>,
    /// The name of the fan, shown beside the ID in the log.
    pub label: Option<String>,
}

/// The numbers of a single item and its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// The batch of one.
    pub batch: i64,
    /// Its item.
    pub item: i64,
}

impl Ledger {
    /// Writes a batch of one `waiting` item. The item has its position in the log from the start, so the window shows
    /// it at once.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. Nothing was written, so nothing may be sent.
    pub fn begin(&self, intent: &Intent, now: i64) -> Result<Begun, LedgerError> {
        self.change(|connection| {
            let change = connection.transaction()?;
            change
                .prepare_cached(
                    "INSERT INTO batch (id, account, action, began, total)
                     VALUES ((SELECT max(coalesce(max(id), 0) + 1, ?) FROM batch), ?, ?, ?, 1)",
                )?
                .execute(params![self.first, intent.account.as_str(), intent.action.text(), now])?;
            let batch = change.last_insert_rowid();
            change
                .prepare_cached(
                    "INSERT INTO item (id, batch, fan, phase, undoes, began, label, place)
                     VALUES ((SELECT max(coalesce(max(id), 0) + 1, ?1) FROM item), ?2, ?3, 'waiting', ?4, ?5, ?6,
                             (SELECT coalesce(max(place), 0) + 1 FROM item WHERE place IS NOT NULL))",
                )?
                .execute(params![self.first, batch, intent.fan.as_str(), intent.undoes, now, intent.label])?;
            let item = change.last_insert_rowid();
            change.commit()?;
            Ok(Begun { batch, item })
        })
    }

    /// Returns the intent of an item.
    pub fn intent(&self, item: i64) -> Result<Option<Intent>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT batch.account, item.fan, batch.action, item.undoes, item.label
                 FROM item JOIN batch ON batch.id = item.batch WHERE item.id = ?",
            )?;
            let mut rows = statement.query([item])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let account = AccountId::new(row.get::<_, String>(0)?);
            let fan = FanId::from_digits(row.get(1)?).ok();
            let action = Action::from_text(row.get_ref(2)?.as_str()?);
            let (undoes, label) = (row.get(3)?, row.get(4)?);
            Ok(account.zip(fan).zip(action).map(|((account, fan), action)| Intent {
                account,
                fan,
                action,
                undoes,
                label,
            }))
        })
    }
}
