use std::{collections::HashSet, sync::Arc};

use super::{Lists, Stopped};
use crate::{
    app::{
        id_check::IdCheck,
        open_lists::{LookedUpIds, OpenImport, lock},
        people::PATIENCE_IN_A_LIST,
        workspace::{Workspace, run_blocking, to_the_end},
    },
    view::{Failure, ListGroupKind, ListProgress, ListView},
};
use velvet_api::IDS_PER_REQUEST;
use velvet_import::List;
use velvet_model::ids::{AccountId, FanId};

impl Lists {
    /// Looks up the IDs of the open list, and those that its damaged IDs may have been, and checks the list again with the
    /// results. IDs that no account was returned for are no longer ready, and damaged IDs are matched with the fans who
    /// were found. A look-up that stopped early resumes where it was.
    ///
    /// # Errors
    /// `list_outdated` if the list is not the one that the user saw, `account_unknown`, `key_missing`, a `ledger_…`
    /// code. Nothing was sent then.
    pub async fn look_up_ids(&self, revision: u64) -> Result<ListView, Failure> {
        let busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let open = self.ctx.open_lists.open_as(revision)?;
        let account = workspace.account(&open.view.account).await?;
        let api = workspace.api_of(&account).await?;
        let (this, its, list) = (self.clone(), workspace.clone(), open.clone());
        let ids =
            run_blocking(move || Ok(this.ids_to_look_up(&its, &lock(&list.list), &lock(&list.looked_up))))
                .await?;
        let (this, stop) = (self.clone(), self.ctx.open_lists.begin_look_up());
        // Continues even if the caller stops waiting.
        to_the_end(async move {
            let _busy = busy;
            let (mut tell, mut stopped, mut found) = (this.progress(), None, 0);
            for (done, part) in ids.chunks(IDS_PER_REQUEST).enumerate() {
                let done = (done * IDS_PER_REQUEST) as u64;
                tell(ListProgress { done, total: ids.len() as u64, rows: found });
                let asked = tokio::select! {
                    biased;
                    () = stop.cancelled() => break,
                    asked = api.profiles(part, PATIENCE_IN_A_LIST) => asked,
                };
                match asked {
                    Ok(fans) => {
                        found += fans.len() as u64;
                        let named = fans.clone();
                        workspace.write(move |ledger| ledger.name_people(named.iter())).await?;
                        let mut looked_up = lock(&open.looked_up);
                        looked_up.extend(part.iter().map(|id| (id.clone(), None)));
                        looked_up.extend(fans.into_iter().map(|fan| (fan.id.clone(), Some(fan))));
                    }
                    Err(cause) => {
                        stopped = Some(Failure::new(cause));
                        break;
                    }
                }
            }
            this.check_with_ids(&workspace, &open, account, stopped).await
        })
        .await
    }

    async fn check_with_ids(
        &self,
        workspace: &Arc<Workspace>,
        open: &OpenImport,
        account: AccountId,
        stopped: Option<Failure>,
    ) -> Result<ListView, Failure> {
        let looked_up = open.looked_up.clone();
        let fans = workspace
            .read_with(move |workspace| {
                super::matching::known_fans(workspace, &*workspace.ledger()?, &account, &lock(&looked_up))
            })
            .await?;
        let stopped = Stopped { ids: stopped, ..Stopped::default() };
        self.change_list(None, stopped, move |list| {
            if list.is_matched() || list.has_damaged() {
                list.match_damaged(fans);
            }
            Ok(())
        })
        .await
    }

    /// Returns the IDs that can be looked up and were not: those of the fans who are ready, and those that the damaged ones
    /// may have been. Without duplicates, in list order.
    pub(super) fn ids_to_look_up(
        &self,
        workspace: &Workspace,
        list: &List,
        looked_up: &LookedUpIds,
    ) -> Vec<FanId> {
        if !self.ctx.deps.looks_up_ids {
            return Vec::new();
        }
        let ready = list.fans().filter(|fan| fan.group == ListGroupKind::Ready);
        let ready = ready.filter_map(|fan| FanId::from_digits(fan.fan.to_owned()).ok());
        let check =
            workspace.ledger().ok().and_then(|ledger| IdCheck::load(&ledger, self.ctx.deps.clock.now()).ok());
        let possible = check.map_or_else(Vec::new, |check| check.possible_ids(list));
        let mut seen = HashSet::new();
        ready.chain(possible).filter(|id| !looked_up.contains_key(id) && seen.insert(id.clone())).collect()
    }
}
