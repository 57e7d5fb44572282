use secrecy::{ExposeSecret, SecretString};

use super::App;
use crate::{
    api::Api,
    key::ApiKey,
    on_disk,
    view::{AppState, ErrorCode, Failure, KeyState, KeychainProblem, Mode},
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
        let kept = self.parts().keychain.write(&key).await;
        let live = self.memory().live.clone();
        if let Ok(ledger) = live.ledger() {
            on_disk(|| ledger.list_accounts(&listed))?;
        }
        let state = kept.map_or_else(|because| KeyState::ThisRunOnly { because }, |()| KeyState::Saved);
        self.hold(key, api, state);
        self.remember(|stored| stored.mode = Mode::Live);
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
                let kept = self.parts().keychain.write(&key).await;
                self.memory().key_state =
                    kept.map_or_else(|because| KeyState::ThisRunOnly { because }, |()| KeyState::Saved);
            }
        }
        Ok(self.state())
    }

    pub(super) async fn read_key(&self) {
        match self.parts().keychain.read().await {
            // Where there is no keychain, no key can have been kept.
            Ok(None) | Err(KeychainProblem::Missing) => self.memory().key_state = KeyState::None,
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

    pub(super) async fn delete_key(&self) -> Result<(), Failure> {
        let kept = self.memory().key_state;
        match self.parts().keychain.delete().await {
            // Also a key for this run only may be there, where a write came too late to be believed.
            Err(problem) if matches!(kept, KeyState::ThisRunOnly { because } if because != KeychainProblem::Locked) =>
            {
                tracing::info!(?problem, "the key was never in the keychain");
            }
            Err(problem) if kept != KeyState::None => {
                tracing::warn!(?problem, "the keychain did not forget the key");
                return Err(Failure::new(ErrorCode::KeychainRefused));
            }
            _ => {}
        }
        let live = {
            let mut memory = self.memory();
            memory.key = None;
            memory.key_state = KeyState::None;
            memory.accounts_problem = None;
            memory.live.clone()
        };
        live.set_api(None);
        if let Ok(ledger) = live.ledger() {
            on_disk(|| ledger.unlist_accounts())?;
        }
        Ok(())
    }

    fn hold(&self, key: ApiKey, api: Api, state: KeyState) {
        let mut memory = self.memory();
        memory.live.set_api(Some(api));
        memory.key = Some(key);
        memory.key_state = state;
        memory.accounts_problem = None;
    }
}
