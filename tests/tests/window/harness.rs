//! The foundation of the other tests: a failing test leaves a picture, and nothing else.

use std::fs;
use std::path::Path;
use std::thread;

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::{paths, processes};

#[test]
fn a_failing_test_leaves_a_picture_and_no_program_and_no_folder() {
    const NAME: &str = "harness-a-test-that-fails";
    let (tell, told) = std::sync::mpsc::channel();
    let failing = thread::Builder::new().name(NAME.to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let desktop = Desktop::start().await;
            let app = Start::on(&desktop).open().await;
            app.page.is_first_start().await;
            tell.send(desktop.mark().to_owned()).unwrap();
            panic!("on purpose");
        });
    });
    assert!(failing.unwrap().join().is_err());

    let mark = told.recv().unwrap();
    assert_eq!(processes::marked(&mark).collect::<Vec<_>>(), [0; 0], "programs are left");
    assert!(!Path::new(&mark).exists(), "{mark} is left");
    let evidence = paths::failures().join(NAME);
    assert!(fs::read(evidence.join("window.png")).unwrap().starts_with(b"\x89PNG"));
    assert!(fs::read_to_string(evidence.join("page.html")).unwrap().contains("<html"));
    fs::remove_dir_all(evidence).unwrap();
}
