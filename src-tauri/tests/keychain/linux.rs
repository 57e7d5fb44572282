//! A Secret Service on a session bus that each test starts.

#[path = "../session/mod.rs"]
mod session;

use std::{
    env,
    process::Command,
    time::{Duration, Instant},
};

use session::Session;
use velvet_core::{api::ApiUrl, app::Keychain, view::KeychainProblem};
use velvet_rope::keychain::{OsKeychain, PATIENCE, SERVICE, service_name};

use crate::{key, read, round_trip, two_services};

#[test]
fn a_key_is_kept_replaced_and_taken_out() {
    let session = Session::start();
    let _service = session.unlocked_service();
    inside(&session, "round_trip");
}

#[test]
fn without_a_session_bus_it_is_missing() {
    let mut session = Session::start();
    session.stop_bus();
    inside(&session, "missing");
}

#[test]
fn without_a_service_on_the_bus_it_is_missing() {
    inside(&Session::start(), "missing");
}

#[test]
fn a_service_without_a_keyring_has_nowhere_to_keep_a_key() {
    let session = Session::start();
    let _service = session.locked_service();
    inside(&session, "no_keyring");
}

#[test]
fn a_service_that_says_it_is_locked_is_not_missing() {
    inside(&Session::start(), "says org.freedesktop.Secret.Error.IsLocked");
}

#[test]
fn a_service_that_answers_nonsense_has_refused_and_is_not_missing() {
    inside(&Session::start(), "says org.freedesktop.DBus.Error.UnknownMethod");
}

#[test]
fn keys_of_another_service_are_kept_beside_each_other() {
    let session = Session::start();
    let _service = session.unlocked_service();
    inside(&session, "two_services");
}

#[test]
fn a_locked_keyring_with_nobody_to_ask_is_locked() {
    let session = Session::start();
    let service = session.unlocked_service();
    inside(&session, "keep_one");
    drop(service);
    let _service = session.locked_service();
    inside(&session, "locked");
}

#[test]
fn a_service_that_hangs_is_locked_until_it_answers() {
    let session = Session::start();
    let service = session.unlocked_service();
    session::signal("STOP", service.pid());
    inside(&session, &format!("hangs {}", service.pid()));
}

/// Runs one of the scenes below in a process that sees only this session. The environment belongs to a whole process.
fn inside(session: &Session, scene: &str) {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "linux::scene", "--ignored", "--nocapture"]).env("SCENE", scene);
    let output = session.around(&mut child).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success() && said.contains("1 passed"), "{scene}: {said}");
}

/// Runs inside a tokio runtime, like the app: a keychain library that starts a runtime of its own there panics.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the tests above run it inside a session of their own"]
async fn scene() {
    let scene = env::var("SCENE").unwrap();
    let keychain = OsKeychain::start(SERVICE);
    match scene.split_once(' ').unwrap_or((&scene, "")) {
        ("round_trip", _) => round_trip(&keychain, SERVICE).await,
        ("missing", _) => missing(&keychain).await,
        ("keep_one", _) => keychain.write(1, &key("first")).await.unwrap(),
        ("locked", _) => locked(&keychain).await,
        ("no_keyring", _) => {
            assert_eq!(read(&keychain).await, Ok(None));
            assert_eq!(keychain.write(1, &key("first")).await, Err(KeychainProblem::NotSetUp));
        }
        ("says", error) => says(&keychain, error.to_owned()).await,
        ("two_services", _) => two_services(&keychain, &of_another_address()).await,
        ("hangs", pid) => hangs(&keychain, pid.parse().unwrap()).await,
        (other, _) => panic!("no scene {other}"),
    }
}

async fn missing(keychain: &OsKeychain) {
    let asked = Instant::now();
    assert_eq!(read(keychain).await, Err(KeychainProblem::Missing));
    assert_eq!(keychain.write(1, &key("first")).await, Err(KeychainProblem::Missing));
    assert_eq!(keychain.delete(1).await, Err(KeychainProblem::Missing));
    assert!(asked.elapsed() < PATIENCE, "found out, not waited for");
}

/// Claims the keychain's bus name and answers every call with this error.
async fn says(keychain: &OsKeychain, error: String) {
    let expected =
        if error.ends_with("IsLocked") { KeychainProblem::Locked } else { KeychainProblem::Refused };
    let bus = zbus::blocking::connection::Builder::session().unwrap();
    let (ready, is_ready) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let bus = bus.name("org.freedesktop.secrets").unwrap().build().unwrap();
        let calls = zbus::blocking::MessageIterator::from(&bus);
        ready.send(()).unwrap();
        for call in calls.flatten() {
            if call.message_type() == zbus::message::Type::MethodCall {
                let _ = bus.reply_error(&call.header(), error.as_str(), &"No");
            }
        }
    });
    is_ready.recv().unwrap();
    assert_eq!(read(keychain).await, Err(expected));
    assert_eq!(keychain.write(1, &key("first")).await, Err(expected));
    assert_eq!(keychain.delete(1).await, Err(expected));
}

async fn locked(keychain: &OsKeychain) {
    let asked = Instant::now();
    assert_eq!(read(keychain).await, Err(KeychainProblem::Locked));
    assert_eq!(keychain.write(1, &key("second")).await, Err(KeychainProblem::Locked));
    assert!(asked.elapsed() < 2 * PATIENCE + Duration::from_secs(1), "took {:?}", asked.elapsed());
}

async fn hangs(keychain: &OsKeychain, service: u32) {
    let asked = Instant::now();
    assert_eq!(read(keychain).await, Err(KeychainProblem::Locked));
    assert!(asked.elapsed() < PATIENCE + Duration::from_secs(1), "took {:?}", asked.elapsed());

    session::signal("CONT", service);
    let answers = async {
        while read(keychain).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(2 * PATIENCE, answers).await.unwrap();
    round_trip(keychain, SERVICE).await;
}

/// The keychain of the keys for another address than the real one.
fn of_another_address() -> OsKeychain {
    let name = |url: &str| service_name(&ApiUrl::parse(url));
    assert_eq!(name(ApiUrl::REAL), SERVICE);
    OsKeychain::start(&name("http://127.0.0.1:4000/api/fansly"))
}
