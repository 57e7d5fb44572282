use std::collections::HashMap;

use tokio_util::sync::CancellationToken;

use super::Lists;
use crate::{
    app::{
        open_lists::lock,
        people::{PATIENCE_IN_A_LIST, sought, still_good_in_a_list},
        workspace::{run_blocking, to_the_end},
    },
    view::{Cause, ErrorCode, Failure, ListProgress, ListView},
};
use velvet_import::Named;
use velvet_ledger::Ledger;
use velvet_model::Fan;
use velvet_model::ids::AccountId;
use velvet_model::search_key::search_key;

/// Number of senseless answers in a row after which the look-up stops.
const SENSELESS: usize = 3;

impl Lists {
    /// Looks up the names of the open list one after the other, and checks the list again with the results. Recent
    /// results are not requested again, so a look-up that stopped early resumes where it was. The view says why it
    /// stopped.
    ///
    /// # Errors
    /// `list_outdated` if the list is not the one that the user saw, `account_unknown`, `key_missing`, a `ledger_…`
    /// code. Nothing was sent then.
    pub async fn look_up_names(&self, revision: u64) -> Result<ListView, Failure> {
        let busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let open = self.ctx.open_lists.open_as(revision)?;
        let account = workspace.account(&open.view.account).await?;
        let api = workspace.api_of(&account).await?;
        let names: Vec<String> = run_blocking(move || {
            let list = lock(&open.list);
            Ok(list.names().map(str::to_owned).chain(list.names_beside_damaged()).collect())
        })
        .await?;
        let (this, stop) = (self.clone(), self.ctx.open_lists.begin_look_up());
        // Continues even if the caller stops waiting.
        to_the_end(async move {
            let _busy = busy;
            let one = |name: String| {
                let (this, api, workspace, account) = (&this, &api, &workspace, &account);
                async move {
                    let Ok(Some(sought)) = sought(&name) else { return Ok(false) };
                    this.people
                        .find_out(api, workspace, account, &sought, PATIENCE_IN_A_LIST)
                        .await
                        .map(|(found, _)| !found.fans.is_empty())
                }
            };
            let stopped = each(names, &stop, this.progress(), one).await;
            // A look-up that was stopped may have a write in the queue.
            workspace.write(|_| Ok::<_, Failure>(())).await?;
            this.check_with_names(stopped).await
        })
        .await
    }

    /// Stops the look-up of names. Fans found until then are kept.
    pub fn stop_look_up(&self) {
        self.ctx.open_lists.stop_look_up();
    }

    /// Returns the recent look-up results for the names in a list of this account, by search key.
    pub(super) fn people_named(
        &self,
        ledger: &Ledger,
        account: &AccountId,
    ) -> Result<HashMap<String, Named>, Failure> {
        let now = self.ctx.deps.clock.now();
        let all = ledger.look_ups(account)?.into_iter();
        let look_ups = all.filter(|(_, found)| still_good_in_a_list(found, now));
        let mut named = HashMap::new();
        for (text, found) in look_ups {
            let mut fans: Vec<Fan> =
                found.fans.iter().map(|id| Fan { id: id.clone(), username: None, name: None }).collect();
            ledger.fill_in_names(fans.iter_mut())?;
            let meant = meant(&text, fans, found.more);
            named.insert(text, meant);
        }
        Ok(named)
    }
}

/// Looks up one name after the other, until it is stopped or the server refuses. Returns the last failure.
async fn each<F: Future<Output = Result<bool, Failure>>>(
    names: Vec<String>,
    stop: &CancellationToken,
    mut tell: impl FnMut(ListProgress),
    one: impl Fn(String) -> F,
) -> Option<Failure> {
    let total = names.len() as u64;
    let (mut found, mut senseless, mut why) = (0, 0, None);
    for (done, name) in (0..).zip(names) {
        tell(ListProgress { done, total, rows: found });
        let asked = tokio::select! {
            biased;
            () = stop.cancelled() => return None,
            asked = one(name) => asked,
        };
        match asked {
            Ok(somebody) => {
                senseless = 0;
                found += u64::from(somebody);
            }
            Err(failure) => {
                senseless += 1;
                let alone = is_about_one(&failure) && senseless < SENSELESS;
                why = Some(failure);
                if !alone {
                    break;
                }
            }
        }
    }
    why
}

/// Returns whether the failure may concern only this name.
fn is_about_one(failure: &Failure) -> bool {
    use Cause as C;
    [C::ReplyEmpty, C::ReplyUnreadable, C::ReplyTooLarge, C::ReplyIncomplete, C::ReplyCutOff, C::BadRequest]
        .into_iter()
        .any(|cause| failure.code == ErrorCode::from(cause))
}

/// Returns the fan with exactly this name.
fn meant(text: &str, fans: Vec<Fan>, more: bool) -> Named {
    let is = |name: &Option<String>| name.as_deref().is_some_and(|name| search_key(name) == text);
    let by_username = text.starts_with('@');
    let mut exact: Vec<Fan> =
        fans.into_iter().filter(|fan| by_username || is(&fan.username) || is(&fan.name)).collect();
    match (exact.len(), exact.pop()) {
        // Display names are not unique, so another fan with this name may come later.
        (1, Some(fan)) if by_username || !more || is(&fan.username) => Named::Fan(fan),
        (0, _) if !more => Named::NotFound,
        _ => Named::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use velvet_model::ids::FanId;

    fn fan(id: u8, username: &str, name: &str) -> Fan {
        let id = FanId::parse(&format!("8435842564741160{id:02}")).unwrap();
        Fan { id, username: Some(username.to_owned()), name: Some(name.to_owned()) }
    }

    #[test]
    fn only_one_with_exactly_this_name_is_meant() {
        let (fox, kay) = (fan(1, "jamie_fox", "Jamie Fox"), fan(2, "kay", "Jamie Fox"));
        let both = || vec![fox.clone(), kay.clone()];
        assert_eq!(meant("@jamie_fox", vec![fox.clone()], false), Named::Fan(fox.clone()));
        assert_eq!(meant("jamie_fox", both(), true), Named::Fan(fox.clone()), "nobody else has the username");
        assert_eq!(meant("jamie fox", vec![fox.clone()], false), Named::Fan(fox.clone()));
        assert_eq!(meant("jamie fox", vec![fox.clone()], true), Named::Unclear, "there may be another");
        assert_eq!(meant("jamie fox", both(), false), Named::Unclear);
        assert_eq!(meant("jamie", both(), false), Named::NotFound, "a part of a name is nobody’s");
        assert_eq!(meant("jamie", both(), true), Named::Unclear);
        assert_eq!(meant("@nobody", vec![], false), Named::NotFound);
        // One fan's username is another fan's display name.
        assert_eq!(meant("kay", vec![kay, fan(3, "x", "Kay")], false), Named::Unclear);
    }
}
