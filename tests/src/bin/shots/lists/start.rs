//! Screenshots of the screen where lists start.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::service::Service;
use velvet_tests::words::say;

use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = Start::on(&desktop).service(&service.url).open().await;
    let page = &app.page;
    page.practise().await;
    album.dress(&app).await;
    page.open_lists().await;
    album.take(&app, "lists-practice").await;
    page.click("button", &say("list_try_samples")).await;
    page.checked().await;
    album.take(&app, "check-practice").await;
    page.click("button", &say("cancel")).await;

    let picture = desktop.path().join("home/holiday.csv");
    files::put(&picture, b"\x89PNG\r\n\x1a\n");
    page.click("button", &say("list_open")).await;
    app.choose_file(&picture).await;
    page.sees(&say("advice_list_not_a_list")).await;
    album.take(&app, "lists-refused").await;
}
