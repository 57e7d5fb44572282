//! On Linux and macOS, only the user can read the app's files.
#![cfg(unix)]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use crate::common::Stage;
use velvet_core::view::Preferences;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_user_can_read_what_is_kept() {
    let stage = Stage::bare().await;
    let folder = stage.folder.path().join("new").join("folder");
    let app = stage.open_in(&folder);
    app.settings().await.save(Preferences::default()).await;
    assert_eq!(mode(&folder), 0o700);
    let mut files = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        files += 1;
    }
    assert!(files >= 3, "the ledger, the preferences and their good copy");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_could_read_is_closed_to_them_at_the_next_start() {
    let stage = Stage::bare().await;
    let folder = stage.folder.path().join("kept");
    let open = || stage.open_in(&folder);
    let app = open();
    app.settings().await.save(Preferences::default()).await;
    app.finish().await;
    drop(app);
    let (ours, theirs) = (["ledger.sqlite3", "preferences.json", "preferences.good.json"], "holiday.txt");
    fs::File::create(folder.join(theirs)).unwrap();
    // As unpacking an archive leaves them.
    for name in ours.iter().chain([&theirs]) {
        fs::set_permissions(folder.join(name), Permissions::from_mode(0o664)).unwrap();
    }
    fs::set_permissions(&folder, Permissions::from_mode(0o775)).unwrap();

    let app = open();
    app.state().await;
    assert_eq!(mode(&folder), 0o700);
    for name in ours {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    assert_eq!(mode(&folder.join(theirs)), 0o664, "a file of somebody else is left alone");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is kept").permissions().mode() & 0o777
}
