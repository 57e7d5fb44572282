use secrecy::{ExposeSecret, SecretString};

use super::{
    Accounts, Lists,
    context::Context,
    held_key::{FIRST, Held, Slot},
    overview::Overview,
    preferences::ToldToWait,
    scheduler::Scheduler,
};
use crate::view::{AppState, ErrorCode, Failure, KeyState, KeychainProblem, Mode, Notice, PauseReason};
use velvet_api::{Api, ApiKey, ApiUrl};
use velvet_platform::blocking;

/// Keys that can be kept: more than anybody has, few enough to ask the keychain for each.
const MOST: Slot = 9;

/// The user's API keys: tried, kept in the keychain, and removed.
#[derive(Clone)]
pub struct Keys {
    pub(super) ctx: Context,
    pub(super) overview: Overview,
    pub(super) scheduler: Scheduler,
    pub(super) accounts: Accounts,
    pub(super) lists: Lists,
}

impl Keys {
    /// Tries a key by listing its accounts, then keeps it in the keychain, beside those that are there; without a
    /// keychain, for this run only.
    ///
    /// # Errors
    /// Why the key is none, or what the service answered to it; `keys_too_many`. Nothing was kept then. A text that looks
    /// like something else is not sent before it is given a second time.
    pub async fn save(&self, key: SecretString) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let key = self.key_of(&key)?;
        let slot = {
            let memory = self.ctx.memory();
            let find = |fits: &dyn Fn(&Held) -> bool| {
                memory.keys.iter().find(|(_, held)| fits(held)).map(|(slot, _)| *slot)
            };
            let free = || (FIRST..=MOST).find(|slot| !memory.keys.contains_key(slot));
            // Who cannot have the one key read gives it once more: it takes its place. Of several nobody knows which it is.
            let unread = |held: &Held| held.key.is_none();
            let one = memory.keys.values().filter(|held| unread(held)).count() == 1;
            find(&|held| held.is(&key)).or_else(|| find(&unread).filter(|_| one)).or_else(free)
        };
        let slot = slot.ok_or_else(|| Failure::new(ErrorCode::KeysTooMany).with("limit", MOST))?;
        self.try_and_keep(slot, key).await
    }

    /// The same, in place of another key.
    ///
    /// # Errors
    /// As [`Keys::save`]; the other key is still there then.
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
        // In two places it would be counted against its plan twice, half in each.
        self.delete_key(other).await?;
        let live = self.ctx.memory().live.clone();
        self.accounts.list_all(&live).await;
        Ok(self.overview.state())
    }

    /// Forgets a key, in the keychain and in memory. The log stays.
    ///
    /// # Errors
    /// `keychain_refused`: the key is still there.
    pub async fn remove(&self, slot: u32) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let forgotten = self.delete_key(slot).await;
        let state = self.overview.state();
        if forgotten.is_err() {
            self.ctx.deps.events.state_changed(state.clone());
        }
        forgotten.map(|()| state)
    }

    /// Reads the keychain once more, after the user unlocked it. Keys held for this run only are kept there now.
    pub async fn reload(&self) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let held = self.ctx.memory().keys.clone();
        for (slot, held) in held {
            if let (Some(key), KeyState::ThisRunOnly { .. }) = (&held.key, held.state) {
                let state = self.keep(slot, key).await;
                self.ctx.memory().keys.entry(slot).and_modify(|held| held.state = state);
            }
        }
        self.read_keys().await;
        Ok(self.overview.state())
    }

    /// The key that was given. One that looks like another company's is not shown to this one at the first word.
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
        self.accounts.take_over(&live, slot, &listed)?;
        if self.ctx.memory().keys.get(&slot).is_none_or(|held| !held.is(&key)) {
            // Another key was not told to wait.
            self.ctx.remember(|stored| _ = stored.waits.remove(&slot));
        }
        // From here on the accounts are this key's: the one whose place it takes is sent no more, however long the
        // keychain may take.
        self.hold(slot, key.clone(), api, KeyState::ThisRunOnly { because: KeychainProblem::Locked });
        let state = self.keep(slot, &key).await;
        self.ctx.memory().keys.entry(slot).and_modify(|held| held.state = state);
        self.ctx.remember(|stored| stored.mode = Mode::Live);
        self.lists.check_again().await;
        Ok(self.overview.state())
    }

    /// Puts a key into the keychain.
    async fn keep(&self, slot: Slot, key: &ApiKey) -> KeyState {
        // Noted before, not after: a keychain may write a key long after it was given up on, when its user has typed a
        // password at last. Nobody would know of it then.
        let known = self.ctx.memory().stored.keys.contains(&slot);
        self.ctx.remember(|stored| {
            stored.keys.insert(slot);
            stored.removed.remove(&slot);
        });
        match self.ctx.deps.keychain.write(slot, key).await {
            Ok(()) => KeyState::Saved,
            Err(because) => {
                // Where there is no keychain, none was given the key.
                if because == KeychainProblem::Missing && !known {
                    self.ctx.remember(|stored| _ = stored.keys.remove(&slot));
                }
                KeyState::ThisRunOnly { because }
            }
        }
    }

    /// Reads the keys that are not in memory yet: the first one, and those that the keychain was given.
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
            // A locked keychain is asked for one key, not for each.
            let read =
                if locked { Err(KeychainProblem::Locked) } else { self.ctx.deps.keychain.read(slot).await };
            locked = matches!(read, Err(KeychainProblem::Locked));
            self.take_in(slot, read);
        }
    }

    /// A key that the keychain did not let go of when it was removed: it is not read, and deleted now, if that can be.
    async fn remove_at_last(&self, slot: Slot) {
        match self.ctx.deps.keychain.delete(slot).await {
            Ok(()) => {
                self.ctx.memory().keys.remove(&slot);
                self.key_is_gone(slot);
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

    /// The service may have told this key to wait in an earlier run of the app.
    fn go_on_waiting(&self, slot: Slot, api: &Api) {
        let told =
            self.ctx.memory().stored.waits.get(&slot).filter(|told| told.service == self.service()).cloned();
        if let Some(left) = told.and_then(|told| told.left(self.ctx.deps.clock.now())) {
            api.wait_as_told_before(left);
        }
    }

    /// Whatever the service tells this key to wait outlasts the app.
    fn note_waits(&self, slot: Slot, api: &Api) {
        let (service, weak) = (self.service(), self.ctx.weak());
        api.when_told_to_wait(move |until| {
            let Some(ctx) = weak() else { return };
            let wait = ToldToWait { service: service.clone(), told: ctx.deps.clock.now(), until };
            ctx.remember(|stored| {
                let before = stored.waits.get(&slot).is_some_and(|before| before.until > until);
                if !before {
                    stored.waits.insert(slot, wait);
                }
            });
        });
    }

    /// The service's host and port.
    fn service(&self) -> String {
        self.ctx.deps.api_url.as_ref().map(ApiUrl::authority).unwrap_or_default()
    }

    /// Forgets every key. The first failure is told.
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
        // And what may stand there though nobody noted it. A keychain that says no is not asked for each.
        for slot in (FIRST..=MOST).filter(|slot| !slots.contains(slot)) {
            match self.ctx.deps.keychain.delete(slot).await {
                Ok(()) => {}
                Err(KeychainProblem::Missing) => return Ok(()),
                Err(_) => return Err(Failure::new(ErrorCode::KeychainRefused)),
            }
        }
        Ok(())
    }

    /// Forgets a key: in memory in any case, then in the keychain.
    async fn delete_key(&self, slot: Slot) -> Result<(), Failure> {
        let live = self.ctx.memory().live.clone();
        // From here on it is not sent once more, by nobody: neither by what waits nor by what is read or looked up.
        live.set_api(slot, None);
        self.ctx.memory().keys.remove(&slot);
        live.people.stop();
        self.ctx.open_lists.stop_look_up();
        if live.api().is_ok() {
            // What runs with this key pauses for want of it; the others go on.
            live.queue.restart();
        } else {
            self.scheduler.halt(&live, &PauseReason::NoKey);
        }
        let deleted = self.ctx.deps.keychain.delete(slot).await;
        let still_there = match deleted {
            // Where there is no keychain and none was ever given the key, there is nothing to delete.
            Err(KeychainProblem::Missing) if !self.ctx.memory().stored.keys.contains(&slot) => None,
            Err(because) => Some(because),
            Ok(()) => None,
        };
        if let Some(because) = still_there {
            tracing::warn!(?because, "the keychain did not forget a key");
            let held = Held { state: KeyState::Unread { because }, key: None, problem: None };
            self.ctx.memory().keys.insert(slot, held);
            self.ctx.remember(|stored| _ = stored.removed.insert(slot));
            self.say_key_is_left(true);
            return Err(Failure::new(ErrorCode::KeychainRefused));
        }
        self.key_is_gone(slot);
        // Without a ledger there is no list to forget.
        live.ledger().map_or(Ok(()), |ledger| blocking(|| ledger.unlist_accounts(slot)))
    }

    fn key_is_gone(&self, slot: Slot) {
        self.ctx.remember(|stored| {
            stored.keys.remove(&slot);
            stored.removed.remove(&slot);
            stored.waits.remove(&slot);
        });
        if self.ctx.memory().stored.removed.is_empty() {
            self.say_key_is_left(false);
        }
    }

    /// Says that a removed key is still in the keychain, or no more.
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
        // Two that count the same key's requests would count half of them each.
        if !same || memory.live.api_with(slot).is_none() {
            // Before, so that a batch which loses its key goes on with the new one; after, so that none has begun with
            // the old one in between.
            memory.live.queue.restart();
            memory.live.set_api(slot, Some(api));
            memory.live.queue.restart();
        }
        memory.keys.insert(slot, Held { state, key: Some(key), problem: None });
    }
}
