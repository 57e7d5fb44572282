//! Preferences on the real plugin and real files: whatever ends the app, they are there at the next start.
#![allow(clippy::unwrap_used, reason = "a test may; the lint only knows functions marked as one")]

mod desk;

use std::{
    env,
    fs::{self, Metadata},
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use desk::{Desk, call, page};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tauri::{
    App, RunEvent,
    test::{MockRuntime, mock_builder},
};
use tempfile::TempDir;
use velvet_core::app::{OpenedPreferences, PreferenceFile};
use velvet_rope::{PluginPreferenceStore, context, with_commands};

const TRIALS: u64 = 200;

/// So long that writing it takes a moment, in which a kill tears the file.
const FILLER: usize = 100_000;

/// A little longer than one save takes.
const LONGEST: Duration = Duration::from_millis(25);

#[derive(Default, Serialize, Deserialize)]
struct Numbered {
    number: u64,
    filler: String,
}

/// When the process is killed.
enum Kill {
    /// At any moment of a save.
    AtRandom,
    /// When the file is seen to be shorter than it should be.
    WhenWriting,
}

/// Opens what is kept in the folder as the app does.
fn open(folder: &Path) -> (App<MockRuntime>, OpenedPreferences<Numbered>) {
    let app = with_commands(mock_builder()).build(context()).unwrap();
    let store = Arc::new(PluginPreferenceStore::new(app.handle().clone()));
    let opened = PreferenceFile::open(store, folder);
    (app, opened)
}

#[test]
fn a_kill_while_saving_loses_at_most_the_change_being_saved() {
    let folder = TempDir::new().unwrap();
    let (mut last, mut torn) = (0, 0);
    for trial in 0..TRIALS {
        let at = if trial % 2 == 0 { Kill::AtRandom } else { Kill::WhenWriting };
        let saved = saved_before_a_kill(folder.path(), &at).unwrap_or(last);
        let (_app, opened) = open(folder.path());
        let number = opened.kept.number;
        assert!(!opened.lost, "trial {trial}: the defaults are back");
        assert!([saved, saved + 1].contains(&number), "trial {trial}: {saved} was saved, {number} is there");
        last = number;
        let damaged = folder.path().join("preferences.damaged-1.json");
        torn += u64::from(damaged.exists());
        let _ = fs::remove_file(damaged);
    }
    println!("{torn} of {TRIALS} kills tore the file");
    assert!(torn > 0, "no kill came in the middle of writing");
}

/// Lets a process save one number after the other, kills it, and gives the last number that it said was saved.
fn saved_before_a_kill(folder: &Path, at: &Kill) -> Option<u64> {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "the_process_that_is_killed", "--ignored", "--nocapture"]);
    let mut child = child.env("FOLDER", folder).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while line != "open\n" {
        line.clear();
        assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended by itself");
    }
    match at {
        Kill::AtRandom => thread::sleep(LONGEST.mul_f64(fastrand::f64())),
        Kill::WhenWriting => {
            let begun = Instant::now();
            let is_whole = |file: Metadata| file.len() > FILLER as u64;
            let file = folder.join("preferences.json");
            while begun.elapsed() < 4 * LONGEST && fs::metadata(&file).map_or(true, is_whole) {}
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    rest.lines().filter_map(|line| line.parse().ok()).next_back()
}

#[test]
#[ignore = "the test above starts it"]
fn the_process_that_is_killed() {
    let Some(folder) = env::var_os("FOLDER") else { return };
    let (_app, opened) = open(Path::new(&folder));
    let mut out = std::io::stdout();
    writeln!(out, "\nopen").unwrap();
    let filler = "x".repeat(FILLER);
    let mut kept = Numbered { filler, ..opened.kept };
    loop {
        kept.number += 1;
        opened.file.save(&kept).unwrap();
        writeln!(out, "{}", kept.number).unwrap();
    }
}

#[test]
fn what_was_erased_does_not_come_back_when_the_app_ends() {
    let Desk { app, main, folder, service: _service, .. } = Desk::open();
    let kept = || {
        let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with("preferences")).count()
    };
    let dark = json!({ "preferences": { "appearance": "dark", "language": "es" } });
    call(&main, page(), "set_preferences", dark).unwrap();
    assert_eq!(kept(), 2, "the file and its good copy");
    call(&main, page(), "erase_everything", json!({})).unwrap();
    assert_eq!(kept(), 0);
    app.run(move |_, event| {
        if let RunEvent::Ready = event {
            main.close().unwrap();
        }
    });
    assert_eq!(kept(), 0);
}
