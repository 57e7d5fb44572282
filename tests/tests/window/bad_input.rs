//! Text that is no fan ID is refused before anything is sent. Text around an ID is trimmed.

use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn nothing_is_sent_for_what_is_not_a_fan_id() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account().clone();
    let app = App::at_work(&desktop, &service).await;

    let before = service.requests();
    for (given, problem, advice) in [
        ("", say("problem_fan_empty"), "fan_empty"),
        ("   ", say("problem_fan_empty"), "fan_empty"),
        (
            "jamie 843584256474116096",
            fill("problem_fan_letters", &[("found", "jamie 843584256474116096")]),
            "fan_letters",
        ),
        ("-843584256474116096", say("problem_fan_sign"), "fan_sign"),
        ("843584256474116096.5", say("problem_fan_decimal"), "fan_decimal"),
        ("8.43584E+17", say("problem_fan_scientific"), "fan_scientific"),
        ("12345", fill("problem_fan_too_short", &[("digits", "5")]), "fan_too_short"),
        ("843584256474116096843", fill("problem_fan_too_long", &[("digits", "21")]), "fan_too_long"),
        (account.id.as_str(), say("problem_fan_is_account"), "fan_is_account"),
    ] {
        app.page.add(given).await;
        app.page.sees(&problem).await;
        app.page.sees(&say(&format!("advice_{advice}"))).await;
        assert_eq!(app.page.filled(&say("fan_label")).await, given, "what was typed stays to be corrected");
    }
    assert_eq!(service.requests(), before);

    // Only the server knows the creator's own ID. The app asks for it and changes nothing.
    app.page.add(&account.native_id).await;
    app.page.sees(&fill("problem_fan_is_creator", &[("account", &account.name)])).await;
    app.page.sees(&say("advice_fan_is_creator")).await;
    assert!(!service.requests().iter().any(|request| request.ends_with("/vip")));
    assert_eq!(app.page.rows().await, []);
}

#[tokio::test]
async fn what_stands_around_an_id_is_taken_off() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;

    let fans = service.strangers(account, 5);
    for (fan, around) in
        fans.iter().zip(["  {}  ", "\"{}\"", "'{}", "\u{feff}{}\u{200b}", "\u{202a}{}\u{202c}\u{a0}"])
    {
        app.page.add(&around.replace("{}", fan)).await;
        app.page.logs(&say("outcome_added"), fan).await;
        assert!(service.is_vip(account, fan), "{around:?}");
    }
}
