//! Every text fits its place: each scene is shown with the longest values in each language, and measured.

use std::collections::BTreeMap;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::stage::Stage;

/// The initial size, where a button has one line.
#[tokio::test]
async fn every_text_has_room_as_the_window_opens() {
    nothing_is_crowded(1180, 760, 1).await;
}

/// Half a laptop's screen, where a table row has two lines.
#[tokio::test]
async fn every_text_has_room_in_half_a_screen() {
    nothing_is_crowded(900, 600, 1).await;
}

/// The minimum size, where a button may have two lines.
#[tokio::test]
async fn every_text_has_room_in_the_smallest_window() {
    nothing_is_crowded(360, 480, 2).await;
}

async fn nothing_is_crowded(width: u32, height: u32, lines: u8) {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.resize(width, height).await;
    let stage = Stage::on(&app.page).await;
    // Report each problem once, because most of them occur on many screens.
    let mut found = BTreeMap::new();
    for scene in stage.measured().await {
        for (problem, seen) in stage.crowded(&scene, lines).await {
            found.entry(problem).or_insert(seen);
        }
    }
    assert!(found.is_empty(), "{} places are too small: {found:#?}", found.len());
}
