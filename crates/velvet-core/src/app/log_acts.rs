use std::{collections::HashMap, sync::Arc};

use super::{
    App,
    batches::{not_possible, seconds},
    desk::Desk,
    lists::beside,
};
use crate::{
    log::{Log, OfferedPart},
    view::{BatchView, Failure, LogOffer, OfferPart, Pace, Selection},
};
use velvet_api::Api;
use velvet_ledger::NewBatch;

impl App {
    /// What can be done about the rows that were chosen, and what it would cost. Nothing is done.
    ///
    /// # Errors
    /// `log_outdated`, a `ledger_…` code.
    pub async fn offer_rows(&self, selection: Selection) -> Result<LogOffer, Failure> {
        let (desk, log) = self.log_shown().await?;
        let its = desk.clone();
        self.of_log(&log, move |log| {
            let offer = log.offer(&selection)?;
            let names: HashMap<_, _> = log.ledger().account_names()?.into_iter().collect();
            let parts = |parts: Vec<OfferedPart>| {
                parts
                    .iter()
                    .map(|part| shown(part, &names, its.api_of(&part.account).ok().as_ref()))
                    .collect()
            };
            Ok(LogOffer { rows: offer.rows, undo: parts(offer.undo), retry: parts(offer.retry) })
        })
        .await
    }

    /// Starts batches that take back what the rows did that were chosen: one for each account and action.
    ///
    /// # Errors
    /// `batch_not_possible` when there is nothing to take back, `key_missing`, `log_outdated`, a `ledger_…` code.
    pub async fn undo_rows(&self, selection: Selection) -> Result<Vec<BatchView>, Failure> {
        self.act_on(selection, true).await
    }

    /// Starts batches that try again what did not work of the rows that were chosen: one for each account and action.
    ///
    /// # Errors
    /// `batch_not_possible` when there is nothing to try again, `key_missing`, `log_outdated`, a `ledger_…` code.
    pub async fn retry_rows(&self, selection: Selection) -> Result<Vec<BatchView>, Failure> {
        self.act_on(selection, false).await
    }

    async fn act_on(&self, selection: Selection, takes_back: bool) -> Result<Vec<BatchView>, Failure> {
        let busy = self.inner.flights.busy();
        let (desk, log) = self.log_shown().await?;
        desk.api()?;
        let app = self.clone();
        beside(move || {
            let _busy = busy;
            // What is offered and what is written down is the same: nobody else writes a batch down meanwhile.
            let _one = desk.one_writing();
            let offer = log.offer(&selection)?;
            let parts = if takes_back { offer.undo } else { offer.retry };
            let mut begun = Vec::new();
            for part in parts {
                match app.begin_part(&desk, &log, part, takes_back) {
                    Ok(view) => begun.push(view),
                    // What has begun goes on, and is told.
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

    fn begin_part(
        &self,
        desk: &Arc<Desk>,
        log: &Log,
        part: OfferedPart,
        takes_back: bool,
    ) -> Result<BatchView, Failure> {
        desk.api_of(&part.account)?;
        let new = NewBatch {
            account: part.account,
            action: part.action,
            pace: Pace::Steady,
            name: String::new(),
            again: takes_back,
            look_first: false,
        };
        let now = self.parts().clock.now();
        let batch = log.ledger().write_chosen(&new, &part.items, takes_back, now)?;
        self.enqueue(desk, batch)
    }
}

fn shown(part: &OfferedPart, names: &HashMap<String, String>, api: Option<&Api>) -> OfferPart {
    let account = part.account.to_string();
    let count = part.items.len() as u64;
    OfferPart {
        account_name: names.get(&account).unwrap_or(&account).clone(),
        account,
        action: part.action,
        count,
        seconds: api.map(|api| seconds(api, Pace::Steady, count)),
        unsure_before: part.unsure_before,
    }
}
