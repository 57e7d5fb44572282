//! Takes a screenshot of every screen and state of the real window, light and dark, in three sizes, in `target/shots/`.
//! Arguments choose parts. With `readme`, takes only the picture for the README.

mod add;
mod album;
mod first_start;
mod lists;
mod log;
mod longest;
mod people;
mod settings;
mod trouble;

use std::env;
use std::thread;

use velvet_tests::paths;

use crate::album::{Album, Shape};

const PARTS: [&str; 8] = ["start", "add", "lists", "people", "log", "settings", "trouble", "longest"];

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    if words == ["readme"] {
        return wait_for(add::for_readme(&paths::root().join("docs/window.png")));
    }
    if let Some(word) = words.iter().find(|word| !PARTS.contains(&word.as_str())) {
        panic!("Unknown part {word:?}. Choose from: {}, or readme alone.", PARTS.join(", "));
    }
    pictures(|part| words.is_empty() || words.iter().any(|word| word == part));
}

fn pictures(wanted: impl Fn(&str) -> bool + Copy + Send + Sync) {
    let folder = paths::root().join("target/shots");
    thread::scope(|threads| {
        for appearance in ["light", "dark"] {
            let album = Album { folder: folder.clone(), appearance, shapes: &Shape::ALL };
            let thread = thread::Builder::new().name(format!("shots-{appearance}"));
            thread.spawn_scoped(threads, move || wait_for(whole(album, wanted))).expect("a thread is left");
        }
    });
    println!("Saved the screenshots in {}", folder.display());
}

async fn whole(album: Album, wanted: impl Fn(&str) -> bool) {
    if wanted("start") {
        first_start::draw(&album).await;
    }
    if wanted("add") {
        add::draw(&album).await;
    }
    if wanted("lists") {
        lists::draw(&album).await;
    }
    if wanted("people") {
        people::draw(&album).await;
    }
    if wanted("log") {
        log::draw(&album).await;
    }
    if wanted("settings") {
        settings::draw(&album).await;
    }
    if wanted("trouble") {
        trouble::draw(&album).await;
    }
    if wanted("longest") {
        longest::draw(&album).await;
    }
}

fn wait_for(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime needs nothing special").block_on(work);
}
