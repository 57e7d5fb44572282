//! Fans have names wherever the app knows them, and their IDs are copied by a button.

use velvet_tests::app::App;
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn a_list_of_ids_gets_its_names_from_the_vip_list_and_ids_are_copied() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let (fan, name) = service.named_stranger(account);
    page.open_lists().await;
    page.paste_list(&fan).await;
    page.checked().await;
    page.start_list(1).await;
    page.batch_ends().await;
    page.shows_fans(&say("outcome_added"), std::slice::from_ref(&fan)).await;
    assert_eq!(page.listed().await[0].name, "", "an ID is all that the list said");

    // The credits are said before anything is loaded.
    let asked = service.request_count();
    page.click("button", &say("names_show")).await;
    let title = fill("names_title", &[("account", &account.name)]);
    page.find("alertdialog", &title).await;
    page.sees(&say("names_from_vips")).await;
    axe::check(page, "the question about names").await;
    assert_eq!(service.request_count(), asked);
    page.answer(&title, &say("people_load_vips")).await;
    let named = |label: &str| label.contains(&format!("@{name}"));
    let label = until("the fan of the batch to have a name", async || {
        page.listed().await.into_iter().map(|line| line.name).find(|label| named(label))
    })
    .await;
    page.lacks("button", &say("names_show")).await;

    page.open_add().await;
    until("recent activity to have the name too", async || {
        page.found_rows().await.into_iter().any(|row| row.fan == fan && row.name == label).then_some(())
    })
    .await;
    page.click("button", &fill("copy_id_of", &[("fan", &label)])).await;
    page.sees(&say("about_report_copied")).await;

    // The VIP list opens the same details.
    page.open_vips().await;
    until("the people to be drawn", async || {
        page.people().await.iter().any(|(one, _)| *one == fan).then_some(())
    })
    .await;
    let details = page.names("button").await.into_iter().find(|one| {
        let start = fill("details_label", &[("fan", "")]);
        one.strip_prefix(&start).is_some_and(|who| !who.is_empty() && label.starts_with(who))
    });
    page.click("button", &details.expect("every row has details")).await;
    page.find("region", &say("fan_history")).await;
    page.sees(&say("outcome_added")).await;
    page.sees(&say("fan_on_accounts")).await;
    page.find("button", &fill("copy_username_of", &[("username", &name)])).await;
    axe::check(page, "the details of a VIP").await;
}
