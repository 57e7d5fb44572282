use std::{collections::HashSet, ops::ControlFlow, sync::Arc, time::Duration};

use super::view::{person, state};
use crate::{
    app::{
        People,
        workspace::{Workspace, run_blocking},
    },
    view::{Cause, ErrorCode, Failure, LookUp, Person, Understood},
};
use velvet_api::{Api, Completeness, IncompleteReason, PageRead, PagedRead};
use velvet_import::List;
use velvet_ledger::{Ledger, LookedUp};
use velvet_model::Fan;
use velvet_model::ids::AccountId;
use velvet_model::people::{FanInput, Username, several_in_line, understand};
use velvet_model::search_key::search_key;

/// How long a look-up waits for the rate limit. A user is watching a button that shows it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long each look-up for a list waits for the rate limit. Those run on their own and can be stopped.
pub(in crate::app) const PATIENCE_IN_A_LIST: Duration = Duration::from_secs(300);

/// Most people in a result.
const MOST: usize = 50;

/// How long the fans that were found are remembered, in milliseconds. Names seldom change, and the user sees the ID
/// before confirming.
const REMEMBERED: i64 = 24 * 3_600_000;

/// How long it is remembered that nobody was found, in milliseconds. The fan may write in the meantime.
const NOBODY_REMEMBERED: i64 = 5 * 60_000;

/// A name to look up.
pub(in crate::app) struct Sought {
    /// The name, sanitized for the screen.
    shown: String,
    /// The key under which the result is remembered: the same for all texts with the same results.
    key: String,
    /// The text to search the chats for.
    text: String,
    /// The name, if it could be a username.
    username: Option<Username>,
    /// Whether only the fan with this username is meant.
    exact: bool,
}

impl People {
    /// Returns what a text in the fan field means. Makes no requests.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn understand(&self, account: String, text: String) -> Result<Understood, Failure> {
        if text.trim().is_empty() {
            return Ok(Understood::Nothing);
        }
        let sought = match sought(&text) {
            Ok(None) => return Ok(Understood::Fan),
            Err(failure) => {
                let rows = rows_of_list(text, &failure).await;
                return Ok(
                    rows.map_or(Understood::Invalid { failure }, |count| Understood::Several { count })
                );
            }
            Ok(Some(sought)) => sought,
        };
        let workspace = self.ctx.workspace();
        let accounts = workspace.read(Ledger::accounts).await?;
        if accounts.iter().any(|one| one.id.as_str() == text.trim()) {
            return Ok(Understood::Invalid { failure: Failure::new(ErrorCode::FanIsAccount) });
        }
        let Some(account) = accounts.into_iter().find(|one| one.id.as_str() == account) else {
            return Ok(Understood::Name { credits: most_credits(&sought.shown) });
        };
        let credits = most_credits(&sought.shown);
        let known = self.remembered(&workspace, &account.id, &sought).await?;
        Ok(Understood::Name { credits: if known.is_some() { 0 } else { credits } })
    }

    /// Looks up a name, first in the account's chats, then as the username of a profile. Recent results are not
    /// requested again.
    ///
    /// # Errors
    /// A `fan_…` code if the text is not a name, `internal` if it is an ID (which needs no look-up), `account_unknown`,
    /// `key_missing`, the error from the server, a `ledger_…` code.
    pub async fn look_up(&self, account: String, text: String) -> Result<LookUp, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let account = workspace.account(&account).await?;
        let sought = sought(&text)?.ok_or_else(|| Failure::new(ErrorCode::Internal))?;
        let (found, credits) = if let Some(found) = self.remembered(&workspace, &account, &sought).await? {
            (found, 0)
        } else {
            let api = workspace.api_of(&account).await?;
            self.find_out(&api, &workspace, &account, &sought, PATIENCE).await?
        };
        workspace.read(move |ledger| shown(ledger, &account, sought, &found, credits)).await
    }

    /// Requests the fans with this name and remembers them. Also returns the minimum number of credits that used.
    pub(in crate::app) async fn find_out(
        &self,
        api: &Api,
        workspace: &Arc<Workspace>,
        account: &AccountId,
        sought: &Sought,
        patience: Duration,
    ) -> Result<(LookedUp, u32), Failure> {
        let (fans, more, credits) = ask(api, account, sought, patience).await.map_err(Failure::new)?;
        let found = LookedUp {
            fans: fans.iter().map(|fan| fan.id.clone()).collect(),
            more,
            read: self.ctx.deps.clock.now(),
        };
        let (account, key, kept) = (account.clone(), sought.key.clone(), found.clone());
        let written = workspace.write(move |ledger| {
            ledger.name_people(fans.iter())?;
            ledger.remember_look_up(&account, &key, &kept)
        });
        written.await?;
        self.ctx.emit_log_changed(workspace).await;
        Ok((found, credits))
    }

    /// Returns a recent result.
    async fn remembered(
        &self,
        workspace: &Arc<Workspace>,
        account: &AccountId,
        sought: &Sought,
    ) -> Result<Option<LookedUp>, Failure> {
        let now = self.ctx.deps.clock.now();
        let (account, key) = (account.clone(), sought.key.clone());
        let found = workspace.read(move |ledger| ledger.looked_up(&account, &key)).await?;
        Ok(found.filter(|found| still_good(found, now)))
    }
}

