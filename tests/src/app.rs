//! The app under test, running on a desktop.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use crate::desktop::Desktop;
use crate::driver::Driver;
use crate::evidence;
use crate::keyboard::{CONTROL, ENTER, SHIFT};
use crate::page::Page;
use crate::paths;
use crate::processes::{self, Program};
pub use crate::screen::TITLE;
use crate::screen::{Screen, Seen};
use crate::service::Service;
use crate::wait::until;

/// How to start the app.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    desktop: &'a Desktop,
    service: String,
    data: PathBuf,
    /// Whether the data folder is the system's default and not set by a variable.
    own: bool,
    /// Additional environment variables.
    variables: Vec<(String, String)>,
}

impl<'a> Start<'a> {
    /// Starts on `desktop`, with a data folder there and no server: nothing listens on port 1.
    pub fn on(desktop: &'a Desktop) -> Self {
        let data = desktop.path().join("data");
        Self {
            desktop,
            service: "http://127.0.0.1:1/api/fansly".to_owned(),
            data,
            own: false,
            variables: Vec::new(),
        }
    }

    /// Uses the server at `url`.
    #[must_use]
    pub fn service(mut self, url: &str) -> Self {
        url.clone_into(&mut self.service);
        self
    }

    /// Adds an environment variable.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Uses another data folder.
    #[must_use]
    pub fn data(mut self, folder: PathBuf) -> Self {
        self.data = folder;
        self
    }

    /// Uses the system's data folder for this app, as an installed app does.
    #[must_use]
    pub fn own_folder(mut self) -> Self {
        self.own = true;
        self.data = self.desktop.share().join("org.velvetrope.desktop");
        self
    }

    /// Returns the data folder that the app will use. A test's server is not the real one, so it has a folder of its
    /// own.
    pub fn data_folder(&self) -> PathBuf {
        self.data.join(self.place().replace(':', "-"))
    }

    /// Returns the name of the server in the app's files and keychain entries: `host:port`.
    pub fn place(&self) -> String {
        let address = self.service.split("://").nth(1).unwrap_or_default();
        address.split('/').next().unwrap_or_default().to_owned()
    }

    /// Starts the app and waits until its window shows something.
    pub async fn open(&self) -> App<'a> {
        let driver = Driver::start(self.desktop, &self.environment()).await;
        let client = driver.open_app().await;
        let session = client.session_id().await.expect("the session is open").expect("a session has a name");
        let pids = processes::marked_running(self.desktop.mark(), &paths::app());
        let [pid] = pids[..] else { panic!("one app should be running, not {pids:?}") };
        let page = Page::of(client);
        let app = App { page, session, pid, driver, desktop: self.desktop };
        let window = app.window().await;
        let screen = self.desktop.screen();
        screen.put_pointer_away();
        // No window manager runs on this desktop, so nothing else focuses a new window.
        screen.focus(window.id);
        app.page.is_shown().await;
        app
    }

    /// Starts the app without a driver, as a second click on its icon does, and waits for it to exit by itself.
    pub async fn open_again(&self) -> ExitStatus {
        let mut second = self.undriven();
        second.ended_within(Duration::from_secs(20)).await.expect("a second start should end by itself")
    }

    /// Starts the app without a driver. Its output goes to `second.log`.
    pub fn undriven(&self) -> Program {
        let mut command = self.desktop.command(paths::app());
        command.envs(self.environment());
        Program::start(&mut command, &self.desktop.logs().join("second.log"))
    }

    /// Returns the environment variables for the app.
    pub fn environment(&self) -> Vec<(String, String)> {
        let data = self.data.to_str().expect("temporary folders have plain names");
        let service = ("VELVET_ROPE_API_URL", self.service.as_str());
        let data = (!self.own).then_some(("VELVET_ROPE_DATA_DIR", data));
        let all = std::iter::once(service).chain(data);
        let all = all.map(|(name, value)| (name.to_owned(), value.to_owned()));
        all.chain(self.variables.iter().cloned()).collect()
    }
}

/// The running app. If the test that holds it fails, its window is saved as evidence.
#[derive(Debug)]
pub struct App<'a> {
    /// The page in its window.
    pub page: Page,
    /// The process ID of its main process.
    pub pid: u32,
    session: String,
    driver: Driver,
    desktop: &'a Desktop,
}

