//! Screenshots of the first screen.

use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::service::Service;
use velvet_tests::words::say;

use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = Start::on(&desktop).service(&service.url).open().await;
    album.dress_at_first_start(&app).await;
    album.take(&app, "start-plain").await;

    app.page.click("button", &say("key_where")).await;
    album.take(&app, "start-where-keys-are").await;
    app.page.click("button", &say("key_where")).await;

    app.page.give_key("not-the-key-of-anybody").await;
    app.page.sees(&say("problem_key_refused")).await;
    album.take(&app, "start-wrong-key").await;

    service.next_meets("GET", "/accounts", &json!({ "kind": "delay", "ms": 12000 }), None);
    app.page.give_key(&service.key).await;
    app.page.sees(&say("key_checking")).await;
    album.take(&app, "start-checking").await;

    let desktop = Desktop::with(Keychain::Missing).await;
    let app = Start::on(&desktop).open().await;
    album.dress_at_first_start(&app).await;
    album.take(&app, "start-no-keychain").await;
}
