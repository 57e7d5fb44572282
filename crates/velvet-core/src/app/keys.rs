use secrecy::{ExposeSecret, SecretString};

use super::{
    Accounts, Lists,
    context::Context,
    held_key::{FIRST, Held, Slot},
    preferences::{StoredPreferences, StoredWait},
    scheduler::Scheduler,
};
use crate::view::{AppState, ErrorCode, Failure, KeyState, KeychainProblem, Mode, Notice, PauseReason};
use velvet_api::{Api, ApiKey, ApiUrl};

/// Most keys: more than anybody has, and few enough to ask the keychain for each.
const MOST: Slot = 9;

/// The user's API keys: tried, kept in the keychain, and removed.
#[derive(Clone)]
pub struct Keys {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
    pub(super) accounts: Accounts,
    pub(super) lists: Lists,
}

impl Keys {
    /// Tries a key by listing its accounts, then saves it in the keychain beside those that are there. Without a
    /// keychain, the key is kept until the app closes.
    ///
    /// # Errors
    /// Why the text is not a key, or the error from the server; `keys_too_many`. Nothing is kept then. A text that
    /// looks like something else is not sent until it is given a second time.
    pub async fn save(&self, key: SecretString) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let key = self.key_of(&key)?;
        let slot = {
            let memory = self.ctx.memory();
            let find = |fits: &dyn Fn(&Held) -> bool| {
                memory.keys.iter().find(|(_, held)| fits(held)).map(|(slot, _)| *slot)
            };
            let free = || (FIRST..=MOST).find(|slot| !memory.keys.contains_key(slot));
            // A new key replaces the only unreadable one. With several, it is unknown which of them it is.
            let unread = |held: &Held| held.key.is_none();
            let one = memory.keys.values().filter(|held| unread(held)).count() == 1;
            find(&|held| held.is(&key)).or_else(|| find(&unread).filter(|_| one)).or_else(free)
        };
        let slot = slot.ok_or_else(|| Failure::new(ErrorCode::KeysTooMany).with("limit", MOST))?;
        self.try_and_keep(slot, key).await
    }

    /// Tries and saves a key in place of another one.
    ///
    /// # Errors
    /// As for [`Keys::save`]. The other key is then kept.
    pub async fn replace(&self, slot: u32, key: SecretString) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let key = self.key_of(&key)?;
        if !self.ctx.memory().keys.contains_key(&slot) {
            return Err(Failure::new(ErrorCode::KeyMissing));
        }
        let twice = {
            let memory = self.ctx.memory();
            let other = memory.keys.iter().find(|(other, held)| **other != slot && held.is(&key));
            other.map(|(other, _)| *other)
        };
        let state = self.try_and_keep(slot, key).await?;
        let Some(other) = twice else { return Ok(state) };
        // With the key in two slots, each slot's rate limiter would count only half of the requests.
        self.delete_key(other).await?;
        let live = self.ctx.memory().live.clone();
        self.accounts.list_all(&live).await;
        Ok(self.ctx.state().await)
    }

    /// Removes a key from the keychain and from memory. The log stays.
    ///
    /// # Errors
    /// `keychain_refused` if the key is still in the keychain, a `ledger_…` code.
    pub async fn remove(&self, slot: u32) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let forgotten = self.delete_key(slot).await;
        let state = self.ctx.state().await;
        if forgotten.is_err() {
            self.ctx.deps.events.state_changed(state.clone());
        }
        forgotten.map(|()| state)
    }

    /// Reads the keychain again, after the user unlocked it. Keys that were only kept in memory are saved now.
    pub async fn reload(&self) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let held = self.ctx.memory().keys.clone();
        for (slot, held) in held {
            if let (Some(key), KeyState::SessionOnly { .. }) = (&held.key, held.state) {
                let state = self.keep(slot, key).await;
                self.ctx.memory().keys.entry(slot).and_modify(|held| held.state = state);
            }
        }
        self.read_keys().await;
        Ok(self.ctx.state().await)
    }

    /// Parses the key. A text that looks like another company's key is not sent to this one until it is given again.
    fn key_of(&self, text: &SecretString) -> Result<ApiKey, Failure> {
        let key = ApiKey::parse(text.expose_secret())?;
        let mut memory = self.ctx.memory();
        let before = memory.doubted.take();
        match key.doubt() {
            Some(doubt) if before.is_none_or(|before| before.expose() != key.expose()) => {
                memory.doubted = Some(key);
                Err(Failure::new(doubt))
            }
            _ => Ok(key),
        }
    }

    async fn try_and_keep(&self, slot: Slot, key: ApiKey) -> Result<AppState, Failure> {
        let api = self.accounts.live_api(&key)?;
        let listed = api.accounts().await.map_err(Failure::new)?;
        let live = self.ctx.memory().live.clone();
        self.accounts.take_over(&live, slot, listed).await?;
        if self.ctx.memory().keys.get(&slot).is_none_or(|held| !held.is(&key)) {
            // The server told the old key to wait, not this one.
            self.ctx.remember(|stored| _ = stored.waits.remove(&slot)).await;
        }
        // From here on, the accounts belong to this key. The key that it replaces is no longer sent, however long the
        // keychain takes.
        self.hold(slot, key.clone(), api, KeyState::SessionOnly { because: KeychainProblem::Locked });
        let state = self.keep(slot, &key).await;
        self.ctx.memory().keys.entry(slot).and_modify(|held| held.state = state);
        self.ctx.remember(|stored| stored.mode = Mode::Live).await;
        self.lists.check_again().await;
        Ok(self.ctx.state().await)
    }

    /// Saves a key in the keychain.
    async fn keep(&self, slot: Slot, key: &ApiKey) -> KeyState {
        // Recorded before the write, because a keychain may save a key long after the app gave up on it, once the user
        // enters a password. Otherwise nobody would know of that key.
        let known = self.ctx.memory().stored.keys.contains(&slot);
        let change = |stored: &mut StoredPreferences| {
            stored.keys.insert(slot);
            stored.removed.remove(&slot);
        };
        self.ctx.remember(change).await;
        match self.ctx.deps.keychain.write(slot, key).await {
            Ok(()) => KeyState::Saved,
            Err(because) => {
                // A missing keychain never received the key.
                if because == KeychainProblem::Missing && !known {
                    self.ctx.remember(|stored| _ = stored.keys.remove(&slot)).await;
                }
                KeyState::SessionOnly { because }
            }
        }
    }

    /// Reads the keys that are not in memory yet: the first one, and those that were saved in the keychain.
    pub(super) async fn read_keys(&self) {
        let slots: Vec<Slot> = {
            let memory = self.ctx.memory();
            let given = memory.stored.keys.iter().copied().filter(|slot| (FIRST + 1..=MOST).contains(slot));
            let unread = |slot: &Slot| memory.keys.get(slot).is_none_or(|held| held.key.is_none());
            std::iter::once(FIRST).chain(given).filter(unread).collect()
        };
        let mut locked = false;
        for slot in slots {
            if self.ctx.memory().stored.removed.contains(&slot) {
                self.remove_at_last(slot).await;
                continue;
            }
            // A locked keychain is asked for one key only.
            let read =
                if locked { Err(KeychainProblem::Locked) } else { self.ctx.deps.keychain.read(slot).await };
            locked = matches!(read, Err(KeychainProblem::Locked));
            self.take_in(slot, read);
        }
    }

    /// Tries again to delete a removed key that the keychain did not delete. The key is not read.
    async fn remove_at_last(&self, slot: Slot) {
        match self.ctx.deps.keychain.delete(slot).await {
            Ok(()) => {
                self.ctx.memory().keys.remove(&slot);
                self.key_is_gone(slot).await;
            }
            Err(because) => {
                let held = Held { state: KeyState::Unread { because }, key: None, problem: None };
                self.ctx.memory().keys.insert(slot, held);
                self.say_key_is_left(true);
            }
        }
    }

    fn take_in(&self, slot: Slot, read: Result<Option<ApiKey>, KeychainProblem>) {
        match read {
            Ok(None) => drop(self.ctx.memory().keys.remove(&slot)),
            Ok(Some(key)) => match self.accounts.live_api(&key) {
                Ok(api) => {
                    self.go_on_waiting(slot, &api);
                    self.hold(slot, key, api, KeyState::Saved);
                }
                Err(failure) => {
                    let mut memory = self.ctx.memory();
                    memory.live.set_no_client(slot, failure.clone());
                    let held = Held { state: KeyState::Saved, key: None, problem: Some(failure) };
                    memory.keys.insert(slot, held);
                }
            },
            Err(because) => {
                let held = Held { state: KeyState::Unread { because }, key: None, problem: None };
                self.ctx.memory().keys.insert(slot, held);
            }
        }
    }

    /// Resumes a wait that the server imposed on this key in an earlier run of the app.
    fn go_on_waiting(&self, slot: Slot, api: &Api) {
        let told =
            self.ctx.memory().stored.waits.get(&slot).filter(|told| told.service == self.service()).cloned();
        if let Some(left) = told.and_then(|told| told.left(self.ctx.deps.clock.now())) {
            api.restore_wait(left);
        }
    }

    /// Stores every wait that the server imposes on this key, so that it outlasts the app.
    fn note_waits(&self, slot: Slot, api: &Api) {
        let (service, weak) = (self.service(), self.ctx.weak());
        api.on_wait(move |until| {
            let Some(ctx) = weak() else { return };
            let wait = StoredWait { service: service.clone(), told: ctx.deps.clock.now(), until };
            {
                let waits = &mut ctx.memory().stored.waits;
                if waits.get(&slot).is_none_or(|before| before.until <= until) {
                    waits.insert(slot, wait);
                }
            }
            let busy = ctx.in_flight.busy();
            tokio::spawn(async move {
                let _busy = busy;
                ctx.save_preferences().await;
            });
        });
    }

    /// Returns the server's host and port.
    fn service(&self) -> String {
        self.ctx.deps.api_url.as_ref().map(ApiUrl::authority).unwrap_or_default()
    }

    /// Deletes every key. Returns the first failure.
    pub(super) async fn delete_keys(&self) -> Result<(), Failure> {
        self.ctx.memory().doubted = None;
        let mut slots: Vec<Slot> = self.ctx.memory().keys.keys().copied().collect();
        slots.extend(self.ctx.memory().stored.keys.iter().copied());
        slots.push(FIRST);
        slots.sort_unstable();
        slots.dedup();
        let mut forgotten = Ok(());
        for &slot in &slots {
            let deleted = self.delete_key(slot).await;
            forgotten = forgotten.and(deleted);
        }
        forgotten?;
        // Also delete keys that nobody recorded. Stop at the first failure.
        for slot in (FIRST..=MOST).filter(|slot| !slots.contains(slot)) {
            match self.ctx.deps.keychain.delete(slot).await {
                Ok(()) => {}
                Err(KeychainProblem::Missing) => return Ok(()),
                Err(_) => return Err(Failure::new(ErrorCode::KeychainRefused)),
            }
        }
        Ok(())
    }

    /// Deletes a key, always from memory, then from the keychain.
    async fn delete_key(&self, slot: Slot) -> Result<(), Failure> {
        let live = self.ctx.memory().live.clone();
        // From here on, nothing sends this key again: no waiting item, no refresh, and no look-up.
        live.set_api(slot, None);
        self.ctx.memory().keys.remove(&slot);
        live.people.stop();
        self.ctx.open_lists.stop_look_up();
        if live.api().is_ok() {
            // Batches with this key pause because it is missing. Others continue.
            live.queue.restart();
        } else {
            self.scheduler.halt(&live, PauseReason::NoKey).await;
        }
        let deleted = self.ctx.deps.keychain.delete(slot).await;
        let still_there = match deleted {
            // If there is no keychain and none ever received the key, there is nothing to delete.
            Err(KeychainProblem::Missing) if !self.ctx.memory().stored.keys.contains(&slot) => None,
            Err(because) => Some(because),
            Ok(()) => None,
        };
        if let Some(because) = still_there {
            tracing::warn!(?because, "the keychain did not forget a key");
            let held = Held { state: KeyState::Unread { because }, key: None, problem: None };
            self.ctx.memory().keys.insert(slot, held);
            self.ctx.remember(|stored| _ = stored.removed.insert(slot)).await;
            self.say_key_is_left(true);
            return Err(Failure::new(ErrorCode::KeychainRefused));
        }
        self.key_is_gone(slot).await;
        // Without a ledger, no accounts need to be unlisted.
        if live.ledger().is_err() {
            return Ok(());
        }
        live.write(move |ledger| ledger.unlist_accounts(slot)).await
    }

    async fn key_is_gone(&self, slot: Slot) {
        let change = |stored: &mut StoredPreferences| {
            stored.keys.remove(&slot);
            stored.removed.remove(&slot);
            stored.waits.remove(&slot);
        };
        self.ctx.remember(change).await;
        if self.ctx.memory().stored.removed.is_empty() {
            self.say_key_is_left(false);
        }
    }

    /// Adds or removes the notice that a removed key is still in the keychain.
    pub(super) fn say_key_is_left(&self, left: bool) {
        let mut memory = self.ctx.memory();
        memory.notices.retain(|notice| *notice != Notice::KeyLeft);
        if left {
            memory.notices.push(Notice::KeyLeft);
        }
    }

    fn hold(&self, slot: Slot, key: ApiKey, api: Api, state: KeyState) {
        self.note_waits(slot, &api);
        let mut memory = self.ctx.memory();
        let same = memory.keys.get(&slot).is_some_and(|held| held.is(&key));
        // With a second client for the same key, each rate limiter would count only half of the requests.
        if !same || memory.live.api_with(slot).is_none() {
            // Before, so that a batch that loses its key resumes with the new one. After, in case a batch began with
            // the old one in between.
            memory.live.queue.restart();
            memory.live.set_api(slot, Some(api));
            memory.live.queue.restart();
        }
        memory.keys.insert(slot, Held { state, key: Some(key), problem: None });
    }
}
