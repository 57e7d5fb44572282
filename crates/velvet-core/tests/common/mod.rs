//! An app with a simulated server and a folder of its own. All tests use real sockets and real files.

pub mod batch;
pub mod claims;
pub mod lists;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::future::{BoxFuture, FutureExt};
use secrecy::SecretString;
use serde_json::{Map, Value};
use velvet_core::{
    api::ApiKey,
    api::{Api, ApiUrl, TimeLimits},
    app::{App, Dependencies, EventSink, Keychain, Practice, PracticeHost, PreferenceStore},
    clock::Clock,
    updates::Releases,
    view::{
        AppState, Appearance, BatchView, ExportProgress, KeychainKind, KeychainProblem, ListProgress,
        LogMark, LogRow, PeopleView, Resting,
    },
};
use velvet_practice::{Fault, Rule, Running, Settings};

/// A clock that advances only when something waits. It records every wait.
#[derive(Default)]
pub struct TestClock {
    elapsed: Arc<Mutex<Duration>>,
    pub slept: Mutex<Vec<Duration>>,
    /// Waits of at least this length last until time [moves on](Self::moves_on).
    held: Mutex<Option<Duration>>,
    moves: tokio::sync::watch::Sender<()>,
    /// Notified when something begins to wait.
    pub sleeping: tokio::sync::Notify,
}

impl TestClock {
    /// Lets time pass without anybody waiting.
    pub fn passes(&self, time: Duration) {
        *self.elapsed.lock().unwrap() += time;
    }

    /// Wakes whatever waits, to check again for how long.
    pub fn wakes(&self) {
        self.moves.send_replace(());
    }

    /// Makes every wait last until time [moves on](Self::moves_on).
    pub fn stands_still(&self) {
        self.holds(Duration::ZERO);
    }

    /// Makes waits of at least this length last until time [moves on](Self::moves_on).
    pub fn holds(&self, least: Duration) {
        *self.held.lock().unwrap() = Some(least);
    }

    /// Lets time pass again. Whatever waits checks again for how long.
    pub fn moves_on(&self) {
        *self.held.lock().unwrap() = None;
        self.wakes();
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        1_795_000_000_000 + i64::try_from(self.elapsed().as_millis()).unwrap()
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.slept.lock().unwrap().push(duration);
        let mut moves = self.moves.subscribe();
        self.sleeping.notify_one();
        if self.held.lock().unwrap().is_some_and(|least| duration >= least) {
            return async move {
                if moves.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
            .boxed();
        }
        let until = *self.elapsed.lock().unwrap() + duration;
        let time = self.elapsed.clone();
        // Sleeps overlap: who wakes first moves the time to their own end, and the others have less left to wait.
        async move {
            tokio::task::yield_now().await;
            let mut now = time.lock().unwrap();
            *now = until.max(*now);
        }
        .boxed()
    }
}

/// A keychain in memory, which can be made to fail.
#[derive(Default)]
pub struct TestKeychain {
    /// The first key.
    pub kept: Mutex<Option<String>>,
    /// The other keys, by number.
    pub others: Mutex<BTreeMap<u32, String>>,
    pub problem: Mutex<Option<KeychainProblem>>,
    /// Whether writes take effect only after the app gave up on them, because the user had to enter a password first.
    pub writes_late: AtomicBool,
}

impl TestKeychain {
    fn usable(&self) -> Result<(), KeychainProblem> {
        self.problem.lock().unwrap().map_or(Ok(()), Err)
    }
}

impl Keychain for TestKeychain {
    fn kind(&self) -> KeychainKind {
        KeychainKind::SecretService
    }

    fn read(&self, slot: u32) -> BoxFuture<'_, Result<Option<ApiKey>, KeychainProblem>> {
        let kept = match slot {
            1 => self.kept.lock().unwrap().clone(),
            slot => self.others.lock().unwrap().get(&slot).cloned(),
        };
        async move { self.usable().map(|()| kept.map(|key| ApiKey::parse(&key).unwrap())) }.boxed()
    }

    fn write(&self, slot: u32, key: &ApiKey) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        let text = key.expose().to_owned();
        let done = self.usable().map(|()| match slot {
            1 => *self.kept.lock().unwrap() = Some(text),
            slot => drop(self.others.lock().unwrap().insert(slot, text)),
        });
        let late = self.writes_late.load(Ordering::Relaxed);
        let done = if late { Err(KeychainProblem::Locked) } else { done };
        async move { done }.boxed()
    }

    fn delete(&self, slot: u32) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        let done = self.usable().map(|()| match slot {
            1 => *self.kept.lock().unwrap() = None,
            slot => drop(self.others.lock().unwrap().remove(&slot)),
        });
        async move { done }.boxed()
    }
}

/// Writes its file in place, as a store may.
#[derive(Default)]
pub struct TestPreferences(OnceLock<PathBuf>);

