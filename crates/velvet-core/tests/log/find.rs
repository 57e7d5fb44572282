//! Checks that search results equal a plain filter and sort of all rows.

use std::cmp::Ordering;

use proptest::prelude::*;
use velvet_core::{
    export::Rows as _,
    model::{Fan, search_key::search_key},
    view::{Action, Cause, ErrorCode, LogColumn, LogQuery, LogRow, LogSort, Selection, Standing},
};

use super::book::{Book, FANS, Step, fan_id, step};

fn query() -> impl Strategy<Value = LogQuery> {
    let text = prop_oneof![
        3 => Just(String::new()),
        4 => prop::sample::select(vec![
            "zo", "ZOË", "ana", "mar", " 84 ", "843584", "a", "84 ana", "ana  María", "strasse", "FI", "fri", "friday 9",
            "δημ", "cafe", "well", "843 creme", "123456", "0", "99999999999999999999", "zoe's", "\u{301}", "nobody",
        ]).prop_map(str::to_owned),
        2 => "[0-9]{1,4}",
        1 => "[a-zé]{1,2}",
    ];
    let standing = prop::sample::select(vec![
        Standing::Open,
        Standing::Added,
        Standing::Removed,
        Standing::Already,
        Standing::Failed,
        Standing::Unconfirmed,
        Standing::Stopped,
    ]);
    let column = prop::sample::select(vec![
        LogColumn::When,
        LogColumn::Name,
        LogColumn::Fan,
        LogColumn::Account,
        LogColumn::Action,
        LogColumn::Outcome,
        LogColumn::Cause,
        LogColumn::Batch,
    ]);
    let filters = (
        prop::option::weighted(0.2, prop::sample::select(vec!["fansly_1", "fansly_2", "fansly_9"])),
        prop::option::weighted(0.15, 1..12_i64),
        prop::option::weighted(0.1, prop::sample::select(FANS.to_vec())),
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(standing, 1..3)],
        prop::option::weighted(0.2, prop::sample::select(vec![Action::Add, Action::Remove])),
        prop::option::weighted(0.2, 900..1_300_i64),
        prop::option::weighted(0.2, 900..1_300_i64),
    );
    (text, filters, column, any::<bool>()).prop_map(|(text, filters, by, descending)| {
        let (account, batch, fan, standings, action, from, until) = filters;
        LogQuery {
            text,
            account: account.map(str::to_owned),
            batch,
            fan: fan.map(str::to_owned),
            standings,
            action,
            from,
            until,
            sort: LogSort { by, descending },
        }
    })
}

/// Computes the expected result row by row.
fn plainly(query: &LogQuery, mut rows: Vec<LogRow>) -> Vec<i64> {
    rows.retain(|row| fits(query, row));
    // Rows come newest first, and a stable sort keeps that order for equal rows.
    if query.sort.by == LogColumn::When {
        if !query.sort.descending {
            rows.reverse();
        }
    } else {
        rows.sort_by(|one, other| compare(query.sort, one, other));
    }
    rows.into_iter().map(|row| row.item).collect()
}

fn fits(query: &LogQuery, row: &LogRow) -> bool {
    let said = [Some(&row.fan), row.label.as_ref(), row.note.as_ref(), row.batch_name.as_ref()];
    let said: Vec<String> = said.into_iter().flatten().map(|text| search_key(text)).collect();
    let text = search_key(&query.text);
    let when = row.ended.unwrap_or(row.began);
    text.split_whitespace().all(|word| said.iter().any(|text| text.contains(word)))
        && query.account.as_ref().is_none_or(|account| row.account == *account)
        && query.batch.is_none_or(|batch| row.batch == Some(batch))
        && query.fan.as_ref().is_none_or(|fan| row.fan == *fan)
        && (query.standings.is_empty() || query.standings.contains(&standing(row)))
        && query.action.is_none_or(|action| row.action == action)
        && query.from.is_none_or(|from| when >= from)
        && query.until.is_none_or(|until| when < until)
}

fn standing(row: &LogRow) -> Standing {
    row.outcome.map_or(Standing::Open, |outcome| {
        serde_json::from_value(serde_json::to_value(outcome).unwrap()).unwrap()
    })
}

