use std::{collections::HashMap, sync::Arc};

use super::Entries;
use crate::app::{
    batch_views::{not_possible, seconds},
    workspace::{Workspace, run_blocking, to_the_end},
};
use crate::{
    log::{FollowUpPart, Log},
    view::{BatchView, Failure, LogOffer, OfferPart, Selection, Speed},
};
use velvet_api::Api;
use velvet_ledger::NewBatch;

impl Entries {
    /// Returns what can be undone and retried in a selection, and how many credits it uses. Starts nothing.
    ///
    /// # Errors
    /// `log_outdated`, a `ledger_…` code.
    pub async fn offer(&self, selection: Selection) -> Result<LogOffer, Failure> {
        let (workspace, log) = self.log_shown()?;
        let its = workspace.clone();
        self.of_log(&log, move |log| {
            let offer = log.offer(&selection)?;
            let names: HashMap<_, _> = log.ledger().account_names()?.into_iter().collect();
            let parts = |parts: Vec<FollowUpPart>| {
                parts
                    .iter()
                    .map(|part| shown(part, &names, its.api_for(&part.account).ok().as_ref()))
                    .collect()
            };
            Ok(LogOffer { rows: offer.rows, undo: parts(offer.undo), retry: parts(offer.retry) })
        })
        .await
    }

    /// Starts batches that undo the selected entries, one for each account and action.
    ///
    /// # Errors
    /// `batch_not_possible` if there is nothing to undo, `key_missing`, `log_outdated`, a `ledger_…` code.
    pub async fn undo(&self, selection: Selection) -> Result<Vec<BatchView>, Failure> {
        self.act_on(selection, true).await
    }

    /// Starts batches that retry the selected entries that did not succeed, one for each account and action.
    ///
    /// # Errors
    /// `batch_not_possible` if there is nothing to retry, `key_missing`, `log_outdated`, a `ledger_…` code.
    pub async fn retry(&self, selection: Selection) -> Result<Vec<BatchView>, Failure> {
        self.act_on(selection, false).await
    }

    async fn act_on(&self, selection: Selection, takes_back: bool) -> Result<Vec<BatchView>, Failure> {
        let busy = self.ctx.in_flight.busy();
        let (workspace, log) = self.log_shown()?;
        workspace.api()?;
        let this = self.clone();
        to_the_end(async move {
            let _busy = busy;
            // No other batch is written between the offer and the writing of its batches.
            let _one = workspace.writing.lock().await;
            let its = log.clone();
            let offer = run_blocking(move || its.offer(&selection)).await?;
            let parts = if takes_back { offer.undo } else { offer.retry };
            let mut begun = Vec::new();
            for part in parts {
                match this.begin_part(&workspace, &log, part, takes_back).await {
                    Ok(view) => begun.push(view),
                    // Batches that have begun continue, and are returned.
                    Err(failure) if begun.is_empty() => return Err(failure),
                    Err(failure) => {
                        tracing::warn!(code = ?failure.code, "not everything could be begun");
                        break;
                    }
                }
            }
            if begun.is_empty() { Err(not_possible()) } else { Ok(begun) }
        })
        .await
    }

    async fn begin_part(
        &self,
        workspace: &Arc<Workspace>,
        log: &Arc<Log>,
        part: FollowUpPart,
        takes_back: bool,
    ) -> Result<BatchView, Failure> {
        workspace.api_of(&part.account).await?;
        let (log, now) = (log.clone(), self.ctx.deps.clock.now());
        let batch = run_blocking(move || {
            let new = NewBatch { again: takes_back, ..NewBatch::new(part.account, part.action) };
            Ok(log.ledger().write_chosen(&new, &part.items, takes_back, now)?)
        });
        Ok(self.scheduler.enqueue(workspace, batch.await?).await)
    }
}

fn shown(part: &FollowUpPart, names: &HashMap<String, String>, api: Option<&Api>) -> OfferPart {
    let account = part.account.to_string();
    let count = part.items.len() as u64;
    OfferPart {
        account_name: names.get(&account).unwrap_or(&account).clone(),
        account,
        action: part.action,
        count,
        seconds: api.map(|api| seconds(api, Speed::Steady, count)),
        unconfirmed_before: part.unconfirmed_before,
    }
}
