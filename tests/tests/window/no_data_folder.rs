//! If the data folder cannot be created, the window opens and names it. If there is no display, a line on the terminal
//! says so.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::Duration;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::words::say;

/// Opens the app with its data in `share`, and checks that the window names the unusable folder.
async fn names(desktop: &Desktop, share: &str) {
    let start = Start::on(desktop).own_folder().variable("XDG_DATA_HOME", share);
    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("ledger_unavailable")).await;
    app.page.sees(&format!("{share}/org.velvetrope.desktop/")).await;
    app.quit().await;
}

#[tokio::test]
async fn in_a_place_where_nothing_can_be_made_it_is_named() {
    let desktop = Desktop::start().await;
    // Root cannot write there either.
    names(&desktop, "/sys").await;
    names(&desktop, "/dev/null/share").await;
}

#[tokio::test]
async fn a_link_to_nowhere_is_named() {
    let desktop = Desktop::start().await;
    let share = desktop.share();
    symlink("/nowhere/at/all", share.join("org.velvetrope.desktop")).unwrap();
    names(&desktop, share.to_str().unwrap()).await;
}

#[tokio::test]
async fn without_a_display_a_line_says_so() {
    for display in ["", ":9999"] {
        let desktop = Desktop::start().await;
        let mut app = Start::on(&desktop).variable("DISPLAY", display).undriven();
        let status = app.ended_within(Duration::from_secs(20)).await.expect("it should end");
        assert_eq!(status.code(), Some(1), "display {display:?}");
        let said = fs::read_to_string(desktop.logs().join("second.log")).unwrap();
        let ours: Vec<_> = said.lines().filter(|line| line.contains("couldn’t open its window")).collect();
        assert_eq!(ours.len(), 1, "{said}");
    }
}
