use super::Lists;
use crate::app::{
    open_lists::{OpenImport, lock, outdated},
    people,
    workspace::Workspace,
};
use crate::view::{Action, BatchView, ErrorCode, Failure, ListGroupKind, ListProgress, StartList};
use velvet_import::ListedFan;
use velvet_ledger::{BatchRecord, NewBatch, NewItem};
use velvet_model::Fan;
use velvet_model::ids::{AccountId, FanId};

/// Fans between two progress reports. Fewer are written almost instantly.
const TOLD: u64 = 10_000;

impl Lists {
    /// Writes a batch of the fans that are ready in the open list, and queues it. The list is then closed, and
    /// kept for [`Lists::reopen`].
    ///
    /// # Errors
    /// `list_outdated` if the list is not the one that the user saw, `list_nothing_to_do`, `account_unknown`,
    /// `key_missing`, a `ledger_…` code. Nothing is sent then, and the list stays open.
    pub async fn start(&self, start: StartList) -> Result<BatchView, Failure> {
        let (this, workspace) = (self.clone(), self.ctx.workspace());
        let begun = self.scheduler.begin(&workspace, move |workspace| {
            let open = this.ctx.open_lists.take(start.revision)?;
            let written = this.write(workspace, &open, &start);
            match &written {
                Ok(batch) => this.ctx.open_lists.keep_started(batch.id, open),
                Err(_) => this.ctx.open_lists.put_back(open),
            }
            written
        });
        begun.await
    }

    fn write(
        &self,
        workspace: &Workspace,
        open: &OpenImport,
        start: &StartList,
    ) -> Result<BatchRecord, Failure> {
        if open.mode != workspace.mode {
            return Err(outdated());
        }
        workspace.api()?;
        let ledger = workspace.ledger()?;
        let account = AccountId::new(&open.view.account)
            .filter(|account| ledger.accounts().is_ok_and(|known| known.iter().any(|one| one.id == *account)))
            .ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))?;
        workspace.api_for(&account)?;
        let list = lock(&open.list);
        let again = start.include.contains(&ListGroupKind::AddedBefore);
        let fans = || list.fans().filter(|fan| is_wanted(fan, &start.include));
        let total = u64::try_from(fans().count()).unwrap_or(u64::MAX);
        if fans().all(|fan| is_vip(&fan)) {
            return Err(Failure::new(ErrorCode::ListNothingToDo));
        }
        let mut tell = self.progress();
        let items = (1_u64..).zip(fans()).filter_map(|(done, fan)| {
            if done % TOLD == 0 {
                tell(ListProgress { done, total, rows: done });
            }
            let called = |one: &Fan| people::label(one.name.as_deref(), one.username.as_deref());
            let label = fan.label.map(str::to_owned).or_else(|| fan.called.and_then(called));
            Some(NewItem { fan: FanId::from_digits(fan.fan.to_owned()).ok()?, label, row: Some(fan.row) })
        });
        // A fresh VIP list saves a request for each VIP.
        let knows_vips = open.view.action == Action::Add && self.ctx.knows_vips(&ledger, &account)?;
        let vips: Vec<FanId> = fans()
            .filter(|fan| knows_vips && is_vip(fan))
            .filter_map(|fan| FanId::from_digits(fan.fan.to_owned()).ok())
            .collect();
        let new = NewBatch {
            account,
            action: open.view.action,
            speed: start.speed,
            name: open.view.name.clone(),
            again,
            look_first: start.look_first,
            looked: knows_vips && !start.look_first,
        };
        Ok(ledger.write_batch(&new, items, &vips, self.ctx.deps.clock.now())?)
    }
}

/// Returns whether a fan is sent: those of some groups only if the user has included them.
fn is_wanted(fan: &ListedFan<'_>, include: &[ListGroupKind]) -> bool {
    use ListGroupKind as Kind;
    let held = matches!(fan.group, Kind::AddedBefore | Kind::Unlikely | Kind::MatchedById);
    !held || include.contains(&fan.group)
}

fn is_vip(fan: &ListedFan<'_>) -> bool {
    fan.group == ListGroupKind::Vip
}
