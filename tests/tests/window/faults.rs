//! Server faults, and what the window shows.

use std::net::TcpListener;

use serde_json::{Value, json};
use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn a_lost_answer_is_unconfirmed_until_it_is_checked() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let fan = &service.strangers(account, 1)[0];

    service.next_change_meets(&json!({ "kind": "reset" }), true);
    app.page.add(fan).await;
    let row = app.page.logs(&say("outcome_unconfirmed"), fan).await;
    app.page.sees(&say("problem_connection_lost")).await;
    assert!(!row.buttons.contains(&fill("undo_label", &[("fan", &spoken(fan))])), "{row:?}");
    assert!(service.is_vip(account, fan), "the effect took place");

    service.goes_well();
    app.page.click("button", &fill("check_label", &[("fan", &spoken(fan))])).await;
    app.page.logs(&say("outcome_added"), fan).await;
    assert_eq!(app.page.rows().await.len(), 1, "a check settles the same line");
}

#[tokio::test]
async fn told_to_wait_it_waits_and_resumes_by_itself() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let fan = &service.strangers(account, 1)[0];

    service.next_change_meets(&json!({ "kind": "too_fast", "retry_after": 2 }), false);
    app.page.add(fan).await;
    app.page.logs(&say("outcome_waiting"), fan).await;
    app.page.find("button", &fill("stop_label", &[("fan", &spoken(fan))])).await;
    app.page.logs(&say("outcome_added"), fan).await;
    assert!(service.is_vip(account, fan));
}

#[tokio::test]
async fn waiting_can_be_stopped_and_then_nothing_was_sent() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let fan = &service.strangers(account, 1)[0];

    service.next_change_meets(&json!({ "kind": "too_fast", "retry_after": 600 }), false);
    app.page.add(fan).await;
    app.page.logs(&say("outcome_waiting"), fan).await;
    app.page.click("button", &fill("stop_label", &[("fan", &spoken(fan))])).await;
    app.page.logs(&say("outcome_stopped"), fan).await;
    assert!(!service.is_vip(account, fan));
}

#[tokio::test]
async fn success_for_somebody_else_is_never_shown_as_added() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let fan = &service.strangers(account, 1)[0];

    service.next_change_meets(&json!({ "kind": "wrong_fan" }), false);
    app.page.add(fan).await;
    app.page.logs(&say("outcome_unconfirmed"), fan).await;
    app.page.sees(&say("problem_wrong_fan")).await;
    assert!(!service.is_vip(account, fan));
}

#[tokio::test]
async fn each_way_of_failing_has_its_own_words() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let location = format!("http://{}/steal", elsewhere.local_addr().unwrap());

    let failed = say("outcome_failed_add");
    let unconfirmed = say("outcome_unconfirmed");
    let faults: [(Value, &str, &str); 16] = [
        (json!({ "kind": "status", "status": 400 }), "bad_request", &failed),
        // The account itself still answers, so neither the key nor its session is to blame.
        (json!({ "kind": "status", "status": 401 }), "refused", &failed),
        (json!({ "kind": "status", "status": 402 }), "credits_spent", &failed),
        (json!({ "kind": "status", "status": 403 }), "forbidden", &failed),
        (json!({ "kind": "account_denied" }), "account_lost", &failed),
        (json!({ "kind": "status", "status": 404 }), "no_such_fan", &failed),
        (json!({ "kind": "status", "status": 500 }), "service_error", &unconfirmed),
        (json!({ "kind": "redirect", "location": location }), "redirected", &unconfirmed),
        (json!({ "kind": "html" }), "captive_portal", &unconfirmed),
        (json!({ "kind": "shape", "shape": "firewall_page" }), "access_blocked", &failed),
        (json!({ "kind": "shape", "shape": "cannot_route" }), "unknown_call", &failed),
        (json!({ "kind": "truncated_body" }), "reply_cut_off", &unconfirmed),
        (json!({ "kind": "empty_body" }), "reply_empty", &unconfirmed),
        (json!({ "kind": "flag_missing" }), "mark_missing", &unconfirmed),
        (json!({ "kind": "missing", "field": "success" }), "reply_incomplete", &unconfirmed),
        (json!({ "kind": "inner", "status": 401 }), "refused", &failed),
    ];
    let fans = service.strangers(account, faults.len());
    for ((fault, cause, outcome), fan) in faults.iter().zip(&fans) {
        if *cause == "service_error" {
            // It is sent four times in all before the app gives up.
            service.meets(&json!({ "method": "POST", "count": 4, "effect": false, "fault": fault }));
        } else {
            service.next_change_meets(fault, false);
        }
        app.page.add(fan).await;
        app.page.logs(outcome, fan).await;
        app.page.sees(&say(&format!("problem_{cause}"))).await;
        service.goes_well();
    }
    assert!(elsewhere.accept().is_err(), "a redirect was followed");
    assert!(fans.iter().all(|fan| !service.is_vip(account, fan)));
}

#[tokio::test]
async fn a_refusal_for_everybody_pauses_the_list_in_the_servers_own_words() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let fans = service.strangers(service.first_account(), 30);
    let refusal = json!({ "kind": "shape", "shape": "plan_refusal" });
    service.meets(&json!({ "method": "POST", "count": null, "fault": refusal }));
    app.page.open_lists().await;
    app.page.paste_list(&fans.join("\n")).await;
    app.page.choose_pace("fast").await;
    app.page.start_list(fans.len()).await;
    app.page.sees("Your plan does not include this endpoint").await;
    app.page.sees(&say("batch_paused_refused_next")).await;
    let sent = service.requests().iter().filter(|request| request.starts_with("POST ")).count();
    assert_eq!(sent, 5, "no more is paid for than it takes to know");

    service.goes_well();
    app.page.click("button", &say("batch_resume")).await;
    app.page.batch_ends().await;
    let counts = app.page.counts().await;
    assert_eq!((counts[&say("outcome_added")], counts[&say("outcome_failed_add")]), (25, 5));
}