impl PreferenceStore for TestPreferences {
    fn open(&self, file: &Path) -> io::Result<Map<String, Value>> {
        self.0.set(file.to_owned()).unwrap();
        if file.exists() { Ok(serde_json::from_slice(&fs::read(file)?)?) } else { Ok(Map::new()) }
    }

    #[allow(clippy::disallowed_methods)] // A store may tear its file.
    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        fs::write(self.0.get().unwrap(), serde_json::to_vec(values)?)
    }
}

/// Records all events.
#[derive(Default)]
pub struct TestListener {
    pub marks: Mutex<Vec<LogMark>>,
    pub restings: Mutex<Vec<Resting>>,
    /// Notified of each wait of a single item.
    pub rested: tokio::sync::Notify,
    pub appearances: Mutex<Vec<Appearance>>,
    pub states: Mutex<Vec<AppState>>,
    pub batches: Mutex<Vec<BatchView>>,
    /// Increases with each event of a batch.
    pub batches_told: tokio::sync::watch::Sender<usize>,
    pub readings: Mutex<Vec<ListProgress>>,
    /// Notified of the progress of each read of a list.
    pub read_on: tokio::sync::Notify,
    pub exports: Mutex<Vec<ExportProgress>>,
    pub people: Mutex<Vec<PeopleView>>,
    /// Notified of each event of a list of people.
    pub people_told: tokio::sync::Notify,
    pub running: Mutex<Vec<bool>>,
}

impl EventSink for TestListener {
    fn log_changed(&self, mark: LogMark) {
        self.marks.lock().unwrap().push(mark);
    }

    fn resting(&self, resting: Resting) {
        self.restings.lock().unwrap().push(resting);
        self.rested.notify_one();
    }

    fn appearance_changed(&self, appearance: Appearance) {
        self.appearances.lock().unwrap().push(appearance);
    }

    fn state_changed(&self, state: AppState) {
        self.states.lock().unwrap().push(state);
    }

    fn batch_changed(&self, batch: BatchView) {
        self.batches.lock().unwrap().push(batch);
        self.batches_told.send_modify(|told| *told += 1);
    }

    fn list_progress(&self, progress: ListProgress) {
        self.readings.lock().unwrap().push(progress);
        self.read_on.notify_waiters();
    }

    fn people_changed(&self, people: PeopleView) {
        self.people.lock().unwrap().push(people);
        self.people_told.notify_waiters();
    }

    fn export_progress(&self, progress: ExportProgress) {
        self.exports.lock().unwrap().push(progress);
    }

    fn running(&self, running: bool) {
        self.running.lock().unwrap().push(running);
    }
}

/// A practice host with a server that the test runs.
#[derive(Default)]
pub struct TestPractice(pub Mutex<Option<Practice>>);

impl PracticeHost for TestPractice {
    fn start(&self) -> BoxFuture<'_, Result<Practice, String>> {
        let practice = self.0.lock().unwrap().clone().ok_or_else(|| "no practice here".to_owned());
        async move { practice }.boxed()
    }
}

pub struct Stage {
    pub service: Running,
    /// A fan who is not VIP at first.
    pub fan: String,
    pub folder: tempfile::TempDir,
    pub clock: Arc<TestClock>,
    pub keychain: Arc<TestKeychain>,
    pub events: Arc<TestListener>,
    pub practice: Arc<TestPractice>,
    pub app: App,
}

impl Stage {
    /// Starts the server. There is no key yet.
    pub async fn bare() -> Self {
        Self::bare_with(None).await
    }

    /// Starts the server. The app was built with this about new versions.
    pub async fn bare_with(releases: Option<Releases>) -> Self {
        let service = Running::start(Settings { fans: 300, ..Settings::default() }).await.unwrap();
        let fan = service.samples(1)[0].0.clone();
        let folder = tempfile::tempdir().unwrap();
        let (clock, keychain, events) = (Arc::default(), Arc::default(), Arc::default());
        let practice = Arc::<TestPractice>::default();
        let app = open_with(&service.url(), folder.path(), &clock, &keychain, &events, &practice, releases);
        Self { service, fan, folder, clock, keychain, events, practice, app }
    }

    /// Saves the server's key and chooses its first account.
    pub async fn ready() -> Self {
        let stage = Self::bare().await;
        stage.app.keys().await.save(SecretString::from(stage.service.key())).await.unwrap();
        stage
    }

    /// Restarts the app with the same folder and keychain.
    pub fn restarted(self) -> Self {
        self.restarted_with(None)
    }

