//! The IDs that are copied.

use std::sync::Arc;

use velvet_core::{
    ids::{AccountId, FanId},
    ledger::{Completion, Ledger, NewBatch, NewItem},
    log::Log,
    model::ListedAccount,
    view::{Action, ErrorCode, LogQuery, Outcome, Selection},
};

const FANS: u64 = 10_001;

fn fan(n: u64) -> String {
    format!("{}", 843_584_256_474_116_096 + n)
}

#[test]
fn every_selected_fan_is_copied_once_in_the_order_of_the_rows_however_many_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger);
    let account = AccountId::new("fansly_1").unwrap();
    ledger.list_accounts(1, &[ListedAccount { id: account.clone(), name: "Mira Rose".to_owned() }]).unwrap();
    for fans in [0..FANS, 0..2] {
        let items = fans.map(|n| NewItem { fan: FanId::parse(&fan(n)).unwrap(), label: None, row: None });
        let batch =
            ledger.write_batch(&NewBatch::new(account.clone(), Action::Add), items, &[], 1).unwrap().id;
        while ledger.end_waiting(batch, &Completion::of(Outcome::Stopped), 2).unwrap() {}
    }
    let log = Log::new(ledger);
    let found = log.find(&LogQuery::default()).unwrap();
    assert_eq!(found.total, FANS + 2);

    let all = Selection { found: found.found, ranges: vec![(0, found.total)] };
    let ids = log.ids(&all).unwrap();
    let expected: Vec<_> = [1, 0].into_iter().chain((2..FANS).rev()).map(fan).collect();
    assert_eq!((ids.count, ids.text), (FANS, expected.join("\n")));

    let some = Selection { found: found.found, ranges: vec![(1, 3), (FANS, FANS + 9)] };
    assert_eq!(log.ids(&some).unwrap().text, [0, FANS - 1, 1].map(fan).join("\n"));
    assert_eq!(log.fans(&all).unwrap_err().code, ErrorCode::LogTooMany, "notes have a limit");
}
