use std::collections::HashMap;

use super::cache::Found;
use crate::{
    app::{People, batch_views::seconds, entries::LONGEST_NAME, workspace::run_blocking},
    view::{
        Action, BatchView, ErrorCode, Failure, Offer, PeopleOffer, Person, Selection, Speed, StartPeople,
    },
};
use velvet_ledger::{BatchRecord, Ledger, NewBatch, NewItem};
use velvet_model::VipStanding;
use velvet_model::{
    ids::{AccountId, FanId},
    sanitize::line,
};

impl People {
    /// Returns what adding or removing the selected people would do and use. Sends nothing.
    ///
    /// # Errors
    /// `people_outdated`, `account_unknown`, a `ledger_…` code.
    pub async fn offer(&self, selection: Selection, action: Action) -> Result<PeopleOffer, Failure> {
        let workspace = self.ctx.workspace();
        let found = workspace.people.found(selection.found)?;
        run_blocking(move || {
            let ledger = workspace.ledger()?;
            let accounts = ledger.accounts()?;
            let account = accounts
                .iter()
                .find(|one| one.id == found.account)
                .ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))?;
            let count = to_send(&ledger, &found, &selection, action)?.len() as u64;
            let api = workspace.api_for(&found.account).ok();
            let offer = |speed| api.as_ref().map(|api| Offer { speed, seconds: seconds(api, speed, count) });
            Ok(PeopleOffer {
                account: account.id.to_string(),
                account_name: account.shown_name().to_owned(),
                action,
                chosen: found.chosen(&selection).count() as u64,
                count,
                offers: [Speed::Steady, Speed::Fast].into_iter().filter_map(offer).collect(),
            })
        })
        .await
    }

    /// Writes a batch for the selected people, and queues it. People who are VIP already, or no longer, are skipped.
    ///
    /// # Errors
    /// `people_nothing_to_do`, `people_outdated`, `account_unknown`, `key_missing`, a `ledger_…` code. Nothing is sent
    /// then.
    pub async fn start(&self, start: StartPeople) -> Result<BatchView, Failure> {
        let workspace = self.ctx.workspace();
        let found = workspace.people.found(start.selection.found)?;
        let account = workspace.account(found.account.as_str()).await?;
        workspace.api_of(&account).await?;
        let this = self.clone();
        let begun = self
            .scheduler
            .begin(&workspace, move |workspace| this.write(&*workspace.ledger()?, &found, account, &start));
        begun.await
    }

    fn write(
        &self,
        ledger: &Ledger,
        found: &Found,
        account: AccountId,
        start: &StartPeople,
    ) -> Result<BatchRecord, Failure> {
        let people = to_send(ledger, found, &start.selection, start.action)?;
        if people.is_empty() {
            return Err(Failure::new(ErrorCode::PeopleNothingToDo));
        }
        let now = self.ctx.deps.clock.now();
        let looked = self.ctx.knows_vips(ledger, &account)?;
        let new = NewBatch {
            account,
            action: start.action,
            speed: start.speed,
            name: line(&start.name, LONGEST_NAME),
            // The VIP list is newer than what the log remembers.
            again: true,
            look_first: false,
            looked,
        };
        Ok(ledger.write_batch(&new, people.into_iter(), &[], now)?)
    }
}

/// Returns the items that need to be sent, given who is VIP now.
fn to_send(
    ledger: &Ledger,
    found: &Found,
    selection: &Selection,
    action: Action,
) -> Result<Vec<NewItem>, Failure> {
    let vips: HashMap<FanId, VipStanding> =
        ledger.vips(&found.account)?.into_iter().map(|vip| (vip.fan.id, vip.state)).collect();
    let item = |one: &Person| {
        let fan = FanId::from_digits(one.fan.clone()).ok()?;
        let standing = vips.get(&fan);
        let needed = match action {
            Action::Add => standing != Some(&VipStanding::On),
            Action::Remove => matches!(standing, Some(VipStanding::On | VipStanding::Missed)),
        };
        needed.then(|| NewItem { fan, label: label(one.name.as_deref(), one.username.as_deref()), row: None })
    };
    Ok(found.chosen(selection).filter_map(item).collect())
}

/// Returns the text next to the ID in the log: both names, if there are two.
pub(in crate::app) fn label(name: Option<&str>, username: Option<&str>) -> Option<String> {
    match (name, username) {
        (Some(name), Some(username)) if name.eq_ignore_ascii_case(username) => Some(format!("@{username}")),
        (Some(name), Some(username)) => Some(format!("{name} (@{username})")),
        (Some(name), None) => Some(name.to_owned()),
        (None, Some(username)) => Some(format!("@{username}")),
        (None, None) => None,
    }
}
