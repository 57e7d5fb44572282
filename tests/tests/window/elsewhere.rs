//! With another address than the real API, no real key is sent there, and the window keeps showing the address.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

const REAL_KEY: &str = "a-key-of-the-real-service-0123456789";

#[tokio::test]
async fn a_key_of_the_real_service_goes_to_no_other_address() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    desktop.keep_real_key(REAL_KEY);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees(&fill("address_elsewhere", &[("host", &start.place())])).await;
    assert_eq!(service.requests(), [""; 0]);

    // A key saved here is stored next to the real one, and is found again for this address.
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.sees(&fill("address_elsewhere", &[("host", &start.place())])).await;
    app.quit().await;
    let mut kept = desktop.kept_keys();
    kept.sort();
    let mut both = [REAL_KEY.to_owned(), service.key.clone()];
    both.sort();
    assert_eq!(kept, both);
    start.open().await.page.is_at_work().await;
}

#[tokio::test]
async fn an_address_on_another_computer_is_not_used() {
    let desktop = Desktop::start().await;
    desktop.keep_real_key(REAL_KEY);
    let app = Start::on(&desktop).service("https://v1.apifansly.co/api/fansly").open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("address_unusable")).await;
}

#[tokio::test]
async fn with_the_real_service_nothing_is_said_about_it() {
    let desktop = Desktop::start().await;
    // An empty variable counts as unset. Without a key nothing is sent.
    let app = Start::on(&desktop).service("").open().await;
    app.page.is_first_start().await;
    assert!(!app.page.has("complementary", &say("address_label")).await);
}
