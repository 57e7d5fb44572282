//! Trims a ledger with a limit on the memory of SQLite. The limit is one of the whole process, so no other test is here.

use std::fs;

use rusqlite::Connection;
use velvet_ledger::Ledger;

const MIB: u64 = 1 << 20;

#[test]
fn a_trim_needs_no_more_memory_than_the_caches() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    let opened = || Ledger::open(&path, 1, 0).unwrap().ledger;
    drop(opened());
    // Two lists of 40,000 fans, and 40,000 single adds, a third of each old.
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch(
            "INSERT INTO account (id, name) VALUES ('fansly_1', 'Mira Rose');
             CREATE TEMP TABLE n AS WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 120000)
                SELECT n FROM more;
             INSERT INTO batch (id, account, action, began, state, total, ended)
                SELECT iif(n <= 80000, (n + 39999) / 40000, n), 'fansly_1', 'add', 1, 'ended', 1, iif(n % 3 = 1, 1, 9)
                FROM n GROUP BY 1;
             INSERT INTO item (id, batch, fan, phase, outcome, began, ended, label, place)
                SELECT n, iif(n <= 80000, (n + 39999) / 40000, n), 500000000000000000 + n, 'done', 'added', 1,
                       iif(n % 3 = 1, 1, 9), hex(zeroblob(200)), n FROM n;",
        )
        .unwrap();
    drop(other);
    let ledger = opened();
    ledger.watch();
    let before = fs::metadata(&path).unwrap().len();
    assert!(before > 64 * MIB, "{before}");
    let limit = Connection::open_in_memory().unwrap();
    limit.pragma_update(None, "hard_heap_limit", 32 * MIB).unwrap();
    let offer = ledger.trim_offer(5).unwrap();
    ledger.trim(5).unwrap();
    ledger.shrink().unwrap();
    let after = fs::metadata(&path).unwrap().len();
    assert!(after < before - 10 * MIB && after > 32 * MIB, "from {before} to {after}");
    assert_eq!(u64::try_from(ledger.mark().unwrap().total).unwrap(), offer.left);
}
