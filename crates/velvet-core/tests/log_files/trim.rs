use std::collections::HashMap;

use proptest::prelude::*;
use rusqlite::Connection;
use velvet_core::{
    ledger::{Completion, Ledger},
    view::{Action, LogRow, Outcome, TrimOffer},
};

use super::{
    backup::dump,
    book::{Book, FAN, account},
};

const OTHER: &str = "227317562784874496";

fn fans(book: &Book) -> Vec<String> {
    book.rows().into_iter().map(|row| row.fan).collect()
}

#[test]
fn what_ended_before_goes_and_what_came_later_moves_up() {
    let book = Book::new();
    for now in 1..=9 {
        book.single(&format!("84358425647411609{now}"), Action::Add, None, now);
    }
    assert_eq!(book.ledger.trim_offer(5).unwrap(), TrimOffer { rows: 9, left: 5 });
    assert_eq!(book.ledger.mark().unwrap().total, 9, "an offer changes nothing");
    book.ledger.trim(5).unwrap();
    assert_eq!(book.ledger.mark().unwrap().total, 5);
    let left: Vec<_> = book.rows().iter().rev().map(|row| row.ended.unwrap()).collect();
    assert_eq!(left, [5, 6, 7, 8, 9]);
    assert_eq!(book.ledger.slice(4, 10).unwrap().rows.len(), 1, "places are without a gap");
    book.single(FAN, Action::Add, None, 10);
    assert_eq!(book.rows()[0].fan, FAN);
}

#[test]
fn what_is_trimmed_is_gone_from_the_disk() {
    let book = Book::new();
    book.list("Friday", &[(FAN.to_owned(), Some("Somebody's name".to_owned()))]);
    book.single(OTHER, Action::Add, None, 100);
    book.ledger.trim(50).unwrap();
    book.ledger.shrink().unwrap();
    for file in book.files() {
        let bytes = std::fs::read(book.path(&file)).unwrap();
        assert!(!bytes.windows(8).any(|part| part == b"Somebody"), "{file}");
    }
}

#[test]
fn the_space_is_freed_while_somebody_reads() {
    let book = Book::new();
    let label = Some("x".repeat(5_000));
    let some: Vec<_> = (100..300).map(|fan| (format!("843584256474116{fan}"), label.clone())).collect();
    book.list("Friday", &some);
    book.single(OTHER, Action::Add, None, 100);
    let size =
        || book.files().iter().map(|file| std::fs::metadata(book.path(file)).unwrap().len()).sum::<u64>();
    book.ledger.trim(50).unwrap();
    let mut reader = Connection::open(book.path("ledger.sqlite3")).unwrap();
    let reading = reader.transaction().unwrap();
    let count = || reading.query_row("SELECT count(*) FROM item", [], |row| row.get::<_, u64>(0)).unwrap();
    assert_eq!(count(), 1);
    book.ledger.shrink().unwrap();
    assert_eq!((count(), fans(&book)), (1, vec![OTHER.to_owned()]));
    drop(reading);
    let before = size();
    book.ledger.shrink().unwrap();
    assert!(size() < before / 2, "from {before} to {}", size());
    book.single(FAN, Action::Add, None, 101);
    assert_eq!(fans(&book), [FAN, OTHER], "and the ledger goes on");
}

#[test]
fn what_something_newer_undoes_stays_with_it() {
    let book = Book::new();
    let added = book.single(FAN, Action::Add, None, 1);
    book.single(FAN, Action::Remove, Some(added), 100);
    book.ledger.trim(50).unwrap();
    assert_eq!(fans(&book), [FAN, FAN]);
    assert!(book.rows()[1].undone);
    book.ledger.trim(101).unwrap();
    assert!(fans(&book).is_empty());
}

#[test]
fn a_list_that_is_tried_again_stays_until_that_has_ended() {
    let book = Book::new();
    let list = book.list("Friday", &[(FAN.to_owned(), None)]);
    let stopped = stopped_list(&book);
    let retry = book.ledger.write_retry(stopped, 7).unwrap().unwrap().id;
    book.ledger.trim(i64::MAX).unwrap();
    assert_eq!(book.ledger.batch(list).unwrap(), None);
    assert!(book.ledger.batch(stopped).unwrap().is_some());
    assert!(book.ledger.batch(retry).unwrap().is_some(), "it has not ended");
    assert_eq!(book.ledger.batch(stopped).unwrap().unwrap().can_retry, 0, "it is tried again already");
    book.ledger.stop_batch(retry).unwrap();
    while book.ledger.end_waiting(retry, &Completion::of(Outcome::Stopped), 8).unwrap() {}
    book.ledger.end_batch(retry, 8).unwrap();
    book.ledger.trim(i64::MAX).unwrap();
    assert_eq!(book.ledger.batches(0, 10).unwrap().0, 0);
}

