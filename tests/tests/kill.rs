//! Runs a hundred trials of `./dev prove kill`.

use std::path::PathBuf;

use velvet_tests::kill::{Trials, many};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_dies_and_whenever_the_ledger_is_right_in_the_end() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let trials = Trials {
        headless: PathBuf::from(env!("CARGO_BIN_EXE_headless")),
        folder: folder.path().to_owned(),
        first: 0,
        count: 100,
        seed: 2026,
        at_once: 4,
    };
    let sum = many(trials, |_, _| {}).await;
    assert_eq!(
        sum.differences,
        Vec::<String>::new(),
        "./dev prove kill --seed 2026 --first K --trials 1 makes one again"
    );
    assert_eq!(sum.trials, 100);
    assert!(sum.kills.values().sum::<u64>() >= 100, "{:?}", sum.kills);
    assert!(sum.refused > 5, "{}", sum.refused);
}
