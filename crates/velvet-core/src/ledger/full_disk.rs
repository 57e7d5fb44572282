//! What a full disk does to the ledger. SQLite's page limit stands for the end of the disk: the same error comes from
//! the same calls, at a moment of the test's choosing.

use super::{Ending, Intent, Ledger, lock};
use crate::{
    api::ListedAccount,
    ids::{AccountId, FanId},
    view::{Action, Cause, ErrorCode, Outcome, Phase},
};

const ROOM: u32 = 1 << 20;

fn limit(ledger: &Ledger, pages: u32) {
    lock(&ledger.connection).pragma_update(None, "max_page_count", pages).unwrap();
}

#[test]
fn nothing_is_begun_and_no_outcome_is_claimed_or_lost() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
    let account = AccountId::new("fansly_1").unwrap();
    ledger.list_accounts(&[ListedAccount { id: account.clone(), name: "Mira Rose".to_owned() }]).unwrap();
    let fan = FanId::parse("843584256474116096").unwrap();
    let intent = Intent { account, fan, action: Action::Add, undoes: None };

    limit(&ledger, 1);
    let full = (0..10_000).find_map(|now| ledger.begin(&intent, now).err()).unwrap();
    assert_eq!(full.code, ErrorCode::LedgerFull);
    assert!(full.params["path"].ends_with("ledger.sqlite3"));
    let begun = ledger.mark().unwrap().total;

    let added = Ending { outcome: Outcome::Added, cause: None, marks: Some(i64::MAX) };
    let items: Vec<i64> = ledger.slice(0, 200).unwrap().rows.iter().map(|row| row.item).collect();
    let refused: Vec<i64> =
        items.into_iter().filter(|item| ledger.end(*item, &added, i64::MAX).is_err()).collect();
    assert!(!refused.is_empty(), "the limit was never felt");
    for item in &refused {
        let shown = ledger.row(*item).unwrap().unwrap();
        let told = (shown.phase, shown.outcome, shown.cause);
        assert_eq!(told, (Phase::Done, Some(Outcome::Unsure), Some(Cause::NotSaved)));
    }

    // Somebody who presses the button again changes nothing about it.
    assert!(ledger.end(refused[0], &added, i64::MAX).is_err());
    assert!(!ledger.row(refused[0]).unwrap().unwrap().can_check);

    limit(&ledger, ROOM);
    ledger.begin(&intent, 9).unwrap();
    assert_eq!(ledger.mark().unwrap().total, begun + 1, "what was refused left no trace");
    for item in refused {
        let row = ledger.row(item).unwrap().unwrap();
        assert_eq!(row.outcome, Some(Outcome::Added), "written down once there is room");
    }
}
