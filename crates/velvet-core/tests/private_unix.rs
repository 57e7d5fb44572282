//! On Linux and macOS nobody but the user can read what the app keeps.
#![cfg(unix)]

mod common;

use std::{fs, os::unix::fs::PermissionsExt};

use common::Stage;
use velvet_core::view::Preferences;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_user_can_read_what_is_kept() {
    let stage = Stage::bare().await;
    let folder = stage.folder.path().join("new").join("folder");
    let app = common::open(
        &stage.service.url(),
        &folder,
        &stage.clock,
        &stage.keychain,
        &stage.listener,
        &stage.practice,
    );
    app.set_preferences(Preferences::default()).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let mut files = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        files += 1;
    }
    assert!(files >= 2, "the ledger and the preferences");
}