#[test]
fn what_was_done_to_a_fan_last_is_still_what_the_app_goes_by() {
    let book = Book::new();
    let first = book.single(OTHER, Action::Add, None, 1);
    book.single(OTHER, Action::Remove, None, 2);
    // This item undoes the first one, so the first one stays. What overtook it must then stay too.
    book.single(OTHER, Action::Remove, Some(first), 100);
    book.single(FAN, Action::Add, None, 3);
    book.ledger.trim(50).unwrap();
    assert_eq!(fans(&book), [OTHER, OTHER, OTHER]);
    assert!(!book.ledger.is_added(&account("fansly_1"), OTHER).unwrap());
}

fn stopped_list(book: &Book) -> i64 {
    let new = velvet_core::ledger::NewBatch {
        name: "Monday".to_owned(),
        ..velvet_core::ledger::NewBatch::new(account("fansly_1"), Action::Add)
    };
    let item = velvet_core::ledger::NewItem {
        fan: velvet_core::ids::FanId::parse(FAN).unwrap(),
        label: None,
        row: None,
    };
    let batch = book.ledger.write_batch(&new, [item].into_iter(), &[], 5).unwrap().id;
    book.ledger.stop_batch(batch).unwrap();
    while book.ledger.end_waiting(batch, &Completion::of(Outcome::Stopped), 6).unwrap() {}
    book.ledger.end_batch(batch, 6).unwrap();
    batch
}

/// A step of a random history.
#[derive(Debug, Clone)]
enum Step {
    Single(usize, bool),
    Undo(usize),
    List(Vec<usize>),
    UndoList(usize),
    RetryList(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..4_usize, any::<bool>()).prop_map(|(fan, add)| Step::Single(fan, add)),
        2 => (0..12_usize).prop_map(Step::Undo),
        1 => prop::collection::vec(0..4_usize, 1..4).prop_map(Step::List),
        1 => (0..4_usize).prop_map(Step::UndoList),
        1 => (0..4_usize).prop_map(Step::RetryList),
    ]
}

fn play(book: &Book, steps: &[Step]) {
    let fan = |fan: usize| format!("84358425647411609{fan}");
    let (mut singles, mut lists) = (Vec::new(), Vec::new());
    for (step, now) in steps.iter().zip((10..).step_by(10)) {
        match step {
            Step::Single(one, add) => {
                let action = if *add { Action::Add } else { Action::Remove };
                singles.push((book.single(&fan(*one), action, None, now), fan(*one), action));
            }
            Step::Undo(one) => {
                let Some((item, fan, action)) = singles.get(*one).cloned() else { continue };
                if book.ledger.row(item).unwrap().unwrap().can_undo {
                    book.single(&fan, action.opposite(), Some(item), now);
                }
            }
            Step::List(some) => {
                let some: Vec<_> = some.iter().map(|one| (fan(*one), None)).collect();
                lists.push(book.list("Friday", &some));
            }
            Step::UndoList(one) => {
                let Some(list) = lists.get(*one) else { continue };
                let _ = book.ledger.write_undo(*list, now).unwrap();
            }
            Step::RetryList(one) => {
                let Some(list) = lists.get(*one) else { continue };
                let _ = book.ledger.write_retry(*list, now).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_stays_tells_the_same_story(
        steps in prop::collection::vec(step(), 1..24),
        before in 0..250_i64,
    ) {
        let book = Book::new();
        play(&book, &steps);
        let rows = book.rows();
        let known: HashMap<_, _> = (0..4)
            .map(|fan| format!("84358425647411609{fan}"))
            .map(|fan| (fan.clone(), book.ledger.is_added(&account("fansly_1"), &fan).unwrap()))
            .collect();
        let offer = book.ledger.trim_offer(before).unwrap();
        book.ledger.trim(before).unwrap();
        let left = book.rows();
        prop_assert_eq!((offer.rows, offer.left), (rows.len() as u64, left.len() as u64));
        let before_trim: HashMap<i64, &LogRow> = rows.iter().map(|row| (row.item, row)).collect();
        for row in &left {
            prop_assert_eq!(&row, &before_trim[&row.item]);
        }
        prop_assert!(left.iter().map(|row| row.item).eq(rows.iter().map(|row| row.item).filter(|item| left.iter().any(|row| row.item == *item))), "in the same order");
        let ended_later = rows.iter().filter(|row| row.ended.is_none_or(|ended| ended >= before));
        for row in ended_later {
            prop_assert!(left.contains(row), "{row:?} was newer");
        }
        for (fan, added) in known {
            if left.iter().any(|row| row.fan == fan && row.account == "fansly_1") {
                prop_assert_eq!(book.ledger.is_added(&account("fansly_1"), &fan).unwrap(), added);
            }
        }
        prop_assert_eq!(book.ledger.mark().unwrap().total, i64::try_from(left.len()).unwrap());
        let (path, left) = (book.path("ledger.sqlite3"), left.len() as u64);
        let lines = dump(&path);
        book.ledger.shrink().unwrap();
        prop_assert!(dump(&path) == lines, "freeing space changes nothing");
        // The app still accepts the file, and nothing is left to trim.
        prop_assert_eq!(book.ledger.trim_offer(before).unwrap().left, left);
        drop(book.ledger);
        let lines = dump(&path);
        drop(Ledger::open(&path, 1, 999).unwrap());
        prop_assert_eq!(lines.len(), dump(&path).len());
    }
}
