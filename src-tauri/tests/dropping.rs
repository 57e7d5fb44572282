//! Files that are dropped on the window.
#![allow(clippy::unwrap_used, reason = "a test may; the lint only knows functions marked as one")]

mod desk;

use std::{path::PathBuf, sync::mpsc, time::Duration};

use desk::Desk;
use serde_json::{Value, json};
use tauri::{DragDropEvent, Listener, PhysicalPosition};
use velvet_rope::dropping::on_drag;

/// What the window is told when these files are dropped on it, up to the list or why there is none.
fn drop_on(desk: &Desk, paths: Vec<PathBuf>) -> Vec<(&'static str, Value)> {
    let (told, news) = mpsc::channel();
    for event in ["dropped", "list", "list-refused"] {
        let told = told.clone();
        desk.main.listen(event, move |news| {
            let _ = told.send((event, serde_json::from_str(news.payload()).unwrap()));
        });
    }
    on_drag(desk.app.handle(), &DragDropEvent::Drop { paths, position: PhysicalPosition::default() });
    let mut all = Vec::new();
    while all.last().is_none_or(|(event, _)| *event == "dropped") {
        all.push(news.recv_timeout(Duration::from_secs(10)).unwrap());
    }
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
    assert_eq!(told[0], ("dropped", json!({ "file": "Friday.csv", "count": 3 })));
    let (event, list) = &told[1];
    assert_eq!((*event, &list["file"], &list["ready"]), ("list", &json!("Friday.csv"), &json!(1)));
    let folder = desk.folder.path().to_string_lossy().into_owned();
    assert!(told.iter().all(|(_, news)| !news.to_string().contains(&folder)), "no path crosses");
}

#[test]
fn it_is_told_as_well_when_the_first_cannot_be_read() {
    let desk = Desk::open();
    let told = drop_on(&desk, vec![desk.file("empty.csv", ""), desk.file("Friday.csv", "x")]);
    assert_eq!(told[0], ("dropped", json!({ "file": "empty.csv", "count": 2 })));
    assert_eq!((told[1].0, &told[1].1["code"]), ("list-refused", &json!("list_empty")));
}
