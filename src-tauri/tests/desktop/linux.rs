//! D-Bus requests on a session bus of the test's own.
#![allow(
    clippy::needless_pass_by_value,
    clippy::used_underscore_binding,
    reason = "zbus generates code that takes these arguments by value"
)]

#[path = "../session/mod.rs"]
mod session;

use std::{
    collections::HashMap,
    env,
    ffi::OsStr,
    fs,
    io::{Read, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use session::Session;
use velvet_rope::{
    Opener, SystemOpener,
    desktop::{SleepInhibitor, show_notice},
};
use zbus::{
    blocking::{Connection, connection::Builder, fdo::DBusProxy},
    message::Header,
    names::BusName,
    zvariant::OwnedValue,
};

const LONG: Duration = Duration::from_secs(20);

/// The sender, and the texts it sent.
type Asked = (String, Vec<String>);

/// Stands in for the notification server.
struct System(mpsc::Sender<Asked>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl System {
    #[allow(clippy::too_many_arguments)] // The specification has this many.
    fn notify(
        &self,
        name: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
        #[zbus(header)] header: Header<'_>,
    ) -> u32 {
        self.0.send((sender(&header), [name, summary, body].map(str::to_owned).to_vec())).unwrap();
        1
    }
}

struct Gnome(mpsc::Sender<Asked>);

#[zbus::interface(name = "org.gnome.SessionManager")]
impl Gnome {
    fn inhibit(
        &self,
        name: &str,
        _window: u32,
        why: &str,
        flags: u32,
        #[zbus(header)] header: Header<'_>,
    ) -> u32 {
        self.0.send((sender(&header), vec![name.to_owned(), why.to_owned(), flags.to_string()])).unwrap();
        1
    }
}

struct FileManager(mpsc::Sender<Asked>);

#[zbus::interface(name = "org.freedesktop.FileManager1")]
impl FileManager {
    fn show_items(&self, files: Vec<String>, _startup: &str, #[zbus(header)] header: Header<'_>) {
        self.0.send((sender(&header), files)).unwrap();
    }
}

fn sender(header: &Header<'_>) -> String {
    header.sender().unwrap().to_string()
}

#[test]
fn a_notice_names_the_app_and_says_its_text_as_text() {
    let session = Session::start();
    let (told, asked) = mpsc::channel();
    let (name, path) = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");
    let _system = bus(&session).name(name).unwrap().serve_at(path, System(told)).unwrap().build().unwrap();
    let _app = App::start(&session, "notice");
    let (_, words) = asked.recv_timeout(LONG).unwrap();
    assert_eq!(words, ["Velvet Rope", "Velvet Rope", "3 added &amp; &lt;b>1 not"]);
}

#[test]
fn the_computer_stays_awake_as_long_as_something_runs() {
    let session = Session::start();
    let (told, asked) = mpsc::channel();
    let (name, path) = ("org.gnome.SessionManager", "/org/gnome/SessionManager");
    let system: Connection =
        bus(&session).name(name).unwrap().serve_at(path, Gnome(told)).unwrap().build().unwrap();
    let mut app = App::start(&session, "awake");
    let (who, words) = asked.recv_timeout(LONG).unwrap();
    assert_eq!(words, ["Velvet Rope", "Velvet Rope is working", "4"]);
    let bus = DBusProxy::new(&system).unwrap();
    let is_there = || bus.name_has_owner(BusName::try_from(who.as_str()).unwrap()).unwrap();
    assert!(is_there());
    app.go_on();
    let asked_at = Instant::now();
    while is_there() {
        assert!(asked_at.elapsed() < LONG, "it is still held");
        std::thread::yield_now();
    }
    assert!(app.0.try_wait().unwrap().is_none(), "let go of, not ended");
    assert!(asked.try_recv().is_err(), "asked for once");
}

#[test]
fn a_saved_file_is_selected_by_the_file_manager() {
    let session = Session::start();
    let (told, asked) = mpsc::channel();
    let (name, path) = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1");
    let _system =
        bus(&session).name(name).unwrap().serve_at(path, FileManager(told)).unwrap().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("left out & more.csv");
    fs::File::create(&file).unwrap();
    let _app = App::start_with(&session, "reveal", &[("FILE", file.as_os_str())]);
    let (_, files) = asked.recv_timeout(LONG).unwrap();
    let place = folder.path().canonicalize().unwrap();
    assert_eq!(files, [format!("file://{}/left%20out%20&%20more.csv", place.display())]);
}

#[test]
fn without_a_service_for_it_the_folder_is_opened() {
    let session = Session::start();
    let folder = tempfile::tempdir().unwrap();
    let (file, opened) = (folder.path().join("log.csv"), folder.path().join("opened"));
    fs::File::create(&file).unwrap();
    assert!(Command::new("mkfifo").arg(&opened).status().unwrap().success());
    // Stands in for the program that opens a folder, and writes down which one.
    let program = folder.path().join("xdg-open");
    let mut script = fs::File::create(&program).unwrap();
    writeln!(script, "#!/bin/sh\nprintf %s \"$1\" > {}", opened.display()).unwrap();
    script.set_permissions(fs::Permissions::from_mode(0o755)).unwrap();
    drop(script);
    let path = env::join_paths(
        [folder.path().to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let _app = App::start_with(&session, "reveal", &[("FILE", file.as_os_str()), ("PATH", path.as_os_str())]);
    let (told, said) = mpsc::channel();
    thread::spawn(move || told.send(fs::read_to_string(opened).unwrap()));
    assert_eq!(Path::new(&said.recv_timeout(LONG).unwrap()), folder.path());
}

fn bus(session: &Session) -> Builder<'_> {
    Builder::address(session.address()).unwrap()
}

/// A process that sees only this session. The environment belongs to a whole process.
struct App(Child);

impl App {
    fn start(session: &Session, scene: &str) -> Self {
        Self::start_with(session, scene, &[])
    }

    fn start_with(session: &Session, scene: &str, environment: &[(&str, &OsStr)]) -> Self {
        let mut program = Command::new(env::current_exe().unwrap());
        program.args(["--exact", "linux::scene", "--ignored"]).env("SCENE", scene);
        // Hide the machine's system bus too, so that the test does not keep the machine awake.
        program
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        Self(session.around(&mut program).spawn().unwrap())
    }

    fn go_on(&mut self) {
        self.0.stdin.as_mut().unwrap().write_all(b"!").unwrap();
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs inside a tokio runtime, like the app: a D-Bus library that starts a runtime of its own there panics.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the tests above run it inside a session of their own"]
async fn scene() {
    let wait = || std::io::stdin().read_exact(&mut [0]).unwrap();
    match env::var("SCENE").unwrap().as_str() {
        "notice" => {
            show_notice("3 added & <b>1\nnot");
            wait();
        }
        "awake" => {
            let awake = SleepInhibitor::start();
            awake.while_running(true);
            awake.while_running(true);
            wait();
            awake.while_running(false);
        }
        "reveal" => SystemOpener.reveal(env::var_os("FILE").unwrap().into()).await.unwrap(),
        other => panic!("no scene {other}"),
    }
    wait();
}
