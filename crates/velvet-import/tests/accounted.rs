//! Every account ID in a list is ready, or shown and counted; and no other ID gets ready without a word.

// A helper that fails fails its test.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use velvet_import::{Known, List, ListExtra, ListGroupKind as Kind, ListQuestion, ReadProgress, RowReason};
use velvet_model::ids::{IdLimits, IdParts};

/// 2026-12-01.
const NOW: u64 = 1_796_083_200_000;

/// The `n`th account ID of these tests. None is exact as a float.
fn id(n: u64) -> String {
    let parts = IdParts { created_ms: 1_700_000_000_000 + n * 7_654_321, worker: n % 8, sequence: n % 3 + 1 };
    parts.id().unwrap().to_string()
}

/// Replaces `{n}` by the `n`th ID.
fn filled(text: &str) -> String {
    (0..10).fold(text.to_owned(), |text, n| text.replace(&format!("{{{n}}}"), &id(n)))
}

fn check(list: &mut List) {
    list.check(&Known { doubt: &|id| IdLimits::MEASURED.doubt(id, NOW).map(Into::into), ..Known::NOTHING });
}

fn paste(text: &str) -> List {
    let mut list = List::paste(&filled(text)).unwrap();
    check(&mut list);
    list
}

fn take(list: &mut List, extra: ListExtra) {
    list.take(extra, ReadProgress { stop: &|| false, progress: &mut |_| () }).unwrap();
    check(list);
}

fn choose(list: &mut List, place: u32) {
    list.choose_columns(place, None, ReadProgress { stop: &|| false, progress: &mut |_| () }).unwrap();
    check(list);
}

#[track_caller]
fn assert_ready(list: &List, expected: &[u64]) {
    let expected: Vec<String> = expected.iter().map(|&n| id(n)).collect();
    assert_eq!(list.report().ready, expected);
}

#[test]
fn ids_in_other_columns_are_counted_and_taken_on_request() {
    let mut list = paste("Fan ID,Name,Alt\n{0},Amber,{1}\n{2},Birch,\n,Cedar,{3}\n{4},Dahlia,{4}\n");
    assert_ready(&list, &[0, 2, 4]);
    assert_eq!((list.view().other_columns, list.view().inside_text, list.view().asks), (2, 0, None));
    take(&mut list, ListExtra::OtherColumns);
    assert_ready(&list, &[0, 1, 2, 3, 4]);
    assert_eq!(list.view().other_columns, 0);
    let rows: Vec<_> = list.fans().map(|fan| (fan.row, fan.label)).collect();
    let names = [(2, "Amber"), (2, "Amber"), (3, "Birch"), (4, "Cedar"), (5, "Dahlia")];
    assert_eq!(rows, names.map(|(row, name)| (row, Some(name))));
}

#[test]
fn ids_of_something_else_are_not_taken_with_the_other_columns() {
    let mut list = paste("Fan ID,Transaction ID\n{0},{1}\n{2},{3}\n");
    assert_eq!(list.view().other_columns, 2);
    take(&mut list, ListExtra::OtherColumns);
    assert_ready(&list, &[0, 2]);
    assert_eq!(list.view().other_columns, 2);
}

#[test]
fn ids_inside_text_are_shown_and_taken_on_request() {
    let mut list = paste("user,note\nID_{0},\nuser{1},asked for {2}\n{3},\n{3},\n");
    assert_ready(&list, &[3]);
    assert!(list.report().names.is_empty(), "no credits for them");
    assert_eq!(list.inside_text().collect::<Vec<_>>(), [id(0), id(1), id(2)]);
    take(&mut list, ListExtra::InsideText);
    assert_ready(&list, &[0, 1, 2, 3]);
    assert_eq!(list.report().duplicates.len(), 1);
    assert_eq!(list.view().inside_text, 0);
}

