//! A picture of every screen and state, from the real window, light and dark, in three sizes: `target/shots/`.
//! With `readme`, only the one picture that the README shows.

mod add;
mod album;
mod first_start;
mod settings;
mod trouble;

use std::env;
use std::thread;

use velvet_tests::paths;

use crate::album::{Album, Shape};

fn main() {
    match env::args().nth(1).as_deref() {
        None => every_picture(),
        Some("readme") => wait_for(add::for_readme(&paths::root().join("docs/window.png"))),
        Some(word) => panic!("{word:?} is not known; there is only `readme`"),
    }
}

fn every_picture() {
    let folder = paths::root().join("target/shots");
    thread::scope(|threads| {
        for appearance in ["light", "dark"] {
            let album = Album { folder: folder.clone(), appearance, shapes: &Shape::ALL };
            let thread = thread::Builder::new().name(format!("shots-{appearance}"));
            thread.spawn_scoped(threads, move || wait_for(whole(album))).expect("a thread is left");
        }
    });
    println!("the pictures are in {}", folder.display());
}

async fn whole(album: Album) {
    first_start::draw(&album).await;
    add::draw(&album).await;
    settings::draw(&album).await;
    trouble::draw(&album).await;
}

fn wait_for(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime needs nothing special").block_on(work);
}
