//! JSON Lines, written by this app and by others.

use velvet_core::{
    import::{List, ReadProgress},
    view::{ErrorCode as E, ListGroupKind as Kind, ListProgress, RowReason},
};

use super::{choose_columns, code_of, fans, file, groups, read};

fn rows(list: &List) -> Vec<(u64, &str, Option<&str>)> {
    list.fans().map(|fan| (fan.row, fan.fan, fan.label)).collect()
}

#[test]
fn keys_are_columns_in_whatever_order_they_stand() {
    let text = r#"{"fan":"843584256474116096","name":"Zoë, \"K\"","paid":12.5}
{"name":"Kim","paid":1,"fan":"227317562784874496"}
{"fan":"310482957103849472"}
{"note":{"id":618592888766341120},"fan":"618592888766341121"}
"#;
    let expected = [
        (1, "843584256474116096", Some("Zoë, \"K\"")),
        (2, "227317562784874496", Some("Kim")),
        (3, "310482957103849472", None),
        (4, "618592888766341121", None),
    ];
    for end in ["\n", "\r\n", "\n\n", "\r"] {
        for mark in ["", "\u{feff}"] {
            let text = mark.to_owned() + &text.replace('\n', end);
            let list = read("fans.jsonl", text.as_bytes()).unwrap();
            let mut found = rows(&list);
            if end == "\n\n" {
                assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 3, 5, 7]);
                (1..).zip(&mut found).for_each(|(number, row)| row.0 = number);
            }
            assert_eq!(found, expected, "{end:?} {mark:?}");
        }
    }
    let view = List::paste(text).unwrap().view();
    let names: Vec<_> = view.columns.iter().map(|column| column.name.as_deref().unwrap()).collect();
    assert_eq!((names, view.header), (vec!["fan", "name", "paid", "note"], true));
    assert_eq!((view.rows, view.id_column, view.label_column), (4, 0, Some(1)));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&read("fans.jsonl", &wide).unwrap()), expected);
}

#[test]
fn a_number_is_taken_digit_by_digit_or_not_at_all() {
    let text = r#"{"id":843584256474116097}
{"id":99999999999999999999}
{"id":8.4e17}
{"id":843584256474116096.0}
{"id":-843584256474116096}
{"id":true}
{"id":null}
{"id":["227317562784874496","227317562784874497"]}
"#;
    let list = read("fans.jsonl", text.as_bytes()).unwrap();
    let exact = ["843584256474116097", "99999999999999999999", "227317562784874496", "227317562784874497"];
    assert_eq!(fans(&list), exact);
    assert_eq!(groups(&list), [(Kind::Ready, 4), (Kind::Damaged, 2), (Kind::NotAFan, 2)]);
    let reason =
        |group: usize| list.view().groups[group].reasons.iter().map(|r| r.reason).collect::<Vec<_>>();
    assert_eq!(reason(1), [RowReason::Scientific, RowReason::RoundedByScript]);
    for expected in [RowReason::Sign, RowReason::Letters] {
        assert!(reason(2).contains(&expected), "{expected:?}");
    }
}

#[test]
fn half_an_object_gives_no_half_an_id() {
    let text = "116096\",\"x\":843584256474116}\n{\"x\":1,\"fan\":\"843584256474116096\"}\n\
                {\"x\":2,\"fan\":\"227317562784874496\"}\n{\"x\":843584256474116,\"fan\":\"310482957103849";
    let mut list = read("fans.jsonl", text.as_bytes()).unwrap();
    for place in [0, 1] {
        choose_columns(&mut list, place, None).unwrap();
        let (total, broken) = list.rows(Kind::NotAFan, 0, 9);
        let broken: Vec<_> = broken.iter().filter(|row| row.reason == Some(RowReason::Letters)).collect();
        assert_eq!(broken.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 4], "of {total}");
        assert!(broken[1].text.starts_with("{\"x\":84"));
    }
    assert_eq!(fans(&list), ["843584256474116096", "227317562784874496"]);
    let mut out = Vec::new();
    assert_eq!(list.write_rejected_rows(&mut out, &|_| "why".to_owned()).unwrap(), 2);
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with("\u{feff}x,fan,\r\n") && out.contains(":843584256474116}\",,why"), "{out}");
}

#[test]
fn a_key_that_comes_late_is_a_column_too() {
    let first = (0..9000).map(|n| format!("{{\"n\":{n},\"word\":\"word {n}\"}}\n"));
    let later = (0..9000_u64).map(|n| format!("{{\"x\":\"{}\"}}\n", 843_584_256_474_116_096 + n * 4096));
    let rows: Vec<_> = first.chain(later).collect();
    let list = read("x.jsonl", rows.concat().as_bytes()).unwrap();
    assert_eq!((list.view().id_column, list.view().ready), (2, 9000));
}

#[test]
fn what_looks_like_json_and_has_no_ids_is_no_list() {
    let code = |text: &str| read("x.jsonl", text.as_bytes()).err().unwrap().code;
    assert_eq!(code("{}\n{}\n"), E::ListNoIds);
    assert_eq!(code("{\"fan\":null}\n"), E::ListNoIds);
    assert_eq!(code("{\"fan\":12}\n{\"fan\":{\"fan\":[]}}\n"), E::ListNoIds);
}

#[test]
fn a_line_of_millions_is_one_bad_row() {
    let id = "{\"fan\":\"843584256474116096\"}\n";
    for long in ["[".repeat(3_000_000), format!("{{\"fan\":\"{}\"}}", "7".repeat(3_000_000))] {
        let list = read("x.jsonl", [id, id, &long, "\n", id].concat().as_bytes()).unwrap();
        assert_eq!(groups(&list), [(Kind::Ready, 1), (Kind::Duplicate, 2), (Kind::NotAFan, 1)]);
    }
}

#[test]
fn reading_tells_how_far_it_is_and_can_be_stopped() {
    let text = "{\"fan\":\"843584256474116096\"}\n".repeat(50_000);
    let (_folder, path) = file("a.jsonl", text.as_bytes());
    let mut told: Vec<ListProgress> = Vec::new();
    List::read(&path, ReadProgress { stop: &|| false, progress: &mut |progress| told.push(progress) })
        .unwrap();
    assert!(told.len() > 10 && told.last().unwrap().rows > 40_000);
    let stopped = List::read(&path, ReadProgress { stop: &|| !text.is_empty(), progress: &mut |_| () });
    assert_eq!(code_of(stopped), E::ListOutdated);
}
