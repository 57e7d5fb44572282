use super::{Lists, Stopped};
use crate::{
    app::{
        open_lists::{LookedUpIds, lock},
        workspace::Workspace,
    },
    view::{ErrorCode, Failure, ListGroupKind, ListMatching, ListView, PeopleSource, SubscribersOf},
};
use std::collections::HashSet;
use velvet_import::List;
use velvet_ledger::Ledger;
use velvet_model::{
    Fan,
    ids::{AccountId, FanId},
};

impl Lists {
    /// Matches the damaged IDs of the open list with the fans whom the app knows on its account: from the log, the VIP
    /// list, and the lists of people that were loaded. Makes no requests.
    ///
    /// # Errors
    /// `list_outdated` if no list is open, a `ledger_…` code.
    pub async fn match_fans(&self) -> Result<ListView, Failure> {
        let open = self.ctx.open_lists.open()?;
        let account =
            AccountId::new(open.view.account).ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))?;
        let fans = self
            .ctx
            .workspace()
            .read_with(move |workspace| {
                known_fans(workspace, &*workspace.ledger()?, &account, &lock(&open.looked_up))
            })
            .await?;
        self.change_list(None, Stopped::default(), move |list| {
            list.match_damaged(fans);
            Ok(())
        })
        .await
    }

    /// Chooses the fan for a damaged ID. With `None`, it is matched again. `row` is the number of the row.
    ///
    /// # Errors
    /// `list_outdated` if the open list has no such row.
    pub async fn choose_match(&self, row: u64, fan: Option<String>) -> Result<ListView, Failure> {
        let fan = fan.map(FanId::from_digits).transpose()?;
        self.change_list(None, Stopped::default(), move |list| {
            if list.choose_match(row, fan) { Ok(()) } else { Err(Failure::new(ErrorCode::ListOutdated)) }
        })
        .await
    }

    /// Returns what matching takes. `None` if the list has no damaged IDs.
    pub(super) fn matching_of(
        workspace: &Workspace,
        list: &List,
        account: &str,
        looked_up: &LookedUpIds,
    ) -> Option<ListMatching> {
        use ListGroupKind as Kind;
        let has = |kind| list.rows(kind, 0, 0).0 > 0;
        let damaged = [Kind::Damaged, Kind::Matched, Kind::MatchedById, Kind::Ambiguous];
        if !damaged.into_iter().any(has) {
            return None;
        }
        let account = AccountId::new(account)?;
        let ledger = workspace.ledger().ok()?;
        let fans = known_fans(workspace, &ledger, &account, looked_up).ok()?;
        let vips_read = ledger.vip_list(&account).ok()?.is_some();
        let lists = [
            PeopleSource::Chats,
            PeopleSource::Followers,
            PeopleSource::Subscribers { status: SubscribersOf::Active, tier: None },
            PeopleSource::Supporters { days: None, most: None },
        ];
        let unread = lists.into_iter().filter(|source| !workspace.people.has_read(&account, source));
        Some(ListMatching {
            matched: list.is_matched(),
            fans: fans.len() as u64,
            unread: (!vips_read).then_some(PeopleSource::Vips).into_iter().chain(unread).collect(),
        })
    }

    /// Chooses the column of the fans if the list asks for it and only one has fans whom the app knows on the account.
    pub(super) fn choose_known_column(workspace: &Workspace, list: &mut List, account: &str) {
        let (Some(account), Ok(ledger)) = (AccountId::new(account), workspace.ledger()) else { return };
        if list.view().asks.is_none() {
            return;
        }
        let Ok(fans) = known_fans(workspace, &ledger, &account, &LookedUpIds::default()) else {
            return;
        };
        let known: HashSet<&str> = fans.iter().map(|fan| fan.id.as_str()).collect();
        if let Some(column) = list.known_column(|id| known.contains(id)) {
            let labels = list.view().label_column;
            // If the file can no longer be read, the user is asked.
            let _ = list.choose_columns(column, labels, super::reading(&|| false, &mut |_| ()));
        }
    }
}

/// Returns the fans whom the app knows on an account, and those who were found by their IDs.
pub(super) fn known_fans(
    workspace: &Workspace,
    ledger: &Ledger,
    account: &AccountId,
    looked_up: &LookedUpIds,
) -> Result<Vec<Fan>, Failure> {
    let mut fans = ledger.known_fans(account)?;
    fans.extend(workspace.people.fans(account));
    fans.extend(looked_up.values().flatten().cloned());
    fans.sort_by(|one, other| one.id.cmp(&other.id).then(other.name.is_some().cmp(&one.name.is_some())));
    fans.dedup_by(|one, other| one.id == other.id);
    ledger.fill_in_names(fans.iter_mut())?;
    Ok(fans)
}
