//! Screenshots of the check of a list.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

use super::{at_lists, lines};
use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = at_lists(album, &Start::on(&desktop).service(&service.url), &service).await;
    let page = &app.page;
    album.take(&app, "lists-empty").await;
    let fans = service.strangers(service.first_account(), 415);
    page.open_add().await;
    page.add_well(&fans[412]).await;
    page.add_well(&fans[413]).await;
    page.open_lists().await;

    page.paste_list(&fans[..7].join("\n")).await;
    page.checked().await;
    album.take(&app, "check-few").await;
    page.click("button", &say("cancel")).await;

    let mut all = lines(&fans[..414]);
    all.extend([&fans[3], &fans[40], &fans[3], &fans[8], &fans[9]].map(Clone::clone));
    all.extend(
        ["8.43584E+17", "8.43584E+17", "6.18592E+17", "n/a", "User ID", "12345", ""].map(str::to_owned),
    );
    all.extend(fans[20..34].iter().map(|fan| format!("{}000", &fan[..fan.len() - 3])));
    page.paste_list(&all.join("\n")).await;
    page.checked().await;
    album.take(&app, "check-every-group").await;
    page.script("document.querySelector('main').scrollTo(0, 1e6)", vec![]).await;
    album.take(&app, "check-every-group-below").await;
    for (group, name) in [("list_ready_add", "check-look-ready"), ("list_damaged", "check-look-damaged")] {
        page.click("button", &fill("list_view_label", &[("group", &say(group))])).await;
        page.find("region", &say(group)).await;
        album.take(&app, name).await;
        page.click("button", &say("close")).await;
        page.lacks("region", &say(group)).await;
    }
    page.click("button", &say("list_how_label")).await;
    album.take(&app, "check-how-to-export").await;
    page.click("button", &say("close")).await;
    page.click("button", &say("cancel")).await;

    let table = desktop.path().join("home/Black Friday buyers.csv");
    let rows = fans[..60].iter().map(|fan| format!("{fan},{fan},Zoë,12.50"));
    let lines: Vec<String> =
        ["User ID,Order,Display name,Spent".to_owned()].into_iter().chain(rows).collect();
    files::put(&table, lines.join("\n"));
    page.click("button", &say("list_open")).await;
    app.choose_file(&table).await;
    page.checked().await;
    album.take(&app, "check-columns").await;
}
