//! Lists in files, opened and saved through the system's dialogs.

use std::fs;

use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn a_file_from_a_windows_program_is_opened_and_the_rows_skipped_are_saved() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let fans = service.strangers(account, 4);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let asked = service.request_count();
    let file = desktop.path().join("home/buyers.csv");
    let [a, b, c, d] = &fans[..] else { unreachable!() };
    // Encoded as Windows-1252.
    let text = format!(
        "Name;User ID\r\nZo\u{eb};{a}\r\n\u{d8}dgar;{b}\r\nRen\u{e9}e;{a}\r\nJos\u{e9};{c}\r\nnobody;n/a\r\nMar\u{ed}a;{d}\r\n"
    );
    files::put(&file, text.chars().map(|letter| u8::try_from(letter).unwrap()).collect::<Vec<_>>());

    page.open_lists().await;
    page.click("button", &say("list_open")).await;
    app.choose_file(&file).await;
    page.find("heading", "buyers.csv").await;
    let groups = page.checked().await;
    assert_eq!(
        groups,
        [("ready", 4), ("duplicate", 1), ("not_a_fan", 1)]
            .map(|(kind, count)| (kind.to_owned(), count))
            .into()
    );
    page.sees(&fill("list_ready_text", &[("shown", "4"), ("column", "User ID")])).await;

    let saved = desktop.path().join("home/left-out.csv");
    page.click("button", &say("list_save")).await;
    app.choose_place(&saved).await;
    page.sees(&fill("list_saved", &[("file", "left-out.csv")])).await;
    let letters = say("reason_letters");
    let double = fill("reason_duplicate", &[("row", "2")]);
    let expected = format!("\u{feff}Name,User ID,\r\nRenée,'{a},{double}\r\nnobody,n/a,{letters}\r\n");
    assert_eq!(fs::read_to_string(&saved).unwrap(), expected);
    assert_eq!(service.request_count(), asked, "nothing was sent");

    page.choose_pace("fast").await;
    page.start_list(4).await;
    page.batch_ends().await;
    page.shows_fans(&say("outcome_added"), &fans).await;
    let named: Vec<String> = page.listed().await.into_iter().map(|line| line.name).collect();
    for name in ["Zoë", "Ødgar", "José", "María"] {
        assert!(named.iter().any(|one| one == name), "{name} is not in {named:?}");
    }
}

#[tokio::test]
async fn what_is_no_list_is_named_and_nothing_is_sent() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_lists().await;
    let asked = service.request_count();
    for (name, content, problem) in [
        ("holiday.csv", b"\x89PNG\r\n\x1a\n".to_vec(), "list_not_a_list"),
        ("buyers.xlsx", locked_workbook(), "list_locked"),
        ("nothing.txt", Vec::new(), "list_empty"),
    ] {
        let file = desktop.path().join("home").join(name);
        files::put(&file, content);
        page.click("button", &say("list_open")).await;
        app.choose_file(&file).await;
        page.sees(&fill(
            &format!("problem_{problem}"),
            &[("file", name), ("kind", &say("file_kind_picture"))],
        ))
        .await;
        page.sees(&say(&format!("advice_{problem}"))).await;
    }
    // A valid list replaces the error.
    page.paste_list(&service.strangers(service.first_account(), 1)[0]).await;
    page.checked().await;
    page.sees_no_more(&say("advice_list_empty")).await;
    assert_eq!(service.request_count(), asked + 1, "only the test itself asked for a fan");
}

/// Returns a workbook with a password, as spreadsheet programs write it: a compound file whose directory names the
/// encrypted package ([MS-OFFCRYPTO] 2.3.4).
fn locked_workbook() -> Vec<u8> {
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(512, 0);
    file.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    file.resize(2048, 0);
    file
}
