use std::sync::{Arc, Mutex};

use tokio::sync::OnceCell;

use super::{App, Inner, Memory, Parts, desk::Desk, flights::Flights, preferences::Stored};
use crate::view::{KeyState, Mode, Notice};

impl App {
    /// Opens the ledger and reads the preferences. Never fails: what is wrong is in [`App::app_state`], in words.
    pub fn open(parts: Parts) -> Self {
        let (stored, reset) = Stored::read(&parts.data_dir);
        let (live, mut notices) = Desk::open(Mode::Live, &parts.data_dir, parts.clock.now());
        notices.extend(reset.then_some(Notice::PreferencesReset));
        let memory = Memory {
            stored,
            key: None,
            key_state: KeyState::None,
            live: Arc::new(live),
            practice: None,
            notices,
            accounts_problem: None,
        };
        let inner = Inner {
            parts,
            memory: Mutex::new(memory),
            started: OnceCell::new(),
            turn: tokio::sync::Mutex::default(),
            flights: Flights::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Reads the key and starts practice, when that is what was on. The first call does; the others wait for it.
    pub(super) async fn started(&self) {
        let start = async {
            self.read_key().await;
            if self.memory().stored.mode == Mode::Practice && self.enter_practice().await.is_err() {
                self.memory().stored.mode = Mode::Live;
            }
        };
        self.inner.started.get_or_init(|| start).await;
    }
}
