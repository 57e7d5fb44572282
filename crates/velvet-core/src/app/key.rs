use secrecy::{ExposeSecret, SecretString};

use super::App;
use crate::{
    api::Api,
    key::ApiKey,
    on_disk,
    view::{AppState, ErrorCode, Failure, KeyState, KeychainProblem, Mode, PauseReason},
};

impl App {
    /// Tries a key by listing its accounts, then keeps it in the keychain; without one, for this run only.
    ///
    /// # Errors
    /// Why the key is none, or what the service answered to it. Nothing was kept then.
    pub async fn save_key(&self, key: SecretString) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        let key = ApiKey::parse(key.expose_secret())?;
        let api = self.live_api(&key)?;
        let listed = api.accounts().await.map_err(Failure::new)?;
        let live = self.memory().live.clone();
        self.take_over(&live, &listed)?;
        let state = self.keep(&key).await;
        self.hold(key, api, state);
        self.remember(|stored| stored.mode = Mode::Live);
        self.check_list_again().await;
        Ok(self.state())
    }

    /// Forgets the key, in the keychain and in memory. The log stays.
    ///
    /// # Errors
    /// `keychain_refused`: the key is still there.
    pub async fn forget_key(&self) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        self.delete_key().await?;
        Ok(self.state())
    }

    /// Reads the keychain once more, after the user unlocked it. A key held for this run only is kept there now.
    pub async fn read_keychain_again(&self) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        let held = self.memory().key.clone();
        match held {
            None => self.read_key().await,
            Some(key) => {
                let state = self.keep(&key).await;
                self.memory().key_state = state;
            }
        }
        Ok(self.state())
    }

    /// Puts the key into the keychain.
    async fn keep(&self, key: &ApiKey) -> KeyState {
        match self.parts().keychain.write(key).await {
            Ok(()) => {
                self.remember(|stored| stored.key_saved = true);
                KeyState::Saved
            }
            Err(because) => KeyState::ThisRunOnly { because },
        }
    }

    pub(super) async fn read_key(&self) {
        match self.parts().keychain.read().await {
            Ok(None) => self.memory().key_state = KeyState::None,
            Ok(Some(key)) => match self.live_api(&key) {
                Ok(api) => self.hold(key, api, KeyState::Saved),
                Err(failure) => {
                    let mut memory = self.memory();
                    memory.key_state = KeyState::Saved;
                    memory.accounts_problem = Some(failure);
                }
            },
            Err(because) => self.memory().key_state = KeyState::Unread { because },
        }
    }

    /// Forgets the key: in memory in any case, then in the keychain.
    pub(super) async fn delete_key(&self) -> Result<(), Failure> {
        let live = self.memory().live.clone();
        live.set_api(None);
        self.memory().key = None;
        self.halt(&live, &PauseReason::NoKey);
        let deleted = self.parts().keychain.delete().await;
        let state = match deleted {
            // Where there is no keychain and none was ever given the key, there is nothing to delete.
            Err(KeychainProblem::Missing) if !self.memory().stored.key_saved => KeyState::None,
            Err(because) => KeyState::Unread { because },
            Ok(()) => KeyState::None,
        };
        {
            let mut memory = self.memory();
            memory.key_state = state;
            memory.accounts_problem = None;
        }
        if let KeyState::Unread { because } = state {
            tracing::warn!(?because, "the keychain did not forget the key");
            return Err(Failure::new(ErrorCode::KeychainRefused));
        }
        self.remember(|stored| stored.key_saved = false);
        // Without a ledger there is no list to forget.
        live.ledger().map_or(Ok(()), |ledger| on_disk(|| ledger.unlist_accounts()))
    }

    fn hold(&self, key: ApiKey, api: Api, state: KeyState) {
        let mut memory = self.memory();
        // Two that count the same key's requests would count half of them each.
        if memory.key.as_ref().is_none_or(|held| held.expose() != key.expose()) || memory.live.api().is_err()
        {
            memory.live.set_api(Some(api));
            memory.live.queue.begin_anew();
        }
        memory.key = Some(key);
        memory.key_state = state;
        memory.accounts_problem = None;
    }
}
