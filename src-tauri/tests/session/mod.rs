//! A private session bus and Secret Service.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// Configures a bus that activates no services. The default configuration would start the user's keyring on request.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

#[allow(dead_code)] // Each test file uses only a part.
/// A session bus with a home folder of its own. Both are removed when it is dropped.
pub struct Session {
    folder: TempDir,
    bus: Process,
    address: String,
}

#[allow(dead_code)] // Each test file uses only a part.
impl Session {
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let config = folder.path().join("bus.conf");
        let text = BUS.replace("FOLDER", &folder.path().to_string_lossy());
        fs::File::create(&config).unwrap().write_all(text.as_bytes()).unwrap();

        let mut bus = Command::new("dbus-daemon");
        bus.arg("--config-file").arg(&config).args(["--nofork", "--print-address"]).stdout(Stdio::piped());
        let mut bus = Process::start(&mut bus);
        let mut address = String::new();
        BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { folder, bus, address: address.trim().to_owned() }
    }

    /// Makes a program see only this session.
    pub fn around<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        let folder = self.folder.path();
        program
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", folder)
            .env("XDG_DATA_HOME", folder.join("data"))
            .env("XDG_RUNTIME_DIR", folder)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("GNOME_KEYRING_CONTROL")
    }

    /// Returns the address of the bus.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn stop_bus(&mut self) {
        self.bus.end();
    }

    /// Starts a Secret Service with an unlocked keyring.
    pub fn unlocked_service(&self) -> Process {
        self.service(Some("a password"))
    }

    /// Starts a Secret Service with a locked keyring, and no program to ask for its password.
    pub fn locked_service(&self) -> Process {
        self.service(None)
    }

    fn service(&self, password: Option<&str>) -> Process {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]).stdin(Stdio::piped());
        daemon.stdout(Stdio::null()).stderr(Stdio::null());
        if password.is_some() {
            daemon.arg("--unlock");
        }
        let mut daemon = Process::start(self.around(&mut daemon));
        let mut input = daemon.0.stdin.take().unwrap();
        input.write_all(password.unwrap_or_default().as_bytes()).unwrap();
        drop(input);
        let mut wait = Command::new("gdbus");
        wait.args(["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"]);
        assert!(self.around(&mut wait).status().unwrap().success(), "gnome-keyring-daemon did not start");
        daemon
    }
}

#[allow(dead_code)] // Each test file uses only a part.
/// A process that is killed when dropped.
pub struct Process(Child);

#[allow(dead_code)] // Each test file uses only a part.
impl Process {
    fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

#[allow(dead_code)] // Each test file uses only a part.
/// Sends a signal to a process that a test started.
pub fn signal(name: &str, pid: u32) {
    let status = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap();
    assert!(status.success());
}
