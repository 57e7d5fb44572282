//! Every text fits its place: each scene is shown with the longest values in each language, and measured. A scene takes
//! much longer than a language, so every language is measured in all of them.

use std::collections::BTreeMap;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::stage::Stage;
use velvet_tests::words::Words;

/// A common laptop, where a button has one line.
#[tokio::test]
async fn every_text_has_room_on_a_laptop() {
    nothing_is_crowded((1280, 800), 1, Scenes::All, &Words::languages()).await;
}

/// Half a laptop's screen, where a table row has two lines. All scenes are measured in more and in less room.
#[tokio::test]
async fn every_text_has_room_in_half_a_screen() {
    nothing_is_crowded((900, 600), 1, Scenes::Screens, &Words::languages()).await;
}

/// A column beside another window, where a button may have two lines. All scenes are measured in less room below.
#[tokio::test]
async fn every_text_has_room_in_a_narrow_column() {
    nothing_is_crowded((400, 700), 2, Scenes::Screens, &Words::languages()).await;
}

/// The minimum size, where a button may have two lines.
#[tokio::test]
async fn every_text_has_room_in_the_smallest_window() {
    nothing_is_crowded((360, 480), 2, Scenes::All, &Words::languages()).await;
}

/// As in Arabic, with a made-up language that only the scenes have.
#[tokio::test]
async fn every_text_has_room_from_right_to_left() {
    let mirrored = ["ar-xb".to_owned()];
    nothing_is_crowded((1280, 800), 1, Scenes::Screens, &mirrored).await;
    nothing_is_crowded((400, 700), 2, Scenes::Screens, &mirrored).await;
}

#[derive(Clone, Copy)]
enum Scenes {
    /// A scene for every screen.
    Screens,
    /// All scenes that differ in their texts.
    All,
}

async fn nothing_is_crowded((width, height): (u32, u32), lines: u8, scenes: Scenes, languages: &[String]) {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.resize(width, height).await;
    let stage = Stage::on(&app.page).await;
    // Report each problem once, because most of them occur on many screens.
    let mut found = BTreeMap::new();
    let scenes = match scenes {
        Scenes::Screens => stage.screens().await,
        Scenes::All => stage.measured().await,
    };
    for scene in scenes {
        for (problem, seen) in stage.crowded(&scene, languages, lines).await {
            found.entry(problem).or_insert(seen);
        }
    }
    assert!(found.is_empty(), "{} places are too small: {found:#?}", found.len());
}