#[test]
fn a_cell_of_ids_alone_gives_all_of_them_and_one_with_other_text_on_request() {
    let mut list = paste(
        "Name,Fan IDs\nAmber,\"{0}, {1}\"\nBirch,{2}\nCedar,\"{3};{4}\"\nDahlia,\"old {5}, new {6}\"\n",
    );
    assert_ready(&list, &[0, 1, 2, 3, 4]);
    assert_eq!(list.rows(Kind::NotAFan, 0, 9).1[0].reason, Some(RowReason::Several { count: 2 }));
    assert_eq!((list.view().several, list.view().inside_text), (2, 0));
    let mut out = Vec::new();
    assert_eq!(list.write_rejected_rows(&mut out, &|_| "several".to_owned()).unwrap(), 1);
    assert_eq!(String::from_utf8(out).unwrap().lines().count(), 2, "the row after the cells with two IDs");
    take(&mut list, ListExtra::Several);
    assert_ready(&list, &[0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn rows_that_a_quote_swallowed_are_counted_and_freed_on_request() {
    let mut list =
        paste("fan_id,nick,tier\n{0},\"Amber,Gold\n{1},Birch,Gold\n{2},Cedar\",Silver\n{3},Dahlia,Gold\n");
    assert_ready(&list, &[0, 3]);
    assert_eq!((list.view().swallowed_rows, list.view().inside_text), (2, 2));
    take(&mut list, ListExtra::SwallowedRows);
    assert_ready(&list, &[0, 1, 2, 3]);
    assert_eq!((list.view().swallowed_rows, list.view().inside_text), (0, 0));
    assert_eq!(list.fans().map(|fan| fan.row).collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn lists_in_lines_mentions_code_tiers_and_turned_tables_are_ready() {
    for text in [
        "{0}, {1}, {2}\n{3}, {4}, {5}\n",
        "{0}\t{1}\t{2}\n{3}\t{4}\t{5}\n",
        "<@{0}>\n<@!{1}>, <@{2}>\n<@{3}> <@{4}>\n<@{5}>",
        "fans = [{0}, {1},\n  {2}, {3},\n  {4}, {5}]\n",
        "\"{0}\",\n\"{1}\",\n\"{2}\",\n\"{3}\",\n\"{4}\",\n\"{5}\"\n",
        "Gold,Silver,Bronze\n{0},{1},{2}\n{3},{4},\n,{5},\n",
        "Fan ID,{0},{1},{2},{3},{4},{5}\nName,Amber,Birch,Cedar,Dahlia,Elm,Fern\nOrder ID,{6},{7},{8},{9},,\n",
        "Name,Amber,Birch,Cedar,Dahlia,Elm,Fern\nFan ID,{0},{1},{2},{3},{4},{5}\n",
    ] {
        let list = paste(text);
        assert_ready(&list, &[0, 1, 2, 3, 4, 5]);
        assert_eq!((list.report().names, list.view().asks), (Vec::new(), None), "{text}");
    }
}

#[test]
fn the_user_is_asked_where_nothing_tells_the_fans_from_other_ids() {
    for text in [
        "{0},{1}\n{2},{3}\n",
        "user_id,subscriber_id\n{0},{1}\n{2},{3}\n",
        "id,person\n{0},{1}\n{2},{3}\n",
        "A,B,Note\n{0},{1},x\n{2},{3},y\n",
    ] {
        let mut list = paste(text);
        let view = list.view();
        assert_eq!(view.asks, Some(ListQuestion::Column), "{text}");
        assert_eq!((view.ready, view.groups.len(), list.fans().count(), list.has_names()), (0, 0, 0, false));
        choose(&mut list, view.id_column);
        assert_eq!((list.view().asks, list.view().ready), (None, 2), "{text}");
        choose(&mut list, 1);
        assert_ready(&list, &[1, 3]);
    }
}

#[test]
fn a_header_or_the_ids_themselves_decide_between_columns() {
    for (text, expected) in [
        ("discord_id,fansly_id\n{0},{1}\n{2},{3}\n", [1, 3]),
        ("ID de transacción,ID de usuario\n{0},{1}\n{2},{3}\n", [1, 3]),
        ("id,partnerAccountId\n{0},{1}\n{2},{3}\n", [1, 3]),
        (
            "交易号\t,用户ID\t,昵称\t,\n2026288876559186\t,{1}\t,Amber\t,\n2026281001511243\t,{3}\t,Birch\t,\n",
            [1, 3],
        ),
        ("694792600279859299,{1}\n669495900703319999,{3}\n", [1, 3]),
        ("Raw,Fan\n'{1},{1}\n'{3},{3}\n", [1, 3]),
        ("{0},{1}\n{0},{3}\n{0},{1}\n{0},{3}\n", [1, 3]),
    ] {
        let list = paste(text);
        assert_eq!(list.view().asks, None, "{text}");
        assert_ready(&list, &expected);
    }
}

#[test]
fn a_header_further_down_is_followed() {
    for text in [
        "name,fan_id,order_id\nAmber,{0},{5}\nfan_id,order_id,name\n{1},{6},Birch\n{2},{7},Cedar\n",
        "Summary,,\nActive,,\nName,Fan ID,Tier\nAmber,{0},Gold\n,,\nExpired,,\nFan ID,Name,Ended\n{1},Birch,2026\n{2},Cedar,2026\n",
        "Table 1\nFan ID,Nickname\n{0},Amber\n{1},Birch\n\nTable 2\nFan ID,Nickname\n{2},Cedar\n",
        "3 records\nMy, own, list\nFan ID ,Name ,Spent ,\n{0} ,Amber ,1 ,\n{1} ,Birch ,2 ,\n{2} ,Cedar ,3 ,\n",
    ] {
        let list = paste(text);
        assert_ready(&list, &[0, 1, 2]);
        assert!(list.report().names.is_empty(), "{text}: {:?}", list.report().names);
        let labels: Vec<_> = list.fans().map(|fan| fan.label).collect();
        assert_eq!(labels, [Some("Amber"), Some("Birch"), Some("Cedar")], "{text}");
    }
}

#[test]
fn a_label_that_says_something_else_keeps_an_id_out() {
    let list = paste("Amber: {0}\nOrder: {1}\nhttps://fansly.com/post/{2}\n");
    assert_ready(&list, &[0]);
    assert_eq!(list.inside_text().collect::<Vec<_>>(), [id(1), id(2)]);
}

#[test]
fn ids_are_understood_however_their_digits_are_written() {
    let grouped = |separator: &str| {
        let id = id(0);
        let groups: Vec<&str> = (0..6).map(|n| &id[3 * n..3 * n + 3]).collect();
        groups.join(separator)
    };
    let wide: String = id(0).chars().filter_map(|c| char::from_u32(0xff10 + c.to_digit(10)?)).collect();
    for text in [grouped(","), grouped("."), grouped("'"), grouped("\u{202f}"), wide] {
        assert_ready(&paste(&format!("{text}\n")), &[0]);
    }
    assert_ready(&paste("{0}\u{2028}{1}\u{b}{2}\u{c}{3}\u{85}{4}\n"), &[0, 1, 2, 3, 4]);
}

#[test]
fn numbers_that_lost_digits_are_damaged_however_they_are_written() {
    for text in [
        "fan_id,name\n809997207280295936.0,Amber\n436928442357800960.0,Birch\n{0},Cedar\n",
        "Fan ID,Name\n\"696,893,216,066,122,000\",Amber\n\"679,188,155,223,532,000\",Birch\n\"207,725,865,755,222,000\",x\n{0},y\n",
        "Fan ID,Name\n9.26000E+17,Amber\n562453104629383000,Birch\n{0},Cedar\n",
        "Fan ID\tName\n6.07631 × 10^17\tAmber\n３．８５Ｅ＋１７\tBirch\n{0}\tCedar\n",
    ] {
        let list = paste(text);
        assert_ready(&list, &[0]);
        assert!(list.report().damaged.len() >= 2, "{text}");
        assert!(list.report().unlikely.is_empty(), "{text}");
    }
    let list = paste("{0}\n{1}\n562453104629383000\n");
    assert_eq!(list.report().damaged.len(), 1, "no account's, and it ends in zeros");
}

#[test]
fn ids_that_count_up_are_unlikely() {
    let first: u64 = id(0).parse().unwrap();
    let dragged: Vec<String> = (0..4).map(|n| (first + n).to_string()).collect();
    let list = paste(&format!("{{5}}\n{}\n{{6}}\n", dragged.join("\n")));
    assert_ready(&list, &[5, 6]);
    let rows = list.rows(Kind::Unlikely, 0, 9).1;
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.reason == Some(RowReason::CountsUp)));
    let two = paste(&dragged[..2].join("\n"));
    assert_eq!(two.view().ready, 2);
}

#[test]
fn a_long_list_without_any_sequence_was_rounded() {
    let ids = |sequence: u64| -> Vec<String> {
        let parts =
            |n: u64| IdParts { created_ms: 1_700_000_000_000 + n * 7_654_321, worker: n % 8, sequence };
        (0..300).map(|n| parts(n).id().unwrap().to_string()).collect()
    };
    assert!(paste(&ids(0).join("\n")).view().rounded_everywhere);
    assert!(!paste(&ids(0)[1..].join("\n")).view().rounded_everywhere, "too few to tell");
    let one_exact = [&ids(0)[..], &ids(1)[7..8]].concat();
    assert!(!paste(&one_exact.join("\n")).view().rounded_everywhere);
}

/// Returns the pieces of which lists are made, in good order or not.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "\n",
        "\n",
        "\r\n",
        ",",
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "\"",
        " ",
        ", ",
        "{0}",
        "{1}",
        "{2}",
        "{3}",
        "{4}",
        "{5}",
        "user{6}",
        "Fan ID",
        "name",
        "Order ID",
        "Amber",
        "@birch",
        "8.4E+17",
        "{7}.0",
        "843,584,256,474,116,000",
        "\0",
        "\u{2028}",
        "[",
        "fans = ",
        "{\"id\":",
        "}",
        "123456",
        "９４３５８４２５６４７４１１６０９６",
        "é",
    ];
    prop::sample::select(pieces.to_vec()).prop_map(filled)
}

proptest! {
    #[test]
    fn counts_add_up_whatever_is_read_and_taken(pieces in prop::collection::vec(piece(), 1..60)) {
        let Ok(mut list) = List::paste(&pieces.concat()) else { return Ok(()) };
        check(&mut list);
        let last = u32::try_from(list.view().columns.len()).unwrap().saturating_sub(1);
        if list.view().asks.is_some() {
            prop_assert_eq!((list.view().ready, list.fans().count()), (0, 0));
            choose(&mut list, last);
        }
        for extra in [ListExtra::OtherColumns, ListExtra::InsideText, ListExtra::Several, ListExtra::SwallowedRows] {
            take(&mut list, extra);
            let view = list.view();
            prop_assert_eq!(view.groups.iter().map(|group| group.count).sum::<u64>(), view.rows);
            let ready = list.report().ready;
            prop_assert_eq!(ready.len() as u64, view.ready);
            let distinct: std::collections::HashSet<_> = ready.iter().collect();
            prop_assert_eq!(distinct.len(), ready.len());
            let mut out = Vec::new();
            let written = list.write_rejected_rows(&mut out, &|_| String::new()).unwrap();
            prop_assert!(written <= view.rows - view.ready);
        }
        prop_assert_eq!((list.view().several, list.view().swallowed_rows), (0, 0));
    }
}