impl<'a> App<'a> {
    /// Starts the app with the server's key, ready for the first fan.
    pub async fn at_work(desktop: &'a Desktop, service: &Service) -> Self {
        let app = Start::on(desktop).service(&service.url).open().await;
        app.page.give_key(&service.key).await;
        app.page.is_at_work().await;
        app
    }
}

impl App<'_> {
    /// Waits for the window on the screen.
    pub async fn window(&self) -> Seen {
        let screen = self.desktop.screen();
        until("the app's window on the screen", async || screen.windows(TITLE).pop()).await
    }

    /// Returns every window on the screen.
    pub fn windows(&self) -> Vec<Seen> {
        self.desktop.screen().all_windows()
    }

    /// Returns the process ID of the page's process.
    pub async fn page_process(&self) -> u32 {
        let found = async || processes::children(self.pid, "WebKitWebProcess").pop();
        until("the page's own process", found).await
    }

    /// Presses Enter on the screen's keyboard, for a page that the web driver cannot reach any more.
    pub async fn press_enter(&self) {
        let screen = self.screen();
        screen.focus(self.window().await.id);
        screen.keyboard().press(ENTER);
    }

    /// Presses the keys that hide the window in a hurry. Returns how long it takes until the window is off the screen.
    pub async fn quick_hide(&self) -> Duration {
        let screen = self.screen();
        let window = self.window().await.id;
        screen.focus(window);
        screen.time_to_hide(window, |keyboard| keyboard.press_with(&[CONTROL, SHIFT], u32::from('h')))
    }

    pub(crate) fn screen(&self) -> Screen {
        self.desktop.screen()
    }

    /// Resizes the window, moves it to the upper left corner, and waits until the page has followed.
    pub async fn resize(&self, width: u32, height: u32) {
        let window = self.window().await;
        self.desktop.screen().place(window.id, (0, 0), (width, height));
        until(format!("the page to be {width} by {height}"), async || {
            let size = self.page.script("return [innerWidth, innerHeight]", vec![]).await;
            (size == serde_json::json!([width, height])).then_some(())
        })
        .await;
    }

    /// Closes the window with its close button and waits until the app has ended.
    pub async fn quit(self) {
        self.close().await;
        self.ends().await;
    }

    /// Clicks the window's close button. The app may ask a question first.
    pub async fn close(&self) {
        let window = self.window().await;
        self.desktop.screen().close(window.id);
    }

    /// Waits until the app has ended by itself.
    pub async fn ends(self) {
        until("the app to end", async || (!processes::running(self.pid)).then_some(())).await;
    }

    /// Waits until no window of the app is visible.
    pub async fn is_hidden(&self) {
        let screen = self.desktop.screen();
        until("the window to go", async || screen.windows(TITLE).is_empty().then_some(())).await;
    }

    /// Kills the app, as a crash or a power failure would.
    pub async fn kill(self) {
        processes::end(self.pid);
        self.ends().await;
    }

    /// Returns a PNG of the window at this size, once two pictures in a row are equal. Does not query the page.
    pub async fn picture_at(&self, width: u32, height: u32) -> Vec<u8> {
        let screen = self.desktop.screen();
        let window = self.window().await;
        screen.place(window.id, (0, 0), (width, height));
        let mut last = None;
        until("the window to come to rest", async || {
            // Longer than the page takes to draw a change.
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            let window = screen.windows(TITLE).pop()?;
            let now = screen.picture_of(&window);
            let same = now.is_some() && now == last;
            last.clone_from(&now);
            now.filter(|_| same)
        })
        .await
    }

    /// Returns a PNG of the window, once two pictures in a row are equal. Content that never stops moving, such as a
    /// spinner, is captured after a few tries.
    pub async fn picture(&self) -> Vec<u8> {
        let screen = self.desktop.screen();
        let mut picture = Vec::new();
        for _ in 0..4 {
            // What the page has drawn appears on the screen one frame later.
            let frames =
                "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 50)))";
            self.page.script_later(frames, vec![]).await;
            let window = screen.windows(TITLE).pop().expect("the window can be seen");
            let next = screen.picture_of(&window).expect("the window can be pictured");
            if next == picture {
                break;
            }
            picture = next;
        }
        picture
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            evidence::keep_window(|| self.desktop.screen(), || self.driver.ask(&self.session, "source"));
        }
        // If the app was closed before, its process ID may belong to another program by now.
        if processes::marked_running(self.desktop.mark(), &paths::app()).contains(&self.pid) {
            processes::end(self.pid);
        }
    }
}
