//! No message is longer than its place: every scene is shown with the longest values, in each language, and measured.

use std::collections::BTreeMap;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::stage::Stage;

/// The window as it opens, where a button has one line.
#[tokio::test]
async fn every_text_has_room_as_the_window_opens() {
    nothing_is_crowded(1180, 760, 1).await;
}

/// In half a laptop's screen, where the tables have two lines a row.
#[tokio::test]
async fn every_text_has_room_in_half_a_screen() {
    nothing_is_crowded(900, 600, 1).await;
}

/// As small as it can be made, where a button may have two.
#[tokio::test]
async fn every_text_has_room_in_the_smallest_window() {
    nothing_is_crowded(360, 480, 2).await;
}

async fn nothing_is_crowded(width: u32, height: u32, lines: u8) {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.resize(width, height).await;
    let stage = Stage::on(&app.page).await;
    // Each once: most are on many screens.
    let mut found = BTreeMap::new();
    for scene in stage.measured().await {
        for (problem, seen) in stage.crowded(&scene, lines).await {
            found.entry(problem).or_insert(seen);
        }
    }
    assert!(found.is_empty(), "{} places are too small: {found:#?}", found.len());
}
