//! What is kept between runs besides the ledger: whatever happens to its file, and in the order in which it changed.
#![allow(clippy::disallowed_methods)] // Torn and foreign files, made on purpose.

use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use crate::common::{Stage, TestPreferences};
use serde_json::{Map, Value, json};
use velvet_core::{
    api::ApiUrl,
    app::{App, Dependencies, PreferenceStore},
    view::{Appearance, KeyState, Language, Preferences, Speed, UpdateChoice},
};

/// As in a file that knows nothing else.
const PLAIN: Preferences = Preferences {
    appearance: Appearance::System,
    language: None,
    speed: Speed::Steady,
    notifications_off: false,
    opens_profiles: false,
    opens_console: false,
    opens_releases: false,
    updates: UpdateChoice::NotAsked,
    hide_names_at_start: false,
    first_steps_done: false,
};
const DARK: Preferences = Preferences {
    appearance: Appearance::Dark,
    language: Some(Language::Es),
    first_steps_done: true,
    ..PLAIN
};
const LIGHT: Preferences = Preferences { appearance: Appearance::Light, ..PLAIN };

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_missing_file_is_made_up_for_by_its_good_copy() {
    let mut stage = Stage::ready().await;
    stage.app.settings().await.save(DARK).await;
    let file = stage.folder.path().join("preferences.json");
    let whole = fs::read(&file).unwrap();
    let foreign = [&b"null"[..], b"[]", b"{\"appearance\": 7}", b"{\"waits\": {\"one\": {}}}"];
    let torn = (0..whole.len()).step_by(7).map(|length| &whole[..length]);
    for (number, bytes) in (1..).zip(torn.chain(foreign)) {
        fs::write(&file, bytes).unwrap();
        stage = stage.restarted();
        let state = stage.app.state().await;
        assert_eq!((state.preferences, state.notices), (DARK, Vec::new()), "{}", bytes.escape_ascii());
        let aside = stage.folder.path().join(format!("preferences.damaged-{number}.json"));
        assert_eq!(fs::read(aside).unwrap(), bytes);
        // The file is gone now, and the copy makes up for that as well.
        stage = stage.restarted();
        assert_eq!(stage.app.preferences(), DARK);
        stage.app.settings().await.save(DARK).await;
        assert_eq!(fs::read(&file).unwrap(), whole, "the next change writes both");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_copy_beside_a_whole_file_does_not_matter() {
    let stage = Stage::ready().await;
    stage.app.settings().await.save(DARK).await;
    let copy = stage.folder.path().join("preferences.good.json");
    let whole = fs::read(&copy).unwrap();
    fs::write(&copy, "{").unwrap();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.preferences, state.notices), (DARK, Vec::new()));
    stage.app.settings().await.save(DARK).await;
    assert_eq!(fs::read(copy).unwrap(), whole, "the next change writes it anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_an_earlier_version_is_taken_over() {
    let stage = Stage::ready().await;
    let file = stage.folder.path().join("preferences.json");
    fs::remove_file(stage.folder.path().join("preferences.good.json")).unwrap();
    let account = stage.service.accounts()[1].account_id.clone();
    let earlier =
        json!({ "appearance": "dark", "language": "es", "key_saved": true, "chosen_live": account });
    fs::write(&file, earlier.to_string()).unwrap();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    let taken = Preferences { first_steps_done: false, ..DARK };
    assert_eq!((state.preferences, state.chosen, state.key), (taken, Some(account), KeyState::Saved));
    stage.app.settings().await.save(LIGHT).await;
    let kept: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(
        (&kept["appearance"], &kept["keys"], kept.get("key_saved")),
        (&json!("light"), &json!([1]), None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_language_is_kept_under_its_tag() {
    let mut stage = Stage::ready().await;
    let file = stage.folder.path().join("preferences.json");
    for (language, tag) in [(Language::De, "de"), (Language::PtBr, "pt-BR"), (Language::ArXb, "ar-xb")] {
        let preferences = Preferences { language: Some(language), ..LIGHT };
        stage.app.settings().await.save(preferences).await;
        let kept: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(kept["language"], json!(tag));
        stage = stage.restarted();
        assert_eq!(stage.app.preferences(), preferences);
    }
}

/// Says what it is about to write, and writes when it is let go.
struct SlowPreferences {
    disk: TestPreferences,
    begins: mpsc::Sender<Value>,
    go: Mutex<mpsc::Receiver<()>>,
}

impl PreferenceStore for SlowPreferences {
    fn open(&self, file: &Path) -> io::Result<Map<String, Value>> {
        self.disk.open(file)
    }

    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        self.begins.send(values["appearance"].clone()).unwrap();
        // Whoever waits for the disk before letting it go would wait for ever.
        self.go.lock().unwrap().recv_timeout(Duration::from_secs(10)).unwrap();
        self.disk.save(values)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_waits_for_a_slow_disk_and_the_last_change_stays() {
    let stage = Stage::bare().await;
    let folder = tempfile::tempdir().unwrap();
    let ((begins, begun), (let_go, go)) = (mpsc::channel(), mpsc::channel());
    let app = App::open(Dependencies {
        data_dir: folder.path().to_owned(),
        api_url: ApiUrl::parse(&stage.service.url()),
        version: "0.0.0".to_owned(),
        clock: stage.clock.clone(),
        keychain: stage.keychain.clone(),
        preferences: Arc::new(SlowPreferences {
            disk: TestPreferences::default(),
            begins,
            go: Mutex::new(go),
        }),
        practice: stage.practice.clone(),
        events: stage.events.clone(),
        releases: None,
        looks_up_ids: false,
    });
    let change = |appearance| {
        let preferences = Preferences { appearance, ..PLAIN };
        let its_app = app.clone();
        let change = tokio::spawn(async move { its_app.settings().await.save(preferences).await });
        while app.preferences() != preferences {
            std::thread::yield_now();
        }
        change
    };
    let first = change(Appearance::Dark);
    assert_eq!(begun.recv().unwrap(), "dark");
    // While that is being written, what is asked is answered, and two more changes are made.
    app.state().await;
    let others = [change(Appearance::Light), change(Appearance::System)];
    let_go.send(()).unwrap();
    for _ in &others {
        assert_eq!(begun.recv().unwrap(), "system", "whoever saves, saves what is newest");
        let_go.send(()).unwrap();
    }
    for change in [first].into_iter().chain(others) {
        change.await.unwrap();
    }
}