fn compare(sort: LogSort, one: &LogRow, other: &LogRow) -> Ordering {
    fn last<T: Ord>(descending: bool, one: Option<T>, other: Option<T>) -> Ordering {
        match (one, other) {
            (None, None) => Ordering::Equal,
            (None, _) => Ordering::Greater,
            (_, None) => Ordering::Less,
            (Some(one), Some(other)) => turned(descending, one.cmp(&other)),
        }
    }
    fn turned(descending: bool, order: Ordering) -> Ordering {
        if descending { order.reverse() } else { order }
    }
    let name = |row: &LogRow| row.label.as_deref().map(search_key).filter(|name| !name.is_empty());
    let cause = |row: &LogRow| row.cause.map(|cause| Cause::ALL.iter().position(|one| *one == cause));
    let list = |row: &LogRow| row.batch.map(|_| search_key(row.batch_name.as_deref().unwrap_or_default()));
    let number = |row: &LogRow| row.fan.parse::<u128>().unwrap();
    let down = sort.descending;
    match sort.by {
        LogColumn::When => unreachable!("by place"),
        LogColumn::Name => last(down, name(one), name(other)),
        LogColumn::Fan => turned(down, number(one).cmp(&number(other))),
        LogColumn::Account => {
            turned(down, search_key(&one.account_name).cmp(&search_key(&other.account_name)))
        }
        LogColumn::Action => {
            turned(down, (one.action == Action::Remove).cmp(&(other.action == Action::Remove)))
        }
        LogColumn::Outcome => turned(down, (standing(one) as u8).cmp(&(standing(other) as u8))),
        LogColumn::Cause => last(down, cause(one), cause(other)),
        LogColumn::Batch => last(down, list(one), list(other)),
    }
}

fn all_of(book: &Book, found: u64, total: u64) -> Vec<i64> {
    let mut items = Vec::new();
    // An odd slice length makes slices start and end anywhere.
    while (items.len() as u64) < total {
        let rows = book.log.found_rows(found, items.len() as u64, 7).unwrap().rows;
        assert!(!rows.is_empty());
        items.extend(rows.into_iter().map(|row| row.item));
    }
    items
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Results must equal the model before and after further steps, and a result must not change later.
    #[test]
    fn what_is_found_equals_the_model(
        before in prop::collection::vec(step(), 0..25),
        rounds in prop::collection::vec((prop::collection::vec(query(), 1..4), prop::collection::vec(step(), 0..8)), 1..5),
    ) {
        let mut book = Book::new();
        for step in &before {
            book.takes(step);
        }
        for (queries, steps) in rounds {
            let mut kept = Vec::new();
            for query in queries {
                let rows = book.rows();
                let (all, expected) = (rows.len() as u64, plainly(&query, rows));
                let found = book.log.find(&query).unwrap();
                prop_assert_eq!((found.total, found.all), (expected.len() as u64, all), "{:?}", query);
                prop_assert_eq!(&all_of(&book, found.found, found.total), &expected, "{:?}", query);
                kept.push((found, expected));
            }
            for step in &steps {
                book.takes(step);
            }
            for (found, expected) in kept {
                prop_assert_eq!(all_of(&book, found.found, found.total), expected, "it stays as it was");
            }
        }
    }
}

/// Returns the names that the log shows, newest entry first.
fn names(book: &Book) -> Vec<Option<String>> {
    book.rows().into_iter().map(|row| row.label).collect()
}

fn found(book: &Book, text: &str) -> u64 {
    book.log.find(&LogQuery { text: text.to_owned(), ..LogQuery::default() }).unwrap().total
}

