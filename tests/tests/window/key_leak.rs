//! The key is stored nowhere but in the keychain.

use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::leak::Search;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn the_key_is_in_no_file_no_log_and_no_page() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let start = Start::on(&desktop).service(&service.url);
    let key = Search::of(&service.key);

    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    let fans = service.strangers(account, 3);
    app.page.add_well(&fans[0]).await;
    app.page.click("button", &fill("undo_label", &[("fan", &spoken(&fans[0]))])).await;
    app.page.logs(&say("outcome_removed"), &fans[0]).await;
    for (fault, fan, outcome) in
        [("reset", &fans[1], "outcome_unconfirmed"), ("html", &fans[2], "outcome_unconfirmed")]
    {
        service.next_change_meets(&json!({ "kind": fault }), false);
        app.page.add(fan).await;
        app.page.logs(&say(outcome), fan).await;
        service.goes_well();
    }
    app.page.open_settings().await;
    assert_eq!(desktop.kept_keys(), [service.key.as_str()], "the key that is looked for is the one in use");

    key.assert_not_in_programs(desktop.mark());
    key.assert_not_in("the page", app.page.source().await.as_bytes());
    let known = app.page.script(EVERYTHING_KEPT, vec![]).await;
    key.assert_not_in("what the page keeps", known.to_string().as_bytes());
    app.quit().await;

    let app = start.open().await;
    app.page.is_at_work().await;
    app.quit().await;
    // Covers the home folder, caches, data, the keychain's encrypted file, temporary files, and the output of every
    // program.
    key.assert_not_below(desktop.path());
}

const EVERYTHING_KEPT: &str = "
const fields = [...document.querySelectorAll('input')].map((field) => field.value);
return JSON.stringify([fields, { ...localStorage }, { ...sessionStorage }, document.cookie, location.href]);";
