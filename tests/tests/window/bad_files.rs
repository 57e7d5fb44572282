//! Damaged and impossible files: the window still opens and says what is wrong.

use std::fs;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn a_damaged_log_is_set_aside_unharmed() {
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    let ledger = start.data_folder().join("ledger.sqlite3");
    let damaged: Vec<u8> = (0..50_000_u32).flat_map(u32::to_le_bytes).collect();
    files::put(&ledger, &damaged);

    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("notice_ledger_set_aside")).await;
    let kept = files::below(&start.data_folder()).into_iter().find(|path| fs::read(path).unwrap() == damaged);
    let kept = kept.expect("the damaged file is kept, byte for byte");
    assert_ne!(kept, ledger);
    app.page.sees(kept.to_str().unwrap()).await;

    app.page.click("button", &say("understood")).await;
    app.page.sees_no_more(&say("notice_ledger_set_aside")).await;
}

#[tokio::test]
async fn with_a_key_the_accounts_are_there_although_the_log_was_damaged() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.quit().await;
    for file in files::below(&start.data_folder()) {
        if file.file_name().unwrap().to_str().unwrap().starts_with("ledger.sqlite3") {
            fs::remove_file(file).unwrap();
        }
    }
    files::put(&start.data_folder().join("ledger.sqlite3"), vec![7; 100_000]);

    let app = start.open().await;
    app.page.sees(&say("notice_ledger_set_aside")).await;
    app.page.sees_no_more(&say("accounts_empty")).await;
    app.page.add_well(&service.strangers(service.first_account(), 1)[0]).await;
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_is_named() {
    let desktop = Desktop::start().await;
    let file = desktop.path().join("a file");
    files::put(&file, "not a folder");
    let start = Start::on(&desktop).data(file.join("data"));
    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("ledger_unavailable")).await;
    let path = start.data_folder().join("ledger.sqlite3");
    // A path is isolated as left-to-right text.
    let shown = format!("\u{2066}{}\u{2069}", path.display());
    app.page.sees(&fill("problem_ledger_read_only", &[("path", &shown)])).await;

    fs::remove_file(&file).unwrap();
    app.page.click("button", &say("try_again")).await;
    app.page.sees_no_more(&say("ledger_unavailable")).await;
    assert!(path.exists());
}

#[tokio::test]
async fn damaged_preferences_become_the_standard_ones_with_one_notice() {
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    files::put(&start.data_folder().join("preferences.json"), "{\"appearance\": \"dark\", \"langu");
    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("notice_preferences_reset")).await;
    assert_eq!(app.page.scheme().await, "light");
    app.quit().await;

    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees_no_more(&say("notice_preferences_reset")).await;
}