#[test]
fn a_fan_has_a_name_wherever_the_app_knows_one() {
    let mut book = Book::new();
    let single = Step::Single { account: 0, fan: 0, action: Action::Add, end: Some(0) };
    book.takes(&single);
    book.takes(&Step::Single { account: 1, fan: 1, action: Action::Add, end: Some(0) });
    assert_eq!((names(&book), found(&book, "zo")), (vec![None, None], 0));
    // Another list names the fan of an entry that had no name, on any account.
    book.takes(&Step::List { account: 2, action: Action::Remove, name: 0, fans: vec![(0, Some(0))] });
    assert_eq!((names(&book), found(&book, "zo")), (vec![None, Some("Zoë".to_owned())], 1));
    // The server knows better, but what a list said about its own rows stays.
    let revision = book.ledger().revision();
    let named = Fan { id: fan_id(0), username: Some("kay".to_owned()), name: Some("Kay M.".to_owned()) };
    book.ledger().name_people([&named].into_iter()).unwrap();
    assert!(book.ledger().revision() > revision, "the window reads its rows again");
    assert_eq!(names(&book)[1].as_deref(), Some("Kay M. (@kay)"));
    assert_eq!((found(&book, "zo"), found(&book, "@kay"), found(&book, "kay m")), (0, 1, 1));
    book.takes(&Step::Stop { list: 0 });
    assert_eq!(names(&book)[0].as_deref(), Some("Zoë"));
    // A name that says the same twice is said once.
    let same = Fan { id: fan_id(1), username: Some("kay".to_owned()), name: Some("Kay".to_owned()) };
    book.ledger().name_people([&same].into_iter()).unwrap();
    assert_eq!(names(&book)[1].as_deref(), Some("@kay"));
    let revision = book.ledger().revision();
    book.ledger().name_people([&same].into_iter()).unwrap();
    assert_eq!(book.ledger().revision(), revision, "nothing new, nothing read again");
    // An export and an order by name have the same names.
    let sort = LogSort { by: LogColumn::Name, descending: false };
    let sorted = book.log.find(&LogQuery { sort, ..LogQuery::default() }).unwrap();
    let rows = book.log.found_rows(sorted.found, 0, 9).unwrap().rows;
    let labels: Vec<_> = rows.iter().map(|row| row.label.as_deref()).collect();
    assert_eq!(labels, [Some("@kay"), Some("Kay M. (@kay)"), Some("Zoë")]);
    let selection = Selection { found: sorted.found, ranges: vec![(0, 9)] };
    let exported = book.log.export_cursor(&selection).unwrap().next(9).unwrap();
    assert_eq!(exported.iter().map(|row| row.name.as_deref()).collect::<Vec<_>>(), labels);
}

#[test]
fn a_result_says_which_columns_have_values() {
    let mut book = Book::new();
    let columns = |book: &Book, query: &LogQuery| {
        let found = book.log.find(query).unwrap();
        (found.accounts, found.lists)
    };
    let text = |text: &str| LogQuery { text: text.to_owned(), ..LogQuery::default() };
    book.takes(&Step::Single { account: 0, fan: 0, action: Action::Add, end: Some(0) });
    assert!(!columns(&book, &LogQuery::default()).1);
    assert_eq!(columns(&book, &text(FANS[0])), (false, false));
    book.takes(&Step::List { account: 1, action: Action::Add, name: 0, fans: vec![(1, None)] });
    book.takes(&Step::Stop { list: 0 });
    assert_eq!(columns(&book, &LogQuery::default()), (true, true));
    assert_eq!(columns(&book, &text("843")), (true, true));
    assert_eq!(columns(&book, &text(FANS[1])), (false, true), "all from one account");
    assert_eq!(columns(&book, &text(FANS[0])), (false, false), "of a single add");
    // An account that is no longer connected is named, even if it is the only one.
    book.ledger().list_accounts(1, &[]).unwrap();
    assert!(columns(&book, &text(FANS[0])).0);
}

#[test]
fn only_the_last_three_are_kept() {
    let mut book = Book::new();
    book.takes(&Step::Single { account: 0, fan: 0, action: Action::Add, end: None });
    let found: Vec<u64> = (0..4).map(|_| book.log.find(&LogQuery::default()).unwrap().found).collect();
    assert_eq!(book.log.found_rows(found[0], 0, 9).unwrap_err().code, ErrorCode::LogOutdated);
    for found in &found[1..] {
        assert_eq!(book.log.found_rows(*found, 0, 9).unwrap().rows.len(), 1);
    }
    assert!(book.log.found_rows(found[3], 1, 9).unwrap().rows.is_empty());
}
