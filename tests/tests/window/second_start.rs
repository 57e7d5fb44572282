//! The app is started while it is already running.

use velvet_tests::app::{Start, TITLE};
use velvet_tests::desktop::Desktop;
use velvet_tests::wait::until;

#[tokio::test]
async fn a_second_start_brings_the_first_window_forward() {
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    let app = start.open().await;
    let window = app.window().await;
    let screen = desktop.screen();
    screen.cover();
    assert!(!screen.is_on_top(window.id) && !screen.has_focus(window.id));

    assert!(start.open_again().await.success());
    until("the first window to come forward", async || {
        (screen.is_on_top(window.id) && screen.has_focus(window.id)).then_some(())
    })
    .await;
    assert_eq!(screen.windows(TITLE).len(), 1);
    app.page.is_first_start().await;
}