    /// Restarts the app, which was built with this about new versions.
    pub fn restarted_with(self, releases: Option<Releases>) -> Self {
        let Self { service, fan, folder, clock, keychain, events, practice, app } = self;
        drop(app);
        // Background reads of the log may hold the ledger a moment longer.
        if let Ok(lock) = std::fs::File::open(folder.path().join("ledger.sqlite3-lock")) {
            lock.lock().unwrap();
        }
        let app = open_with(&service.url(), folder.path(), &clock, &keychain, &events, &practice, releases);
        Self { service, fan, folder, clock, keychain, events, practice, app }
    }

    /// Gives practice mode a server of its own, which runs as long as the returned value lives.
    pub async fn with_practice(&self) -> Running {
        let running = Running::start(Settings { fans: 300, ..Settings::default() }).await.unwrap();
        let (url, key) = (ApiUrl::parse(&running.url()).unwrap(), ApiKey::parse(running.key()).unwrap());
        *self.practice.0.lock().unwrap() = Some(Practice { url, key, samples: Vec::new() });
        running
    }

    /// Adds a fan whom the server asks to wait. Time stands still, so the add waits until it is stopped.
    pub async fn add_that_waits<T>(&self, meanwhile: impl Future<Output = T>) -> (LogRow, T) {
        self.add_that_waits_for(600, meanwhile).await
    }

    /// Does the same with a wait of this many seconds.
    pub async fn add_that_waits_for<T>(
        &self,
        seconds: u64,
        meanwhile: impl Future<Output = T>,
    ) -> (LogRow, T) {
        self.clock.stands_still();
        self.service
            .push_fault(Rule::new(Fault::TooFast { retry_after: seconds, standard: false }).method("POST"));
        let then = async {
            self.events.rested.notified().await;
            meanwhile.await
        };
        tokio::join!(self.add(), then)
    }

    pub fn account(&self) -> String {
        self.service.accounts()[0].account_id.clone()
    }

    pub fn fan(&self) -> String {
        self.fan.clone()
    }

    /// Adds [`Self::fan`] to [`Self::account`].
    pub async fn add(&self) -> LogRow {
        self.app.items().await.add(self.account(), self.fan()).await.unwrap()
    }

    /// Adds a fan, with a fault in the reply.
    pub async fn add_with(&self, rule: Rule) -> LogRow {
        self.service.push_fault(rule.method("POST"));
        self.add().await
    }

    pub async fn log(&self) -> Vec<LogRow> {
        self.app.entries().await.slice(0, 200).await.unwrap().rows
    }

    pub fn is_vip(&self) -> bool {
        self.service.is_vip(&self.account(), &self.fan())
    }

    /// Opens another app of the same user, with its data in `folder`.
    pub fn open_in(&self, folder: &Path) -> App {
        open(&self.service.url(), folder, &self.clock, &self.keychain, &self.events, &self.practice)
    }

    /// Returns the number of requests that could change who is VIP.
    pub fn writes(&self) -> usize {
        self.service.requests().iter().filter(|request| request.method != "GET").count()
    }
}

pub fn open(
    url: &str,
    folder: &Path,
    clock: &Arc<TestClock>,
    keychain: &Arc<TestKeychain>,
    events: &Arc<TestListener>,
    practice: &Arc<TestPractice>,
) -> App {
    open_with(url, folder, clock, keychain, events, practice, None)
}

fn open_with(
    url: &str,
    folder: &Path,
    clock: &Arc<TestClock>,
    keychain: &Arc<TestKeychain>,
    events: &Arc<TestListener>,
    practice: &Arc<TestPractice>,
    releases: Option<Releases>,
) -> App {
    App::open(Dependencies {
        data_dir: folder.to_owned(),
        api_url: ApiUrl::parse(url),
        version: "0.0.0".to_owned(),
        clock: clock.clone(),
        keychain: keychain.clone(),
        preferences: Arc::new(TestPreferences::default()),
        practice: practice.clone(),
        events: events.clone(),
        releases,
        looks_up_ids: true,
    })
}

/// Returns a client of the server with this key and these time limits.
pub fn api(url: &str, key: &str, total: Duration) -> Api {
    let limits = TimeLimits { connect: total, total };
    Api::new(
        ApiUrl::parse(url).unwrap(),
        &ApiKey::parse(key).unwrap(),
        limits,
        Arc::new(TestClock::default()),
    )
    .unwrap()
}

/// Returns a fault of a server that ignores the filter of the VIP list: it always returns chats with these fans.
pub fn chats_are(fans: &[String]) -> Rule {
    let rows: Vec<_> = fans.iter().map(|fan| serde_json::json!({"partnerAccountId": fan})).collect();
    let inner = serde_json::json!({"success": true, "response": {"data": rows}, "nextCursor": null});
    let body =
        serde_json::json!({"statusCode": 200, "data": {"status_code": 200, "data": inner}}).to_string();
    Rule::new(Fault::Reply { status: 200, headers: BTreeMap::new(), body }).path("/*/chats").always()
}
