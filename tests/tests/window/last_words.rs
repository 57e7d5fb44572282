//! The message that is shown when there is no window.

use std::time::Duration;

use velvet_tests::app::TITLE;
use velvet_tests::desktop::Desktop;
use velvet_tests::paths;
use velvet_tests::processes::Program;
use velvet_tests::wait::until;

#[tokio::test]
async fn a_message_of_its_own_says_that_the_app_crashed() {
    let desktop = Desktop::start().await;
    let screen = desktop.screen();
    for why in ["not-opened", "crashed"] {
        let mut command = desktop.command(paths::app());
        command.args(["--show-message", why]);
        let mut message = Program::start(&mut command, &desktop.logs().join("message.log"));
        let window = until("the message", async || screen.windows(TITLE).pop()).await;
        assert!(window.width < 900, "a message, not the app: {window:?}");
        screen.close(window.id);
        let status = message.ended_within(Duration::from_secs(20)).await.expect("it should end");
        assert!(status.success());
    }
}
