//! The Tab key leads through every screen and back, and each stop can be seen and has a role and a name.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::stage::Stage;

/// A scene for every screen.
const SCENES: [&str; 8] = [
    "start-other-keychain",
    "log",
    "lists",
    "list-check-everything",
    "batch-ended",
    "vips-chosen",
    "log-selected",
    "settings-accounts",
];

#[tokio::test]
async fn every_stop_can_be_seen_in_a_laptop_window() {
    every_stop_can_be_seen(1280, 800).await;
}

/// As narrow as a 1280 px window at 320 %.
#[tokio::test]
async fn every_stop_can_be_seen_in_a_narrow_window() {
    every_stop_can_be_seen(400, 800).await;
}

async fn every_stop_can_be_seen(width: u32, height: u32) {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.resize(width, height).await;
    let stage = Stage::on(&app.page).await;
    let mut wrong = Vec::new();
    for scene in SCENES {
        stage.show_plain(scene, "light").await;
        let stops = app.page.tab_around().await;
        println!("{scene} at {width} by {height}: {} stops", stops.len());
        assert!(stops.len() > 4, "{scene} has only {stops:?}");
        for stop in stops {
            if let Some(why) = stop.wrong {
                wrong.push(format!("{scene}: {} {why}", stop.name));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} stops of {width} by {height} px are bad:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[tokio::test]
async fn the_walk_does_see_what_is_wrong() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let stage = Stage::on(&app.page).await;
    stage.show_plain("lists", "light").await;
    app.page.script(SPOIL, vec![]).await;
    let stops = app.page.tab_around().await;
    let wrong: Vec<_> = stops.iter().filter_map(|stop| stop.wrong.as_deref()).collect();
    for (why, found) in
        ["has no name", "has no role", "cannot be seen", "is cut off", "is cut off, or covered by div"]
            .iter()
            .zip(&wrong)
    {
        assert!(found.starts_with(why), "{found:?} is not {why:?} in {wrong:#?}");
    }
    assert_eq!(wrong.len(), 5, "{wrong:#?}");
}

/// Spoils the buttons of the main menu, each in another way.
const SPOIL: &str = "
const [unnamed, plain, tiny, clipped, covered] = document.querySelectorAll('nav button');
unnamed.textContent = '';
plain.setAttribute('role', '');
tiny.style.cssText = 'position: fixed; inset: auto auto 0 0; width: 1px; height: 1px; min-height: 0; padding: 0';
clipped.style.clipPath = 'inset(50%)';
const cover = document.createElement('div');
const { x, y, width, height } = covered.getBoundingClientRect();
Object.assign(cover.style, { position: 'fixed', left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
document.body.append(cover);";
