use rusqlite::{Connection, params};

use super::Ledger;
use crate::text_enum::TextEnum;
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Action, Failure};

/// What is about to be done, written down before it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The account it is for, for good: switching accounts on screen changes nothing here.
    pub account: AccountId,
    /// The fan.
    pub fan: FanId,
    /// What to do.
    pub action: Action,
    /// The item that this takes back.
    pub undoes: Option<i64>,
    /// What the fan is called, to stand beside the id in the log.
    pub label: Option<String>,
}

impl Ledger {
    /// Writes down a batch of one, `sending`: its request may leave when this returns.
    ///
    /// # Errors
    /// A `ledger_…` code: nothing was written, so nothing may be sent.
    pub fn begin(&self, intent: &Intent, now: i64) -> Result<i64, Failure> {
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
                     VALUES ((SELECT max(coalesce(max(id), 0) + 1, ?1) FROM item), ?2, ?3, 'sending', ?4, ?5, ?6,
                             (SELECT coalesce(max(place), 0) + 1 FROM item WHERE place IS NOT NULL))",
                )?
                .execute(params![self.first, batch, intent.fan.as_str(), intent.undoes, now, intent.label])?;
            let item = change.last_insert_rowid();
            change.commit()?;
            Ok(item)
        })
    }

    /// Back to `waiting`: it was not done, and will be sent again.
    pub fn mark_waiting(&self, item: i64) -> Result<(), Failure> {
        self.change(|connection| set_phase(connection, item, "waiting"))
    }

    /// `sending` again.
    pub fn mark_sending(&self, item: i64) -> Result<(), Failure> {
        self.change(|connection| set_phase(connection, item, "sending"))
    }

    /// The intent behind an item.
    pub fn intent(&self, item: i64) -> Result<Option<Intent>, Failure> {
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

fn set_phase(connection: &Connection, item: i64, phase: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE item SET phase = ? WHERE id = ?")?
        .execute(params![phase, item])
        .map(drop)
}
