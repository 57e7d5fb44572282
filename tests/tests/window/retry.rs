//! Failed items of a list are retried in a batch of its own that links to the first.

use serde_json::json;
use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn what_failed_is_tried_again_and_leads_back_to_its_list() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let fans = service.strangers(account, 12);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    for fan in &fans[2..5] {
        let refuses = json!({ "kind": "status", "status": 403 });
        service.next_meets("POST", &format!("*/{fan}/vip"), &refuses, None);
    }
    page.open_lists().await;
    page.paste_list(&fans.join("\n")).await;
    page.choose_pace("fast").await;
    page.start_list(fans.len()).await;
    page.batch_ends().await;
    assert_eq!(page.counts().await[&say("outcome_failed_add")], 3);
    page.click("button", &say("batch_show_not_added")).await;
    page.shows_fans(&say("outcome_failed_add"), &fans[2..5]).await;
    assert!(fans[2..5].iter().all(|fan| !service.is_vip(account, fan)));

    page.sees(&fill("batch_retry_credits", &[("shown", "3")])).await;
    page.click("button", &fill("batch_retry", &[("shown", "3")])).await;
    page.sees(&say("batch_retries")).await;
    page.batch_ends().await;
    page.shows_fans(&say("outcome_added"), &fans[2..5]).await;
    assert!(fans.iter().all(|fan| service.is_vip(account, fan)));
    assert!(fans[..2].iter().all(|fan| service.asked("POST", account, fan) == 1), "only what failed");

    page.click("button", &say("batch_show_origin")).await;
    page.lacks("button", &say("batch_show_origin")).await;
    assert_eq!(page.counts().await[&say("outcome_added")], 9);
    page.lacks("button", &fill("batch_retry", &[("shown", "3")])).await;
}
