use rusqlite::{named_params, params};
use serde::{Deserialize, Serialize};

use super::{BatchRecord, Ledger, LedgerError, row::LARGEST_SLICE};
use crate::text_enum::TextEnum;
use velvet_model::{Action, search_key::search_key};

/// A query of the batches of many fans. The default one finds all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct BatchQuery {
    /// Search text as typed. Each word must occur in the name of the batch, which is the file's name at first, or of the
    /// account. Accents and case are ignored.
    pub text: String,
    /// Only batches of this account.
    pub account: Option<String>,
    /// Only batches with this action.
    pub action: Option<Action>,
    /// Only batches that stand like this.
    pub standing: Option<BatchStanding>,
}

/// How a batch stands, by what a user may want to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum BatchStanding {
    /// Running, queued, pausing, or stopping.
    Open,
    /// Paused, by the user or by trouble.
    Paused,
    /// Ended, and something of it can be retried.
    Unfinished,
    /// Ended, and nothing of it is left to do.
    Finished,
}

impl Ledger {
    /// Returns the number of batches that match a query, and up to `limit` of them after the first `offset`, newest
    /// first. Single items are not included.
    ///
    /// Whoever runs the batches knows which of those that have not ended are paused: `open` has the numbers of those that
    /// the query is about, if it is about them.
    pub fn find_batches(
        &self,
        query: &BatchQuery,
        open: Option<&[i64]>,
        offset: u64,
        limit: u32,
    ) -> Result<(u64, Vec<BatchRecord>), LedgerError> {
        if *query == BatchQuery::default() {
            return self.batches(offset, limit);
        }
        let found = self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT batch.id, batch.name, account.name, account.nickname
                 FROM batch JOIN account ON account.id = batch.account
                 WHERE batch.pace IS NOT NULL AND batch.state <> 'writing'
                   AND (:account IS NULL OR batch.account = :account)
                   AND (:action IS NULL OR batch.action = :action)
                   AND CASE :standing
                         WHEN 'open' THEN batch.id IN (SELECT value FROM json_each(:open))
                         WHEN 'unfinished' THEN batch.state = 'ended'
                             AND batch.failed + batch.unsure + batch.stopped > 0
                             AND NOT EXISTS (SELECT 1 FROM batch AS more WHERE more.retries = batch.id)
                         WHEN 'finished' THEN batch.state = 'ended'
                             AND (batch.failed + batch.unsure + batch.stopped = 0
                                  OR EXISTS (SELECT 1 FROM batch AS more WHERE more.retries = batch.id))
                         ELSE true END
                 ORDER BY batch.id DESC",
            )?;
            let text = search_key(&query.text);
            let words: Vec<&str> = text.split_whitespace().collect();
            let mut rows = statement.query(named_params! {
                ":account": query.account,
                ":action": query.action.map(TextEnum::text),
                ":standing": query.standing.map(|standing| match standing {
                    BatchStanding::Open | BatchStanding::Paused => "open",
                    BatchStanding::Unfinished => "unfinished",
                    BatchStanding::Finished => "finished",
                }),
                ":open": serde_json::json!(open.unwrap_or_default()).to_string(),
            })?;
            let mut found: Vec<i64> = Vec::new();
            while let Some(row) = rows.next()? {
                let mut hay = String::new();
                for column in 1..=3 {
                    hay.push_str(&search_key(row.get_ref(column)?.as_str()?));
                    hay.push('\n');
                }
                if words.iter().all(|word| hay.contains(word)) {
                    found.push(row.get(0)?);
                }
            }
            Ok(found)
        })?;
        let total = found.len() as u64;
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let page: Vec<i64> = found.into_iter().skip(offset).take(limit.min(LARGEST_SLICE) as usize).collect();
        let page = serde_json::json!(page).to_string();
        let records = self.records(
            "WHERE batch.id IN (SELECT value FROM json_each(?1)) ORDER BY batch.id DESC",
            params![page],
        )?;
        Ok((total, records))
    }
}
