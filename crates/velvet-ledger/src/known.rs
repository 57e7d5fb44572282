use std::collections::HashSet;

use super::{Ledger, LedgerError, checkpoint::added_since};
use velvet_model::{
    Fan,
    ids::{AccountId, FanId},
};

impl Ledger {
    /// Returns the fans that the ledger knows as added to `account`, without those whom the VIP list showed to have
    /// left. Reads every outcome of the account, so it is meant for long lists.
    pub fn added_before(&self, account: &AccountId) -> Result<HashSet<Box<str>>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT item.fan, item.outcome FROM item JOIN batch ON batch.id = item.batch
                 WHERE batch.account = ? AND item.place IS NOT NULL
                   AND item.outcome IN ('added', 'removed', 'already', 'unsure')
                 ORDER BY item.place",
            )?;
            let mut rows = statement.query([account.as_str()])?;
            let mut added = HashSet::new();
            while let Some(row) = rows.next()? {
                let fan = row.get_ref(0)?.as_str()?;
                if matches!(row.get_ref(1)?.as_str()?, "added" | "already") {
                    added.insert(fan.into());
                } else {
                    added.remove(fan);
                }
            }
            let mut left = connection.prepare_cached(
                "SELECT fan FROM vip WHERE account = ? AND state = 'left' AND hand = 'outside'",
            )?;
            let mut rows = left.query([account.as_str()])?;
            while let Some(row) = rows.next()? {
                added.remove(row.get_ref(0)?.as_str()?);
            }
            Ok(added)
        })
    }

    /// Returns the fans whom the server has shown to exist for `account`: those who were added or removed, or on the VIP
    /// list. Names are filled in as far as they are stored.
    pub fn known_fans(&self, account: &AccountId) -> Result<Vec<Fan>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT fan, username, name FROM (
                     SELECT item.fan FROM item JOIN batch ON batch.id = item.batch
                     WHERE batch.account = ?1 AND item.outcome IN ('added', 'removed', 'already')
                     UNION SELECT fan FROM vip WHERE account = ?1)
                 LEFT JOIN person USING (fan)",
            )?;
            let mut rows = statement.query([account.as_str()])?;
            let mut fans = Vec::new();
            while let Some(row) = rows.next()? {
                if let Ok(id) = FanId::from_digits(row.get(0)?) {
                    fans.push(Fan { id, username: row.get(1)?, name: row.get(2)? });
                }
            }
            Ok(fans)
        })
    }

    /// Returns whether the ledger knows a fan as added to `account`. Meant for short lists.
    pub fn is_added(&self, account: &AccountId, fan: &str) -> Result<bool, LedgerError> {
        self.read(|connection| added_since(connection, account, fan, None))
    }
}
