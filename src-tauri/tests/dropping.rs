//! Tests for files dropped on the window.
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

mod desk;

use std::{path::PathBuf, time::Duration};

use desk::Desk;
use serde_json::{Value, json};
use tauri::{DragDropEvent, PhysicalPosition};
use velvet_rope::dropping::on_drag;

/// Drops files on the window. Returns the events up to the list, or up to the reason why there is none.
fn drop_on(desk: &Desk, paths: Vec<PathBuf>) -> Vec<Value> {
    let news = desk.news();
    on_drag(desk.app.handle(), &DragDropEvent::Drop { paths, position: PhysicalPosition::default() });
    let mut all: Vec<Value> = Vec::new();
    while all.last().is_none_or(|news| news["kind"] != "list" && news["kind"] != "listRefused") {
        all.push(news.recv_timeout(Duration::from_secs(10)).unwrap());
    }
    all.retain(|news| news["kind"] != "listProgress");
    all
}

#[test]
fn of_several_files_the_first_is_read_and_the_window_is_told_by_name() {
    let desk = Desk::open();
    desk.call("save_key", json!({ "key": desk.service.key() })).unwrap();
    let fans = desk.service.samples(2);
    let paths = vec![
        desk.file("Friday.csv", &fans[0].0),
        desk.file("Saturday.csv", &fans[1].0),
        desk.file("Sunday.csv", ""),
    ];
    let told = drop_on(&desk, paths);
    assert_eq!(told[0], json!({ "kind": "dragging", "of": false }));
    assert_eq!(told[1], json!({ "kind": "dropped", "of": { "file": "Friday.csv", "count": 3 } }));
    let list = &told[2]["of"];
    assert_eq!(
        (&told[2]["kind"], &list["file"], &list["ready"]),
        (&json!("list"), &json!("Friday.csv"), &json!(1))
    );
    let folder = desk.folder.path().to_string_lossy().into_owned();
    assert!(told.iter().all(|news| !news.to_string().contains(&folder)), "no path crosses");
}

#[test]
fn it_is_told_as_well_when_the_first_cannot_be_read() {
    let desk = Desk::open();
    let told = drop_on(&desk, vec![desk.file("empty.csv", ""), desk.file("Friday.csv", "x")]);
    assert_eq!(told[1], json!({ "kind": "dropped", "of": { "file": "empty.csv", "count": 2 } }));
    assert_eq!((&told[2]["kind"], &told[2]["of"]["code"]), (&json!("listRefused"), &json!("list_empty")));
}
