//! Encodings, delimiters, line endings, and the detection of columns.

use super::{choose_columns, fans, read};
use velvet_core::import::List;

const TABLE: &str = "fan id;name\r\n843584256474116096;Zoë\r\n227317562784874496;\"Kim \"\"K\"\"; Ltd\"\r\n";

fn assert_table(list: &List, how: &str) {
    let view = list.view();
    assert_eq!(fans(list), ["843584256474116096", "227317562784874496"], "{how}");
    let rows: Vec<(u64, Option<&str>)> = list.fans().map(|fan| (fan.row, fan.label)).collect();
    assert_eq!(rows, [(2, Some("Zoë")), (3, Some("Kim \"K\"; Ltd"))], "{how}");
    assert_eq!((view.header, view.id_column, view.label_column), (true, 0, Some(1)), "{how}");
    assert_eq!(view.columns[0].name.as_deref(), Some("fan id"), "{how}");
}

#[test]
fn a_text_is_read_in_any_encoding() {
    let wide = |bytes: fn(u16) -> [u8; 2]| TABLE.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let latin: Vec<u8> = TABLE.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for (how, mark, bytes) in [
        ("UTF-8", &b""[..], TABLE.as_bytes().to_vec()),
        ("UTF-8, marked", b"\xef\xbb\xbf", TABLE.as_bytes().to_vec()),
        ("UTF-16 LE", b"", wide(u16::to_le_bytes)),
        ("UTF-16 LE, marked", b"\xff\xfe", wide(u16::to_le_bytes)),
        ("UTF-16 BE", b"", wide(u16::to_be_bytes)),
        ("UTF-16 BE, marked", b"\xfe\xff", wide(u16::to_be_bytes)),
        ("windows-1252", b"", latin),
    ] {
        assert_table(&read("fans.csv", &[mark, &bytes].concat()).unwrap(), how);
    }
    assert_table(&List::paste(TABLE).unwrap(), "pasted");
}

#[test]
fn a_broken_letter_leaves_a_text_in_its_encoding() {
    let mut bytes = TABLE.repeat(20).into_bytes();
    let place = bytes.len() - 5;
    bytes[place] = 0xff;
    let list = read("fans.csv", &bytes).unwrap();
    assert_eq!(list.fans().next().unwrap().label, Some("Zoë"));
}

#[test]
fn any_delimiter_and_any_line_end_will_do() {
    for delimiter in [",", ";", "\t", "|"] {
        for end in ["\n", "\r\n", "\r"] {
            let table = TABLE.replace("; Ltd", " Ltd").replace(';', delimiter).replace("\r\n", end);
            let list = read("fans.txt", table.as_bytes()).unwrap();
            assert_eq!(fans(&list), ["843584256474116096", "227317562784874496"], "{delimiter:?} {end:?}");
            assert_eq!(list.fans().nth(1).unwrap().label, Some("Kim \"K\" Ltd"), "{delimiter:?} {end:?}");
        }
    }
    let mixed = "843584256474116096\r\n\n227317562784874496\r310482957103849472\n\r\n";
    let rows: Vec<u64> = List::paste(mixed).unwrap().fans().map(|fan| fan.row).collect();
    assert_eq!(rows, [1, 3, 4], "as an editor counts them");
}

#[test]
fn names_copied_beside_a_few_ids_come_along() {
    let lines = "843584256474116096\n227317562784874496\tZoë\n310482957103849472\n618592888766341120\n";
    let list = List::paste(lines).unwrap();
    assert_eq!(fans(&list).len(), 4);
    let labels: Vec<_> = list.fans().map(|fan| fan.label).collect();
    assert_eq!(labels, [None, Some("Zoë"), None, None]);
}

#[test]
fn lines_of_free_text_are_no_table() {
    let text = "my best fans, as of May\n\n1) 843584256474116096, likes tea; and more\n2) Kim (227317562784874496)\n";
    let list = read("fans.txt", text.as_bytes()).unwrap();
    assert_eq!(fans(&list), ["843584256474116096", "227317562784874496"]);
    assert_eq!(list.view().rows, 3, "the first line is said to be no fan, not dropped");
}

#[test]
fn a_line_of_ids_is_a_list() {
    let list = List::paste("843584256474116096, 227317562784874496, 843584256474116096").unwrap();
    assert_eq!(fans(&list), ["843584256474116096", "227317562784874496"]);
    assert_eq!(list.view().rows, 3);
}

#[test]
fn the_column_of_the_creator_is_not_taken() {
    let row =
        |n: u64| format!("2026-05-01,150382957103849472,{},Fan {n}\n", 843_584_256_474_116_096 + n * 4096);
    let rows: Vec<_> = (0..50).map(row).collect();
    let list = read("x.csv", rows.concat().as_bytes()).unwrap();
    let view = list.view();
    assert_eq!((view.id_column, view.label_column, view.header), (2, Some(3), false));
    let list = read("x.csv", b"creator_id,user_id\n150382957103849472,843584256474116096\n").unwrap();
    assert_eq!(list.view().id_column, 1, "one row: its name decides");
}

#[test]
fn columns_that_only_later_rows_speak_for_are_found() {
    let first = (0..3000).map(|n| format!("word {n};;123456{n}\n"));
    let later = (0..9000_u64).map(|n| format!("word;{};x\n", 843_584_256_474_116_096 + n * 4096));
    let rows: Vec<_> = first.chain(later).collect();
    let list = read("x.csv", rows.concat().as_bytes()).unwrap();
    assert_eq!(list.view().id_column, 1);
    assert_eq!(list.view().ready, 9000);
}

#[test]
fn other_columns_can_be_chosen() {
    let text = "id,other,name\n843584256474116096,227317562784874496,Kim\n843584256474120192,310482957103849472,Jo\n";
    let mut list = read("x.csv", text.as_bytes()).unwrap();
    assert_eq!(list.view().id_column, 0);
    choose_columns(&mut list, 1, None).unwrap();
    assert_eq!(fans(&list), ["227317562784874496", "310482957103849472"]);
    assert_eq!(list.fans().next().unwrap().label, None);
    choose_columns(&mut list, 0, Some(2)).unwrap();
    assert_eq!(list.fans().next().unwrap().label, Some("Kim"));
}

#[test]
fn excel_may_say_what_the_delimiter_is() {
    let list = read("x.csv", b"sep=;\r\nid;name\r\n843584256474116096;Kim\r\n").unwrap();
    assert_eq!(list.fans().map(|fan| (fan.row, fan.label)).next(), Some((3, Some("Kim"))));
}
