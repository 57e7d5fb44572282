//! The app without its window, on a simulated server. Everything except the shell is real, but the keychain is in
//! memory, the preferences are not kept, and the clock skips every wait.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::future::{BoxFuture, FutureExt};
use serde_json::{Map, Value};
use velvet_core::{
    api::ApiKey,
    api::ApiUrl,
    app::{App, Dependencies, EventSink, Keychain, Practice, PracticeHost, PreferenceStore},
    clock::Clock,
    view::{
        AppState, Appearance, BatchView, ExportProgress, KeychainKind, KeychainProblem, ListProgress,
        LogMark, PeopleView, Resting,
    },
};

/// Opens the app in a folder. `told` receives the progress of people refreshes.
pub fn open(
    url: &str,
    folder: &Path,
    clock: &Arc<Leaping>,
    told: impl Fn(&PeopleView) + Send + Sync + 'static,
) -> App {
    App::open(Dependencies {
        data_dir: folder.to_owned(),
        api_url: ApiUrl::parse(url),
        version: "0.0.0".to_owned(),
        clock: clock.clone(),
        keychain: Arc::new(InMemory::default()),
        preferences: Arc::new(NoPreferences),
        practice: Arc::new(NoPractice),
        events: Arc::new(Hears(told)),
        releases: None,
        looks_up_ids: velvet_core::api::BY_IDS_RETURNS_FANS,
    })
}

/// A clock that skips waits and advances one millisecond per reading.
#[derive(Default)]
pub struct Leaping(Mutex<Duration>);

impl Leaping {
    /// Advances the clock.
    pub fn leap(&self, duration: Duration) {
        *lock(&self.0) += duration;
    }
}

impl Clock for Leaping {
    fn now(&self) -> i64 {
        self.leap(Duration::from_millis(1));
        1_795_000_000_000 + i64::try_from(self.elapsed().as_millis()).unwrap_or(0)
    }

    fn elapsed(&self) -> Duration {
        *lock(&self.0)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.leap(duration);
        tokio::task::yield_now().boxed()
    }
}

#[derive(Default)]
struct InMemory(Mutex<BTreeMap<u32, ApiKey>>);

impl Keychain for InMemory {
    fn kind(&self) -> KeychainKind {
        KeychainKind::SecretService
    }

    fn read(&self, slot: u32) -> BoxFuture<'_, Result<Option<ApiKey>, KeychainProblem>> {
        let key = lock(&self.0).get(&slot).cloned();
        async { Ok(key) }.boxed()
    }

    fn write(&self, slot: u32, key: &ApiKey) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        lock(&self.0).insert(slot, key.clone());
        async { Ok(()) }.boxed()
    }

    fn delete(&self, slot: u32) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        lock(&self.0).remove(&slot);
        async { Ok(()) }.boxed()
    }
}

struct NoPreferences;

impl PreferenceStore for NoPreferences {
    fn open(&self, _: &Path) -> io::Result<Map<String, Value>> {
        Ok(Map::new())
    }

    fn save(&self, _: &Map<String, Value>) -> io::Result<()> {
        Ok(())
    }
}

struct NoPractice;

impl PracticeHost for NoPractice {
    fn start(&self) -> BoxFuture<'_, Result<Practice, String>> {
        async { Err("there is none here".to_owned()) }.boxed()
    }
}

struct Hears<F>(F);

impl<F: Fn(&PeopleView) + Send + Sync> EventSink for Hears<F> {
    fn log_changed(&self, _: LogMark) {}
    fn resting(&self, _: Resting) {}
    fn appearance_changed(&self, _: Appearance) {}
    fn state_changed(&self, _: AppState) {}
    fn batch_changed(&self, _: BatchView) {}
    fn people_changed(&self, people: PeopleView) {
        self.0(&people);
    }
    fn list_progress(&self, _: ListProgress) {}
    fn export_progress(&self, _: ExportProgress) {}
    fn running(&self, _: bool) {}
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
