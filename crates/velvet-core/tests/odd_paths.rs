//! Folders whose names have spaces and accents, and files whose path has more than 260 characters. That many Windows takes
//! only in another form.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::common::Stage;
use secrecy::SecretString;
use velvet_core::view::Preferences;

/// The longest path that Windows takes in its usual form, with the end that it counts.
const USUAL: usize = 260;

const NAME: &str = "une très longue boîte à idées";

/// Whether the system keeps such names at all. Wine does only where its own locale has these letters.
fn names_are_kept() -> bool {
    let kept = fs::create_dir(tempfile::tempdir().unwrap().path().join(NAME)).is_ok();
    if !kept {
        println!("not tried: this system keeps no names with accents");
    }
    kept
}

/// Creates a folder whose own path is already too long.
fn deep(folder: &Path) -> PathBuf {
    let mut deep = folder.to_owned();
    while deep.as_os_str().len() <= USUAL {
        deep.push(NAME);
    }
    fs::create_dir_all(&deep).unwrap();
    deep
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_kept_in_a_folder_with_spaces_and_accents() {
    if !names_are_kept() {
        return;
    }
    let stage = Stage::bare().await;
    let folder = stage.folder.path().join("Zoë Müller 名前").join(NAME);
    let open = || stage.open_in(&folder);
    let app = open();
    app.keys().await.save(SecretString::from(stage.service.key())).await.unwrap();
    app.settings().await.save(Preferences::default()).await;
    app.items().await.add(stage.account(), stage.fan()).await.unwrap();
    let rows = app.entries().await.slice(0, 200).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    app.finish().await;
    drop(app);

    let app = open();
    assert_eq!(app.entries().await.slice(0, 200).await.unwrap().rows, rows);
    assert!(app.state().await.notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_read_and_a_backup_saved_replaced_and_restored_where_the_path_is_long() {
    if !names_are_kept() {
        return;
    }
    let stage = Stage::ready().await;
    let folder = deep(stage.folder.path());
    let list = folder.join("Fãs de março.csv");
    writeln!(File::create(&list).unwrap(), "{}", stage.fan()).unwrap();
    let opened = stage.app.lists().await.open(list).await.unwrap();
    assert_eq!((opened.file.as_deref(), opened.rows), (Some("Fãs de março.csv"), 1));

    let place = folder.join("Sauvegarde d’été.sqlite3");
    for _ in 0..2 {
        stage.add().await;
        stage.app.backups().await.save(place.clone()).await.unwrap();
    }
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 2, "nothing unfinished is left beside them");
    let rows = stage.log().await;
    stage.add().await;
    stage.app.backups().await.restore(place).await.unwrap();
    assert_eq!(stage.log().await, rows);
}
