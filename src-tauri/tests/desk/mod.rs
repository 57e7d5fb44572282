//! The app on Tauri's mock runtime, with the real configuration, commands, and core. It has its own data folder, the
//! simulated server in place of the real one, and a keychain in memory.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, mpsc},
};

use futures::{FutureExt, future::BoxFuture};
use serde_json::Value;
use tauri::{
    App, Manager, WebviewWindow, WebviewWindowBuilder,
    async_runtime::block_on,
    ipc::{CallbackFn, Channel, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;
use velvet_core::{
    api::ApiKey,
    api::ApiUrl,
    app::{App as Core, Dependencies, Keychain},
    clock::SystemClock,
    updates::Releases,
    view::{KeychainKind, KeychainProblem},
};
use velvet_practice::{Running, Settings};
use velvet_rope::{
    AnyClipboard, AnyDialogs, AnyOpener, Clipboard, Dialogs, Opener, OwnPractice, Page,
    PluginPreferenceStore, WindowEvents, context, with_commands,
};

#[allow(dead_code)] // Each test file uses only a part.
pub struct Desk {
    /// The file that the user chooses in the next dialog.
    pub chosen: Chosen,
    /// What the user has copied.
    pub copied: Copied,
    /// What was opened outside of the app.
    pub opened: Opened,
    pub service: Running,
    pub main: WebviewWindow<MockRuntime>,
    pub app: App<MockRuntime>,
    pub folder: TempDir,
}

#[allow(dead_code)] // Each test file uses only a part.
impl Desk {
    pub fn open() -> Self {
        Self::open_with(None)
    }

    /// Opens an app that was built with this about new versions.
    pub fn open_with(releases: Option<Releases>) -> Self {
        let folder = TempDir::new().unwrap();
        let service = block_on(Running::start(Settings::default())).unwrap();
        let app = with_commands(mock_builder()).build(context()).unwrap();
        let parts = Dependencies {
            data_dir: folder.path().to_owned(),
            api_url: ApiUrl::parse(&service.url()),
            version: "0.0.0".to_owned(),
            clock: Arc::new(SystemClock::default()),
            keychain: Arc::new(InMemory::default()),
            preferences: Arc::new(PluginPreferenceStore::new(app.handle().clone())),
            practice: Arc::new(OwnPractice::default()),
            events: Arc::new(WindowEvents::new(app.handle().clone())),
            releases,
            looks_up_ids: false,
        };
        app.manage(Core::open(parts));
        let chosen = Chosen::default();
        app.manage(Box::new(chosen.clone()) as AnyDialogs);
        let copied = Copied::default();
        app.manage(Box::new(copied.clone()) as AnyClipboard);
        let opened = Opened::default();
        app.manage(Box::new(opened.clone()) as AnyOpener);
        let main = window(&app, "main");
        Self { chosen, copied, opened, service, main, app, folder }
    }

    /// Writes a file of the user.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        #[allow(clippy::disallowed_methods)] // A test file need not survive a crash.
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Returns the events that the page receives from now on.
    pub fn news(&self) -> mpsc::Receiver<Value> {
        let (told, news) = mpsc::channel();
        let page = Channel::new(move |body| {
            let _ = told.send(body.deserialize().unwrap());
            Ok(())
        });
        self.app.state::<Page>().listens(page);
        news
    }

    /// Calls a command as the page in the main window does.
    pub fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        call(&self.main, page(), command, arguments)
    }
}

/// Opens a window of this app.
pub fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default()).build().unwrap()
}

/// Returns the URL of the app's own page.
pub fn page() -> &'static str {
    if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }
}

/// Calls a command from a page at `url` in `window`.
pub fn call(
    window: &WebviewWindow<MockRuntime>,
    url: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

/// Replaces the system's dialogs: returns the chosen path and records the offered name.
#[derive(Clone, Default)]
pub struct Chosen(Arc<Mutex<(Option<PathBuf>, String)>>);

#[allow(dead_code)] // Each test file uses only a part.
impl Chosen {
    pub fn choose(&self, path: Option<PathBuf>) {
        self.0.lock().unwrap().0 = path;
    }

    pub fn offered(&self) -> String {
        self.0.lock().unwrap().1.clone()
    }
}

impl Dialogs for Chosen {
    fn open(&self, _: &'static [&'static str]) -> BoxFuture<'_, Option<PathBuf>> {
        async { self.0.lock().unwrap().0.clone() }.boxed()
    }

    fn save(&self, name: String) -> BoxFuture<'_, Option<PathBuf>> {
        self.0.lock().unwrap().1 = name;
        self.open(&[])
    }
}

/// Replaces the system's clipboard: records each text.
#[derive(Clone, Default)]
pub struct Copied(pub Arc<Mutex<Vec<String>>>);

impl Clipboard for Copied {
    fn put(&self, text: String) -> BoxFuture<'_, Result<(), String>> {
        self.0.lock().unwrap().push(text);
        async { Ok(()) }.boxed()
    }
}

/// Replaces the system's file manager and browser: records each path and address.
#[derive(Clone, Default)]
pub struct Opened(pub Arc<Mutex<Vec<String>>>);

impl Opener for Opened {
    fn reveal(&self, file: PathBuf) -> BoxFuture<'_, Result<(), String>> {
        self.browse(file.to_string_lossy().into_owned())
    }

    fn browse(&self, url: String) -> BoxFuture<'_, Result<(), String>> {
        self.0.lock().unwrap().push(url);
        async { Ok(()) }.boxed()
    }
}

#[derive(Default)]
struct InMemory(Mutex<Option<ApiKey>>);

impl Keychain for InMemory {
    fn kind(&self) -> KeychainKind {
        KeychainKind::SecretService
    }

    fn read(&self, _: u32) -> BoxFuture<'_, Result<Option<ApiKey>, KeychainProblem>> {
        async { Ok(self.0.lock().unwrap().clone()) }.boxed()
    }

    fn write(&self, _: u32, key: &ApiKey) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        *self.0.lock().unwrap() = Some(key.clone());
        async { Ok(()) }.boxed()
    }

    fn delete(&self, _: u32) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        *self.0.lock().unwrap() = None;
        async { Ok(()) }.boxed()
    }
}