/// Returns whether the result for a name of a list is recent enough. Here, names that nobody has are remembered for as
/// long as others. Otherwise the first of thousands would expire, and use credits again, before the last one is looked
/// up.
pub(in crate::app) fn still_good_in_a_list(found: &LookedUp, now: i64) -> bool {
    (0..REMEMBERED).contains(&(now - found.read))
}

/// Returns whether a result is recent enough to be used again.
fn still_good(found: &LookedUp, now: i64) -> bool {
    let good = if found.fans.is_empty() { NOBODY_REMEMBERED } else { REMEMBERED };
    (0..good).contains(&(now - found.read))
}

/// Returns the name to look up for a text. `None` if it is an ID.
pub(in crate::app) fn sought(text: &str) -> Result<Option<Sought>, Failure> {
    let (text, username, exact) = match understand(text)? {
        FanInput::Fan(_) => return Ok(None),
        FanInput::Username(name) => (name.as_str().to_owned(), Some(name), true),
        FanInput::Name(name) => (name.clone(), Username::new(&name), false),
    };
    let shown = if exact { format!("@{text}") } else { text.clone() };
    Ok(Some(Sought { key: search_key(&shown), shown, text, username, exact }))
}

/// Returns the number of rows of the list that a text is, if it is one: several fans, or a row of a table. `why` is why it
/// is not a single fan.
async fn rows_of_list(text: String, why: &Failure) -> Option<u64> {
    let is_table = text.trim().contains(['\n', '\r', '\t']);
    if why.code != ErrorCode::FanSeveral && !is_table && several_in_line(&text).is_none() {
        return None;
    }
    run_blocking(move || Ok(List::paste(&text)?.view().rows)).await.ok().filter(|rows| *rows > 0)
}

/// Returns the most requests that looking up a name takes: a page of chats, and a profile.
pub(in crate::app) fn most_credits(name: &str) -> u32 {
    1 + u32::from(Username::new(name.strip_prefix('@').unwrap_or(name)).is_some())
}

/// Searches the chats, then requests the profile. Only one page of chats is read, because more of the name finds
/// whoever is not on it.
async fn ask(
    api: &Api,
    account: &AccountId,
    sought: &Sought,
    patience: Duration,
) -> Result<(Vec<Fan>, bool, u32), Cause> {
    let mut reading = PagedRead::of(account.clone());
    let mut one_page = |_: PageRead<'_, Fan>| ControlFlow::Break(());
    api.chats_with(&sought.text, &mut reading, patience, &mut one_page).await?;
    let more = match reading.end() {
        None => true,
        Some(Completeness::Incomplete(doubt)) => matches!(
            doubt,
            IncompleteReason::Cursor | IncompleteReason::NoCursor | IncompleteReason::FullPage
        ),
        Some(_) => false,
    };
    let mut credits = u32::try_from(reading.credits()).unwrap_or(u32::MAX);
    let is_exact = |fan: &Fan| {
        let its = fan.username.as_deref();
        sought.username.as_ref().zip(its).is_some_and(|(name, its)| name.is(its))
    };
    let (mut fans, others): (Vec<Fan>, Vec<Fan>) = reading.into_rows().into_iter().partition(is_exact);
    if fans.is_empty()
        && let Some(username) = sought.username.as_ref().filter(|_| sought.exact || others.is_empty())
    {
        credits = credits.saturating_add(1);
        fans.extend(api.profile(username, patience).await?);
    }
    if sought.exact {
        // Fans with similar names are not meant.
        return Ok((fans, false, credits));
    }
    fans.extend(others);
    let more = more || fans.len() > MOST;
    fans.truncate(MOST);
    Ok((fans, more, credits))
}

fn shown(
    ledger: &Ledger,
    account: &AccountId,
    sought: Sought,
    found: &LookedUp,
    credits: u32,
) -> Result<LookUp, Failure> {
    let never_read = ledger.vip_list(account)?.is_none();
    let own: HashSet<_> = ledger.accounts()?.into_iter().filter_map(|one| one.native).collect();
    let people = found.fans.iter().filter(|fan| !own.contains(*fan)).map(|id| {
        let standing = ledger.vip(account, id)?;
        let note = ledger.note(id)?;
        Ok(Person { note, ..person(ledger.person(id)?, state(standing, never_read)) })
    });
    let people = people.collect::<Result<_, Failure>>()?;
    Ok(LookUp {
        text: sought.shown,
        account: account.to_string(),
        people,
        more: found.more,
        credits,
        read: found.read,
    })
}
