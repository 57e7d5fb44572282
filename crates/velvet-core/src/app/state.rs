//! The state that the window draws.

use std::sync::Arc;

use super::{context::Context, held_key::Slot, workspace::Workspace};
use crate::view::{
    AccountView, AppState, Failure, KeyState, KeyView, LedgerState, LogMark, Mode, ServiceAddress,
    SessionState,
};
use velvet_api::ApiUrl;
use velvet_ledger::KnownAccount;
use velvet_model::ids::AccountId;

impl Context {
    /// Records the state of an account's session, and tells the window if it changed.
    pub(super) async fn note_session(
        &self,
        workspace: &Arc<Workspace>,
        account: &AccountId,
        session: SessionState,
    ) {
        let account = account.clone();
        let noted = workspace.write(move |ledger| ledger.set_session(&account, session)).await;
        if noted.unwrap_or(false) && self.shows(workspace.mode) {
            self.deps.events.state_changed(self.state().await);
        }
    }

    fn address(&self) -> ServiceAddress {
        let url = &self.deps.api_url;
        match ApiUrl::elsewhere(url) {
            _ if url.is_err() => ServiceAddress::Unusable,
            Some(host) => ServiceAddress::Elsewhere { host },
            None => ServiceAddress::Real,
        }
    }

    /// Returns everything the window needs to draw itself, except the entries of the log.
    pub(super) async fn state(&self) -> AppState {
        // Numbered before anything is read, so that a change in the meantime leads to a state with a higher number.
        let revision = self.next_revision();
        let this = self.clone();
        self.workspace().read_with(move |workspace| this.read(workspace, revision)).await
    }

    fn read(&self, workspace: &Workspace, revision: u64) -> AppState {
        let mode = workspace.mode;
        // The memory is not locked while the ledger is read.
        let (mut stored, keys, notices, names_hidden, postponed) = {
            let memory = self.memory();
            let keys: Vec<_> =
                memory.keys.iter().map(|(&id, held)| (id, held.state, held.problem.clone())).collect();
            let (notices, postponed) = (memory.notices.clone(), memory.postponed.clone());
            (memory.stored.clone(), keys, notices, memory.names_hidden, postponed)
        };
        let ledger = workspace.ledger();
        let accounts =
            ledger.as_ref().ok().and_then(|ledger| workspace.accounts(ledger).ok()).unwrap_or_default();
        let has_key = mode == Mode::Practice || !keys.is_empty();
        let listed = || ledger.as_ref().ok().and_then(|ledger| ledger.accounts().ok()).unwrap_or_default();
        let without_key = if has_key { Vec::new() } else { listed() };
        let rules = ledger.as_ref().ok().and_then(|ledger| ledger.rules().ok()).unwrap_or_default();
        // The accounts of practice mode belong to none of the user's keys.
        let of_keys = if mode == Mode::Live { &accounts[..] } else { &[] };
        let has_changed = mode == Mode::Live && accounts.iter().any(|account| account.changed);
        let updates = self.update_state(&stored, postponed.as_ref(), has_changed);
        AppState {
            revision,
            version: self.deps.version.clone(),
            mode,
            address: self.address(),
            key: keys
                .iter()
                .map(|(_, state, _)| *state)
                .max_by_key(|state| weight(*state))
                .unwrap_or(KeyState::None),
            accounts_problem: keys
                .iter()
                .find_map(|(_, _, problem)| problem.clone())
                .filter(|_| mode == Mode::Live),
            keys: keys.into_iter().map(|key| key_view(key, of_keys)).collect(),
            keychain: self.deps.keychain.kind(),
            chosen: chosen(stored.chosen(mode).as_deref(), &accounts),
            without_key: without_key.iter().map(|account| account.shown_name().to_owned()).collect(),
            accounts: accounts.iter().map(view).collect(),
            log: ledger
                .as_ref()
                .ok()
                .and_then(|ledger| ledger.mark().ok())
                .unwrap_or(LogMark { total: 0, revision: 0 }),
            ledger: match ledger {
                Ok(_) => LedgerState::Ready,
                Err(failure) => LedgerState::Unavailable { failure },
            },
            resting: workspace.resting(),
            list: self.open_lists.view(),
            started_list: self.open_lists.started(mode),
            batches: self.open_batches(workspace),
            rules,
            notices,
            preferences: stored.preferences,
            names_hidden,
            samples: workspace.samples.clone(),
            updates,
        }
    }
}

/// Returns the chosen account, if it is still listed. Otherwise, the app chooses only if there is a single account, or
/// the first one for a user who never chose.
fn chosen(remembered: Option<&str>, accounts: &[KnownAccount]) -> Option<String> {
    let listed = accounts.iter().find(|account| Some(account.id.as_str()) == remembered);
    let obvious = || accounts.first().filter(|_| remembered.is_none() || accounts.len() == 1);
    listed.or_else(obvious).map(|account| account.id.to_string())
}

/// Ranks the states of several keys: an unreadable key matters most, then one that is not saved.
fn weight(state: KeyState) -> u8 {
    match state {
        KeyState::None => 0,
        KeyState::Saved => 1,
        KeyState::SessionOnly { .. } => 2,
        KeyState::Unread { .. } => 3,
    }
}

fn key_view((id, state, problem): (Slot, KeyState, Option<Failure>), accounts: &[KnownAccount]) -> KeyView {
    let its = accounts.iter().filter(|one| one.key == id);
    KeyView { id, state, accounts: its.map(|one| one.shown_name().to_owned()).collect(), problem }
}

fn view(account: &KnownAccount) -> AccountView {
    let id = account.id.to_string();
    let name = account.shown_name().to_owned();
    // The default color comes from the ID, so it stays when accounts come and go or change their name.
    let its_own = || id.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)) % 8;
    AccountView {
        initials: initials(&name),
        name,
        listed_name: if account.name.is_empty() { id.clone() } else { account.name.clone() },
        nickname: Some(account.nickname.clone()).filter(|name| !name.is_empty()),
        colour: account.colour.unwrap_or_else(its_own),
        session: account.session,
        key: account.key,
        changed: account.changed,
        id,
    }
}

/// Returns the first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    [first, letters.next_back()].into_iter().flatten().flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, expected) in [
            ("Mira Rose", "MR"),
            ("mira", "M"),
            ("Ødgar van der Élan", "ØÉ"),
            ("😀 Zoë", "Z"),
            ("", ""),
            ("נועה לוי", "נל"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
