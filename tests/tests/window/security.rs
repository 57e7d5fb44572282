//! What the page must not be able to do.

use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::ESCAPE;
use velvet_tests::violations::{forbidden, watch};
use velvet_tests::wait::until;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn the_page_needs_nothing_its_policy_forbids() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    page.is_first_start().await;
    watch(page).await;
    page.practise().await;
    let fan = page.choose_sample().await;
    page.send_fan().await;
    page.logs(&say("outcome_added"), &fan).await;
    page.click("button", &fill("undo_label", &[("fan", &spoken(&fan))])).await;
    page.logs(&say("outcome_removed"), &fan).await;
    page.open_account_menu().await;
    page.press(ESCAPE).await;
    page.lacks("menu", &say("account_menu")).await;
    page.open_settings().await;
    page.click("button", &say("settings_erase_button")).await;
    page.find("alertdialog", &say("erase_title")).await;
    page.click("button", &say("cancel")).await;
    page.lacks("alertdialog", &say("erase_title")).await;
    page.click("button", &say("practice_exit")).await;
    page.is_first_start().await;
    page.give_key("").await;
    page.sees(&say("problem_key_empty")).await;
    assert_eq!(forbidden(page).await, [""; 0]);

    // The same check detects forbidden actions.
    page.script(FORBIDDEN, vec![]).await;
    let seen = until("what is forbidden to be noted", async || {
        Some(forbidden(page).await).filter(|seen| seen.len() == 3)
    })
    .await;
    for directive in ["style-src", "script-src", "img-src"] {
        assert!(seen.iter().any(|line| line.starts_with(directive)), "{directive}: {seen:?}");
    }
    assert_eq!(page.script("return typeof window.ran", vec![]).await, json!("undefined"));
}

#[tokio::test]
async fn the_page_reaches_neither_the_network_nor_the_shell_at_large() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.page.is_first_start().await;
    assert_eq!(app.page.script("return typeof window.__TAURI__", vec![]).await, json!("undefined"));

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let fetched = app.page.script_later(FETCH, vec![json!(url)]).await;
    assert_eq!(fetched, json!("refused"));
    assert!(listener.accept().is_err(), "a request left the page");
}

const FORBIDDEN: &str = "
document.body.setAttribute('style', 'color: red');
const script = document.createElement('script');
script.textContent = 'window.ran = true';
document.body.append(script);
const picture = document.createElement('img');
picture.src = 'http://127.0.0.1:1/picture.png';
document.body.append(picture);";

const FETCH: &str = "
const done = arguments[arguments.length - 1];
fetch(arguments[0], { mode: 'no-cors' }).then(() => done('fetched'), () => done('refused'));";
