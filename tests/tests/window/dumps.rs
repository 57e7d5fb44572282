//! No dump of the app's memory is made, because it would contain the key.

use std::fs;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;

#[tokio::test]
async fn the_running_app_leaves_no_core_file() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", app.pid)).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let numbers: Vec<_> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(numbers, ["0", "0"], "{core}");
}
