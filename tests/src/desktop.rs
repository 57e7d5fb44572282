//! A private desktop: screen, session bus, keychain, and home folder.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use tempfile::TempDir;

use crate::assistive::{self, AccessibilityBus};
use crate::bus::Bus;
use crate::evidence;
use crate::files;
pub use crate::keyring::Keychain;
use crate::keyring::{self, Keyring};
use crate::processes::{self, MARK, Program};
use crate::screen::Screen;
use crate::xvfb::Xvfb;

/// The name under which the app stores keys of the real server.
const SERVICE: &str = "org.velvetrope.desktop";

/// The user names under which it stores up to three keys, of any server.
const USERS: [&str; 3] = ["api-key", "api-key-2", "api-key-3"];

/// A private desktop. When it is dropped, its programs end and its folder is removed.
#[derive(Debug)]
pub struct Desktop {
    accessibility: Option<AccessibilityBus>,
    keyring: Option<Keyring>,
    bus: Bus,
    xvfb: Xvfb,
    folder: TempDir,
}

impl Desktop {
    /// Starts a desktop as it is after a normal sign-in, with an unlocked keychain.
    pub async fn start() -> Self {
        Self::with(Keychain::Open).await
    }

    /// Starts a desktop on which a screen reader is at work.
    pub async fn with_screen_reader() -> Self {
        let mut desktop = Self::start().await;
        let launcher = desktop.command(assistive::LAUNCHER);
        let bus = AccessibilityBus::start(launcher, &desktop.bus.address, &desktop.logs()).await;
        desktop.accessibility = Some(bus);
        desktop
    }

    /// Starts a desktop with the given keychain.
    pub async fn with(keychain: Keychain) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("velvet-desktop-")
            .tempdir()
            .expect("a place for temporary files");
        for name in ["home", "config", "cache", "share", "run", "tmp", "logs"] {
            let path = folder.path().join(name);
            fs::create_dir(&path).expect("the folder is ours");
            fs::set_permissions(&path, Permissions::from_mode(0o700)).expect("the folder is ours");
        }
        // Turn off cursor blinking, so that the screen changes only when something happens.
        files::put(&folder.path().join("config/gtk-3.0/settings.ini"), "[Settings]\ngtk-cursor-blink=0\n");
        let logs = folder.path().join("logs");
        let xvfb = Xvfb::start(&mut bare(folder.path(), "Xvfb"), &logs);
        let bus = Bus::start(&mut bare(folder.path(), "dbus-daemon"), &folder.path().join("run"), &logs);
        let mut desktop = Self { accessibility: None, keyring: None, bus, xvfb, folder };
        if keychain != Keychain::Missing {
            let open = keychain == Keychain::Open;
            desktop.keyring = Some(Keyring::start(|program| desktop.command(program), &logs, open).await);
        }
        desktop
    }

    /// Connects to the accessibility bus, which must be running.
    pub(crate) async fn accessibility_bus(&self) -> zbus::Connection {
        self.accessibility.as_ref().expect("a screen reader is at work").connect().await
    }

    /// Serves `object` on the session bus, as a program of this desktop would, for as long as the connection is kept.
    ///
    /// # Panics
    /// If the name is taken.
    pub async fn serve(
        &self,
        name: &'static str,
        path: &str,
        object: impl zbus::object_server::Interface,
    ) -> zbus::Connection {
        let bus = zbus::connection::Builder::address(self.bus.address.as_str()).expect("it is an address");
        let serving = bus.name(name).and_then(|bus| bus.serve_at(path, object)).expect("plain names");
        serving.build().await.expect("nothing else has this name")
    }

    /// Returns this desktop's keychain, which must be running.
    pub fn keyring(&self) -> &Keyring {
        self.keyring.as_ref().expect("a keychain is running")
    }

    /// Returns a command that runs on this desktop. It inherits nothing but `PATH` from the tester's environment.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = bare(self.path(), program);
        command.env("DISPLAY", &self.xvfb.display).env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address);
        if self.accessibility.is_none() {
            // No program should wait for a bus that is not there.
            command.env("NO_AT_BRIDGE", "1").env("GTK_A11Y", "none");
        }
        command
    }

    /// Returns the address of the session bus.
    pub(crate) fn bus_address(&self) -> &str {
        &self.bus.address
    }

    /// Returns the folder with the home folder and everything else that programs on this desktop may write to.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the folder for user data (`XDG_DATA_HOME`).
    pub fn share(&self) -> PathBuf {
        self.path().join("share")
    }

    /// Returns the folder with the output of this desktop's programs.
    pub fn logs(&self) -> PathBuf {
        self.path().join("logs")
    }

    /// Connects to the screen.
    pub fn screen(&self) -> Screen {
        Screen::look(&self.xvfb.display)
    }

    /// Returns the app's keys in this desktop's keychain, read with the keychain's own tool.
    pub fn kept_keys(&self) -> Vec<String> {
        USERS.iter().flat_map(|user| keyring::secrets(|program| self.command(program), user)).collect()
    }

    /// Stores a key in this desktop's keychain where the app stores one of the real server.
    pub fn keep_real_key(&self, key: &str) {
        let mut store = self.command("secret-tool");
        store.args(["store", "--label", "Velvet Rope", "service", SERVICE, "username", USERS[0]]);
        store.args(["target", "default"]);
        let mut stored = Program::feed(&mut store, &self.logs().join("secret-tool.log"), key);
        assert!(stored.wait().success(), "the keychain takes a key");
    }

    /// Returns the mark in the environment of this desktop's programs.
    pub fn mark(&self) -> &str {
        self.path().to_str().expect("temporary folders have plain names")
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        if thread::panicking() {
            evidence::keep_desktop(|| self.screen(), &self.logs());
        }
        processes::end_marked(self.mark());
    }
}

fn bare(folder: &Path, program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.env_clear().current_dir(folder).env(MARK, folder);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    for (variable, name) in [
        ("HOME", "home"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "share"),
        ("XDG_RUNTIME_DIR", "run"),
        ("TMPDIR", "tmp"),
    ] {
        command.env(variable, folder.join(name));
    }
    command.envs([
        ("LANG", "C.UTF-8"),
        ("LANGUAGE", "en"),
        ("TZ", "UTC"),
        ("RUST_BACKTRACE", "1"),
        ("GDK_BACKEND", "x11"),
        // This desktop has no settings service, so no program should wait for it.
        ("GSETTINGS_BACKEND", "memory"),
    ]);
    command
}
