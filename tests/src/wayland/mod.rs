//! The app under a Wayland compositor without a screen (sway), operated from outside with the compositor's own commands.

mod pointer;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use crate::desktop::Desktop;
use crate::driver::Driver;
use crate::files;
use crate::page::Page;
use crate::processes::Program;
use crate::wait::until;
use pointer::Pointer;

/// The size of the screen, in its own pixels.
const SCREEN: (u32, u32) = (1600, 1000);

/// A running compositor.
#[derive(Debug)]
pub struct Compositor<'a> {
    desktop: &'a Desktop,
    /// Where clients connect.
    display: String,
    /// Where it takes commands.
    socket: String,
    _program: Program,
}

/// The app in a window of the compositor.
#[derive(Debug)]
pub struct WaylandApp {
    /// The page in its window.
    pub page: Page,
    _driver: Driver,
}

/// A window, as the compositor tells of it.
#[derive(Debug, Clone)]
pub struct Tile {
    /// The middle of the window, in the compositor's coordinates.
    pub middle: (u32, u32),
    /// What it is called.
    pub title: String,
    /// The program speaks Wayland itself.
    pub native: bool,
}

impl<'a> Compositor<'a> {
    /// Starts a compositor on `desktop`.
    pub fn start(desktop: &'a Desktop) -> Self {
        let (width, height) = SCREEN;
        let config = desktop.path().join("config/sway");
        let settings = format!(
            "xwayland disable\n\
             default_border none\n\
             output HEADLESS-1 resolution {width}x{height} scale 1\n\
             exec echo $WAYLAND_DISPLAY $SWAYSOCK\n"
        );
        files::put(&config, &settings);
        // Sway refuses to run as root. In a user namespace without any users, nobody is root.
        let root = rustix::process::getuid().is_root();
        let mut command = desktop.command(if root { "unshare" } else { "sway" });
        if root {
            command.args(["--user", "sway"]);
        }
        command.arg("--config").arg(&config);
        command.env("WLR_BACKENDS", "headless").env("WLR_LIBINPUT_NO_DEVICES", "1");
        // Draws without a graphics card.
        command.env("WLR_RENDERER", "pixman").env_remove("DISPLAY");
        let (program, said) = Program::start_and_hear(&mut command, &desktop.logs().join("sway.log"));
        let (display, socket) = said.trim().split_once(' ').expect("it says both");
        Self { desktop, display: display.to_owned(), socket: socket.to_owned(), _program: program }
    }

    /// Returns the variables of a program that speaks Wayland alone.
    fn environment(&self) -> Vec<(String, String)> {
        [("GDK_BACKEND", "wayland"), ("WAYLAND_DISPLAY", &self.display), ("DISPLAY", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    }

    /// Starts the app with additional environment variables, and waits until its window shows something.
    pub async fn open_app(&self, variables: &[(String, String)]) -> WaylandApp {
        let driver = Driver::start(self.desktop, &[&self.environment(), variables].concat()).await;
        let page = Page::of(driver.open_app().await);
        page.is_shown().await;
        WaylandApp { page, _driver: driver }
    }

    /// Returns a command that starts `program` in this compositor.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.desktop.command(program);
        command.envs(self.environment());
        command
    }

    /// Gives the compositor a command.
    pub fn tell(&self, words: &str) {
        self.ask(&[words]);
    }

    /// Returns the visible windows.
    pub fn windows(&self) -> Vec<Tile> {
        let mut found = Vec::new();
        collect(&self.ask(&["-t", "get_tree"]), &mut found);
        found
    }

    /// Waits for a window with this title.
    pub async fn window(&self, title: &str) -> Tile {
        until(format!("the window {title:?}"), async || {
            self.windows().into_iter().find(|window| window.title == title)
        })
        .await
    }

    /// Drags what is in the middle of one window, and drops it in the middle of another. Waits for `over` between.
    pub async fn drag(&self, from: &Tile, to: &Tile, over: impl AsyncFnOnce()) {
        const STEPS: u32 = 10;
        let place = |step: u32| {
            let between = |from: u32, to: u32| (from * (STEPS - step) + to * step) / STEPS;
            (between(from.middle.0, to.middle.0), between(from.middle.1, to.middle.1))
        };
        let socket = self.desktop.path().join("run").join(&self.display);
        let mut pointer = Pointer::plug(&socket, SCREEN);
        pointer.move_to(place(0));
        pointer.press();
        for step in 1..=STEPS {
            pointer.move_to(place(step));
            // As slow as a hand: a program begins a drag when it has seen the pointer move a few times.
            sleep(Duration::from_millis(50)).await;
        }
        over().await;
        pointer.release();
    }

    /// Saves a picture of the screen, once it no longer changes.
    pub async fn picture(&self, file: &Path) {
        files::put(file, &self.rests().await);
    }

    /// Waits until the screen no longer changes. Returns a picture of it.
    pub async fn rests(&self) -> Vec<u8> {
        let mut before = Vec::new();
        let rests = async || {
            // Longer than the page takes to draw a change.
            sleep(Duration::from_millis(700)).await;
            let now = self.command("grim").arg("-").output().expect("grim is installed").stdout;
            let rests = now == before;
            before = now;
            rests.then_some(())
        };
        until("the screen to rest", rests).await;
        before
    }

    fn ask(&self, words: &[&str]) -> Value {
        let mut command = self.command("swaymsg");
        let said = command.args(["--raw", "--socket", &self.socket]).args(words).output();
        let said = said.expect("swaymsg is installed");
        assert!(said.status.success(), "{words:?}: {}", String::from_utf8_lossy(&said.stdout));
        serde_json::from_slice(&said.stdout).unwrap_or_default()
    }
}

/// Returns the path of the program that a file can be dragged from.
pub fn drag_source() -> PathBuf {
    let own = std::env::current_exe().expect("a program has a path");
    own.with_file_name("drag_source")
}

fn collect(node: &Value, found: &mut Vec<Tile>) {
    if node["pid"].is_number() && node["visible"] == true {
        let number = |field: &str| {
            let number = node["rect"][field].as_u64();
            u32::try_from(number.unwrap_or_default()).expect("a screen is small")
        };
        found.push(Tile {
            middle: (number("x") + number("width") / 2, number("y") + number("height") / 2),
            title: node["name"].as_str().unwrap_or_default().to_owned(),
            native: node["shell"] == "xdg_shell",
        });
    }
    for list in ["nodes", "floating_nodes"] {
        for inner in node[list].as_array().into_iter().flatten() {
            collect(inner, found);
        }
    }
}
