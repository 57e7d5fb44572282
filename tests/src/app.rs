//! The app under test, running on a desktop.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use crate::desktop::Desktop;
use crate::driver::Driver;
use crate::evidence;
use crate::keyboard::ENTER;
use crate::page::Page;
use crate::paths;
use crate::processes::{self, Program};
pub use crate::screen::TITLE;
use crate::screen::{Screen, Seen};
use crate::service::Service;
use crate::wait::until;

/// How the app is to be started.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    desktop: &'a Desktop,
    service: String,
    data: PathBuf,
    /// The data folder is where the system has it, not where a variable says.
    own: bool,
    /// What else it is told by its environment.
    variables: Vec<(String, String)>,
}

impl<'a> Start<'a> {
    /// The app on `desktop`, with a data folder there, and no service to talk to: nothing listens on port 1.
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

    /// With the service at `url`.
    #[must_use]
    pub fn service(mut self, url: &str) -> Self {
        url.clone_into(&mut self.service);
        self
    }

    /// With one more variable in its environment.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With another data folder.
    #[must_use]
    pub fn data(mut self, folder: PathBuf) -> Self {
        self.data = folder;
        self
    }

    /// With its data where a user's is: in the system's folder for this app.
    #[must_use]
    pub fn own_folder(mut self) -> Self {
        self.own = true;
        self.data = self.desktop.share().join("org.velvetrope.desktop");
        self
    }

    /// The data folder it will use: the service of a test is not the real one, so it is a folder of its own.
    pub fn data_folder(&self) -> PathBuf {
        self.data.join(self.place().replace(':', "-"))
    }

    /// What the app calls this service where it keeps things: `host:port`.
    pub fn place(&self) -> String {
        let address = self.service.split("://").nth(1).unwrap_or_default();
        address.split('/').next().unwrap_or_default().to_owned()
    }

    /// Starts it and waits until its window shows something.
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
        // There is no window manager on this desktop to do what one does when a window opens.
        screen.focus(window.id);
        app.page.is_shown().await;
        app
    }

    /// Starts it without driving it, as an icon that is clicked again does, and waits for it to end by itself.
    pub async fn open_again(&self) -> ExitStatus {
        let mut second = self.undriven();
        second.ended_within(Duration::from_secs(20)).await.expect("a second start should end by itself")
    }

    /// Starts it without driving it. What it says goes to `second.log`.
    pub fn undriven(&self) -> Program {
        let mut command = self.desktop.command(paths::app());
        command.envs(self.environment());
        Program::start(&mut command, &self.desktop.logs().join("second.log"))
    }

    /// What it is told by its environment.
    pub fn environment(&self) -> Vec<(String, String)> {
        let data = self.data.to_str().expect("temporary folders have plain names");
        let service = ("VELVET_ROPE_API_URL", self.service.as_str());
        let data = (!self.own).then_some(("VELVET_ROPE_DATA_DIR", data));
        let all = std::iter::once(service).chain(data);
        let all = all.map(|(name, value)| (name.to_owned(), value.to_owned()));
        all.chain(self.variables.iter().cloned()).collect()
    }
}

/// The running app. When the test that holds it fails, it leaves a picture of its window.
#[derive(Debug)]
pub struct App<'a> {
    /// What its window shows.
    pub page: Page,
    /// The number of its main process.
    pub pid: u32,
    session: String,
    driver: Driver,
    desktop: &'a Desktop,
}

impl<'a> App<'a> {
    /// The app with the service's key, ready for the first fan.
    pub async fn at_work(desktop: &'a Desktop, service: &Service) -> Self {
        let app = Start::on(desktop).service(&service.url).open().await;
        app.page.give_key(&service.key).await;
        app.page.is_at_work().await;
        app
    }
}

impl App<'_> {
    /// The window on the screen.
    pub async fn window(&self) -> Seen {
        let screen = self.desktop.screen();
        until("the app's window on the screen", async || screen.windows(TITLE).pop()).await
    }

    /// The number of the process in which its page runs.
    pub async fn page_process(&self) -> u32 {
        let found = async || processes::children(self.pid, "WebKitWebProcess").pop();
        until("the page's own process", found).await
    }

    /// Presses Enter on the screen's own keyboard, for a page that no web driver reaches any more.
    pub async fn press_enter(&self) {
        let screen = self.screen();
        screen.focus(self.window().await.id);
        screen.keyboard().press(ENTER);
    }

    pub(crate) fn screen(&self) -> Screen {
        self.desktop.screen()
    }

    /// Sizes the window, from its upper left corner, and waits until the page has followed.
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

    /// Closes the window with its close button. The app may ask what that is to mean.
    pub async fn close(&self) {
        let window = self.window().await;
        self.desktop.screen().close(window.id);
    }

    /// Waits until the app has ended by itself.
    pub async fn ends(self) {
        until("the app to end", async || (!processes::running(self.pid)).then_some(())).await;
    }

    /// Waits until no window of the app can be seen any more.
    pub async fn is_hidden(&self) {
        let screen = self.desktop.screen();
        until("the window to go", async || screen.windows(TITLE).is_empty().then_some(())).await;
    }

    /// Ends it in the middle of whatever it does, as a crash or the power does.
    pub async fn kill(self) {
        processes::end(self.pid);
        self.ends().await;
    }

    /// Its picture in this size, as PNG, once two in a row are the same. The page is not asked anything.
    pub async fn picture_at(&self, width: u32, height: u32) -> Vec<u8> {
        let screen = self.desktop.screen();
        let window = self.window().await;
        screen.place(window.id, (0, 0), (width, height));
        let mut last = None;
        until("the window to come to rest", async || {
            // Longer than the page takes to draw something new.
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            let window = screen.windows(TITLE).pop()?;
            let now = screen.picture_of(&window);
            let same = now.is_some() && now == last;
            last.clone_from(&now);
            now.filter(|_| same)
        })
        .await
    }

    /// Its picture, as PNG, once two in a row are the same. What never rests, like a turning sign, is taken as it is
    /// after a few tries.
    pub async fn picture(&self) -> Vec<u8> {
        let screen = self.desktop.screen();
        let mut picture = Vec::new();
        for _ in 0..4 {
            // What the page has drawn by then is on the screen a frame later.
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
        // Its number may belong to another program by now if it was closed before.
        if processes::marked_running(self.desktop.mark(), &paths::app()).contains(&self.pid) {
            processes::end(self.pid);
        }
    }
}
