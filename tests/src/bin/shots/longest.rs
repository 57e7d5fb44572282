//! Screenshots of every screen with the longest values, in each language, at the initial and the minimum window size.
//! The two made-up languages of development are among them: one long and accented, one from right to left.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::stage::Stage;
use velvet_tests::words::Words;

use crate::album::{Album, Shape};

/// Languages that only development and the scenes have.
const MADE_UP: [&str; 2] = ["en-xa", "ar-xb"];

pub async fn draw(album: &Album) {
    let album = Album { shapes: &Shape::LIMITS, folder: album.folder.clone(), ..*album };
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let Shape(width, height) = Shape::LIMITS[0];
    app.resize(width, height).await;
    let stage = Stage::on(&app.page).await;
    for screen in stage.screens().await {
        for language in Words::languages().into_iter().chain(MADE_UP.map(str::to_owned)) {
            stage.show(&screen, &language, album.appearance).await;
            album.take(&app, &format!("longest-{screen}-{language}")).await;
        }
    }
}
