use super::{
    App, Memory,
    held_key::{Held, Slot},
    workspace::Workspace,
};
use crate::view::{
    AccountView, AppState, Failure, KeyState, KeyView, LedgerState, LogMark, LogSlice, Mode, Notice,
    Preferences, ServiceAddress,
};
use velvet_api::ApiUrl;
use velvet_ledger::KnownAccount;
use velvet_platform::blocking;

impl App {
    /// Everything a window needs to draw itself, except the rows of the log.
    pub async fn app_state(&self) -> Result<AppState, Failure> {
        self.started().await;
        Ok(self.state())
    }

    /// Part of the log shown now, newest first, at most 200 rows.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn log_slice(&self, offset: u32, limit: u32) -> Result<LogSlice, Failure> {
        self.started().await;
        let ledger = self.workspace().ledger()?;
        blocking(|| ledger.slice(offset, limit))
    }

    /// What the user chose, without waiting for anything.
    pub fn preferences(&self) -> Preferences {
        self.memory().stored.preferences
    }

    /// Keeps what the user chose.
    pub async fn set_preferences(&self, preferences: Preferences) -> Result<AppState, Failure> {
        self.started().await;
        self.remember(|stored| stored.preferences = preferences);
        self.deps().events.appearance_changed(preferences.appearance);
        Ok(self.state())
    }

    /// What was to be said once has been read.
    pub async fn dismiss_notices(&self) -> Result<AppState, Failure> {
        self.started().await;
        self.memory().notices.clear();
        Ok(self.state())
    }

    /// The page's process has ended and is begun anew: the next page says so.
    pub fn page_ended(&self) {
        self.note(Notice::PageReloaded);
    }

    /// A part of the app has fallen over; the window says so.
    pub fn fell_over(&self) {
        self.note(Notice::FellOver);
        self.deps().events.state_changed(self.state());
    }

    /// Something is to be said, once.
    fn note(&self, notice: Notice) {
        let mut memory = self.memory();
        if !memory.notices.contains(&notice) {
            memory.notices.push(notice);
        }
    }

    /// Tries again to open a ledger that could not be opened.
    pub async fn open_ledger_again(&self) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        let workspace = self.workspace();
        let notices = blocking(|| workspace.open(&self.deps().data_dir, self.deps().clock.now()));
        self.memory().notices.extend(notices);
        if self.state().accounts.is_empty() && workspace.api().is_ok() {
            self.refresh(&workspace).await;
        }
        Ok(self.state())
    }

    /// The desk of the mode shown now.
    pub(super) fn workspace(&self) -> std::sync::Arc<Workspace> {
        self.memory().workspace()
    }

    pub(super) fn remember(&self, change: impl FnOnce(&mut super::Stored)) {
        // Written under the lock: of two changes the later one is on the disk.
        blocking(|| {
            let mut memory = self.memory();
            change(&mut memory.stored);
            memory.stored.write(&self.deps().data_dir);
        });
    }

    fn address(&self) -> ServiceAddress {
        let url = &self.deps().api_url;
        match ApiUrl::elsewhere(url) {
            _ if url.is_err() => ServiceAddress::Unusable,
            Some(host) => ServiceAddress::Elsewhere { host },
            None => ServiceAddress::Real,
        }
    }

    pub(super) fn state(&self) -> AppState {
        blocking(|| self.state_on_disk())
    }

    fn state_on_disk(&self) -> AppState {
        let mut memory = self.memory();
        let workspace = memory.workspace();
        let mode = workspace.mode;
        let ledger = workspace.ledger();
        let has_key = mode == Mode::Practice || !memory.keys.is_empty();
        let accounts = match &ledger {
            Ok(ledger) if has_key => ledger.accounts().unwrap_or_default(),
            _ => Vec::new(),
        };
        let without_key = match &ledger {
            Ok(ledger) if !has_key => ledger.accounts().unwrap_or_default(),
            _ => Vec::new(),
        };
        let rules = ledger.as_ref().ok().and_then(|ledger| ledger.rules().ok()).unwrap_or_default();
        AppState {
            revision: self.next_revision(),
            version: self.deps().version.clone(),
            mode,
            address: self.address(),
            key: key_state(&memory),
            // Practice has no key of the user's, and its accounts are none of theirs.
            keys: keys(&memory, if mode == Mode::Live { &accounts } else { &[] }),
            keychain: self.deps().keychain.kind(),
            chosen: chosen(memory.stored.chosen(mode).as_deref(), &accounts),
            without_key: without_key.iter().map(|account| account.shown_name().to_owned()).collect(),
            accounts: accounts.iter().map(view).collect(),
            accounts_problem: memory
                .keys
                .values()
                .find_map(|held| held.problem.clone())
                .filter(|_| mode == Mode::Live),
            log: ledger
                .as_ref()
                .ok()
                .and_then(|l| l.mark().ok())
                .unwrap_or(LogMark { total: 0, revision: 0 }),
            ledger: match ledger {
                Ok(_) => LedgerState::Ready,
                Err(failure) => LedgerState::Unavailable { failure },
            },
            resting: workspace.resting(),
            list: self.inner.lists.view(),
            batches: self.open_batches(&workspace),
            rules,
            notices: memory.notices.clone(),
            preferences: memory.stored.preferences,
            samples: workspace.samples.clone(),
        }
    }
}

impl Memory {
    pub(super) fn workspace(&self) -> std::sync::Arc<Workspace> {
        match &self.practice {
            Some(practice) if self.stored.mode == Mode::Practice => practice.clone(),
            _ => self.live.clone(),
        }
    }
}

/// The account that was chosen, if it is still listed. The app itself chooses only where there is nothing to choose
/// from, and the first one for somebody who never chose.
fn chosen(remembered: Option<&str>, accounts: &[KnownAccount]) -> Option<String> {
    let listed = accounts.iter().find(|account| Some(account.id.as_str()) == remembered);
    let obvious = || accounts.first().filter(|_| remembered.is_none() || accounts.len() == 1);
    listed.or_else(obvious).map(|account| account.id.to_string())
}

/// What is known of the keys altogether: that one cannot be read counts most, that one is not kept next.
fn key_state(memory: &Memory) -> KeyState {
    let weight = |state: &KeyState| match state {
        KeyState::None => 0,
        KeyState::Saved => 1,
        KeyState::ThisRunOnly { .. } => 2,
        KeyState::Unread { .. } => 3,
    };
    memory.keys.values().map(|held| held.state).max_by_key(weight).unwrap_or(KeyState::None)
}

fn keys(memory: &Memory, accounts: &[KnownAccount]) -> Vec<KeyView> {
    let view = |(&id, held): (&Slot, &Held)| KeyView {
        id,
        state: held.state,
        accounts: accounts
            .iter()
            .filter(|one| one.key == id)
            .map(|one| one.shown_name().to_owned())
            .collect(),
        problem: held.problem.clone(),
    };
    memory.keys.iter().map(view).collect()
}

fn view(account: &KnownAccount) -> AccountView {
    let id = account.id.to_string();
    let name = account.shown_name().to_owned();
    // Where none was chosen it comes from the id, so that it stays when accounts come and go or change their name.
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

/// The first letters of the first and the last word.
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
