//! Screenshots of the settings and their dialogs.

use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{Words, say};

use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_settings().await;
    page.wear(album.appearance).await;
    album.take(&app, "settings-plain").await;

    for (opener, title, keep, name) in [
        ("settings_key_remove", "remove_key_title", "cancel", "settings-remove-key"),
        ("settings_erase_button", "erase_title", "cancel", "settings-erase"),
    ] {
        page.click("button", &say(opener)).await;
        page.find("alertdialog", &say(title)).await;
        album.take(&app, name).await;
        page.click("button", &say(keep)).await;
        page.lacks("alertdialog", &say(title)).await;
    }
    page.click("button", &say("settings_key_replace")).await;
    album.take(&app, "settings-replace-key").await;
    page.click("button", &say("cancel")).await;

    let scroll = "document.querySelector('#section-about').scrollIntoView()";
    page.script(scroll, vec![]).await;
    album.take(&app, "settings-about").await;
    for (opener, shown, name) in [
        ("about_report", "log         version", "settings-report"),
        ("about_licences", "Apache License 2.0", "settings-licences"),
    ] {
        page.click("button", &say(opener)).await;
        page.sees(shown).await;
        album.take(&app, name).await;
        page.click("button", &say("close")).await;
    }

    page.click("radio", "Español").await;
    page.find("heading", &Words::of("es").say("settings_title")).await;
    album.take(&app, "settings-spanish").await;
    page.click("button", &Words::of("es").say("nav_add")).await;
    page.find("heading", &Words::of("es").say("add_title")).await;
    album.take(&app, "add-spanish").await;
}
