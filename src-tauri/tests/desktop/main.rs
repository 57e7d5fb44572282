//! Checks what the app asks of the system besides its window: notifications, sleep inhibition, and showing files.
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

#[cfg(target_os = "linux")]
mod linux;

use velvet_rope::{Opener, SystemOpener};

#[tokio::test]
async fn a_file_that_is_gone_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    assert!(SystemOpener.reveal(folder.path().join("log.csv")).await.is_err());
}
