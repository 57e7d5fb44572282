//! Tests of a full disk. SQLite's page limit stands for it: the same calls fail with the same error, at a time that the
//! test chooses.

use std::path::Path;

use velvet_model::{
    Action, Cause, LedgerProblem, ListedAccount, Outcome, Phase, Speed,
    ids::{AccountId, FanId},
};

use super::{Checkpoint, Completion, Intent, Ledger, LedgerError, NewBatch, NewItem};

const ROOM: u32 = 1 << 20;

fn open(folder: &Path) -> Ledger {
    Ledger::open(&folder.join("ledger.sqlite3"), 1, 0).unwrap().ledger
}

#[test]
fn nothing_is_begun_and_no_outcome_is_claimed_or_lost() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let account = AccountId::new("fansly_1").unwrap();
    ledger.list_accounts(1, &[ListedAccount { id: account.clone(), name: "Mira Rose".to_owned() }]).unwrap();
    let fan = FanId::parse("843584256474116096").unwrap();
    let intent = Intent { account, fan, action: Action::Add, undoes: None, label: None };

    ledger.limit_pages(1);
    let full = (0..10_000).find_map(|now| ledger.begin(&intent, now).err()).unwrap();
    let LedgerError::Ledger { problem: LedgerProblem::Full, path, source: Some(_) } = full else {
        panic!("{full}")
    };
    assert_eq!(path, ledger.path());
    let begun = ledger.mark().unwrap().total;

    let added = Completion { marks: Some(i64::MAX), ..Completion::of(Outcome::Added) };
    let items: Vec<i64> = ledger.slice(0, 200).unwrap().rows.iter().map(|row| row.item).collect();
    let refused: Vec<i64> =
        items.into_iter().filter(|item| ledger.end(*item, &added, i64::MAX).is_err()).collect();
    assert!(!refused.is_empty(), "the limit was never felt");
    for item in &refused {
        let shown = ledger.row(*item).unwrap().unwrap();
        let told = (shown.phase, shown.outcome, shown.cause);
        assert_eq!(told, (Phase::Done, Some(Outcome::Unconfirmed), Some(Cause::NotSaved)));
    }

    // Pressing the button again changes nothing.
    assert!(ledger.end(refused[0], &added, i64::MAX).is_err());
    assert!(!ledger.row(refused[0]).unwrap().unwrap().can_check);
    assert!(ledger.close().is_err(), "outcomes would be lost");

    ledger.limit_pages(ROOM);
    ledger.begin(&intent, 9).unwrap();
    assert_eq!(ledger.mark().unwrap().total, begun + 1, "what was refused left no trace");
    for item in refused {
        let row = ledger.row(item).unwrap().unwrap();
        assert_eq!(row.outcome, Some(Outcome::Added), "written down once there is room");
    }
}

#[test]
fn the_results_of_a_batch_are_told_on_a_full_disk_and_claim_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let account = AccountId::new("fansly_1").unwrap();
    ledger.remember_account(&account).unwrap();
    let new = NewBatch { speed: Speed::Fast, ..NewBatch::new(account.clone(), Action::Add) };
    let fans =
        (0..2_000_u64).map(|number| FanId::parse(&(100_000_000_000_000_000 + number).to_string()).unwrap());
    let items = fans.map(|fan| NewItem { fan, label: None, row: None });
    let batch = ledger.write_batch(&new, items, &[], 1).unwrap().id;
    let round = |endings: Vec<_>, claim| {
        let empty = Checkpoint::new(batch, account.clone(), Action::Add, 2);
        ledger.checkpoint(&Checkpoint { endings, claim, ..empty })
    };
    let claimed = round(Vec::new(), 2_000).unwrap().claimed;

    ledger.limit_pages(1);
    let added = Completion { marks: Some(i64::MAX), ..Completion::of(Outcome::Added) };
    let (first, rest) = claimed.split_at(1_999);
    let endings = first.iter().map(|claimed| (claimed.item, added.clone())).collect();
    let full = round(endings, 0).err();
    assert!(matches!(full, Some(LedgerError::Ledger { problem: LedgerProblem::Full, .. })), "{full:?}");

    let mut told = Vec::new();
    ledger.results(batch, |row| told.push((row.outcome, row.cause))).unwrap();
    assert_eq!((told.len(), rest.len()), (2_000, 1));
    let (ended, open) = told.split_at(1_999);
    let saved = (Some(Outcome::Added), None);
    let unsaved = (Some(Outcome::Unconfirmed), Some(Cause::NotSaved));
    assert!(ended.iter().all(|row| [saved, unsaved].contains(row)));
    assert!(ended.contains(&unsaved), "the limit was never felt");
    let shown = |claimed: &crate::ClaimedItem| ledger.row(claimed.item).unwrap().unwrap().outcome;
    assert!(first.iter().zip(ended).all(|(claimed, told)| shown(claimed) == told.0), "the log says the same");
    assert_eq!(open, [(Some(Outcome::Unconfirmed), Some(Cause::Interrupted))]);
}
