use std::{
    fs,
    sync::atomic::{AtomicU32, Ordering},
};

use proptest::prelude::*;
use velvet_core::{
    import::{List, ReadProgress},
    view::{Action, ErrorCode, ExportFormat, ListProgress},
};

use super::{
    book::{Book, FAN, FORMATS, ending},
    cells::{part, table_of},
};

/// Returns the IDs that the app's import finds in a file, each once, in order.
fn fans(path: &std::path::Path) -> Vec<String> {
    let list =
        List::read(path, ReadProgress { stop: &|| false, progress: &mut |_: ListProgress| () }).unwrap();
    let view = list.view();
    assert_eq!(view.groups.iter().map(|group| group.count).sum::<u64>(), view.ready, "every row is a fan");
    list.fans().map(|fan| fan.fan.to_owned()).collect()
}

/// Generates texts as people and programs paste them.
fn wild() -> impl Strategy<Value = Option<String>> {
    let pieces = prop_oneof![
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\t".to_owned()),
        Just("\0".to_owned()),
        Just(",".to_owned()),
        Just(";".to_owned()),
        Just("|".to_owned()),
        Just("\u{202e}נועה".to_owned()),
        Just("😀👩‍👩‍👧".to_owned()),
        Just("=1+1".to_owned()),
        Just("_x0041_".to_owned()),
        Just("<&>".to_owned()),
        "[0-9]{1,12}",
        "\\PC{0,12}",
    ];
    prop::option::of(prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn our_own_import_reads_the_same_ids_in_the_same_order(
        rows in prop::collection::vec(("[1-9][0-9]{14,19}", wild()), 1..40),
        name in wild(),
    ) {
        let mut seen = std::collections::HashSet::new();
        let rows: Vec<_> = rows.into_iter().filter(|(fan, _)| seen.insert(fan.clone())).collect();
        let book = Book::new();
        book.list(&name.unwrap_or_default(), &rows);
        let expected: Vec<_> = rows.iter().rev().map(|(fan, _)| fan.clone()).collect();
        for format in FORMATS {
            prop_assert_eq!(&fans(&book.export(format)), &expected, "{:?}", format);
        }
    }
}

#[test]
fn a_name_longer_than_a_cell_is_cut_there_and_nowhere_else() {
    let book = Book::new();
    let long = "😀".repeat(32_000);
    book.list("Friday", &[(FAN.to_owned(), Some(long.clone()))]);
    for format in FORMATS {
        assert_eq!(fans(&book.export(format)), [FAN]);
    }
    assert_eq!(table_of(&book.path("log.csv"))[1][2], long);
    let cells = part(&book.path("log.xlsx"), "xl/worksheets/sheet1.xml").matches('😀').count();
    assert_eq!(cells, 32_767 / 2, "as many as Excel holds, in its own counting");
}

#[test]
fn a_table_says_it_in_the_words_of_the_window() {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1_795_524_535_123);
    book.list("Friday; new", &[("227317562784874496".to_owned(), Some("Jamie".to_owned()))]);
    let bytes = fs::read(book.export(ExportFormat::Csv)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(
        text,
        "\u{feff}When (UTC),Fan ID,name,account,Account ID,action,outcome,cause,list,note\r\n\
         1970-01-01T00:00:00Z,'227317562784874496,Jamie,'=Noa,fansly_2,Add,Was VIP before,overtaken,\"Friday; new\",\r\n\
         2026-11-24T12:48:55Z,'843584256474116096,,Mira Rose,fansly_1,Add,Added,,,\r\n"
    );
}

#[test]
fn a_line_of_json_keeps_ids_as_strings_and_says_when_twice() {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1_795_524_535_123);
    let text = fs::read_to_string(book.export(ExportFormat::JsonLines)).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.trim_end()).unwrap();
    assert_eq!(line["fan"], FAN);
    assert_eq!(line["when"], "2026-11-24T12:48:55.123Z");
    assert_eq!(line["when_ms"], 1_795_524_535_123_i64);
    assert_eq!((&line["action"], &line["outcome"]), (&"add".into(), &"added".into()));
}

#[test]
fn a_stopped_export_leaves_what_was_there_and_nothing_else() {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1);
    for format in FORMATS {
        let path = book.export(format);
        let (bytes, files) = (fs::read(&path).unwrap(), book.files());
        book.single(FAN, Action::Remove, None, 2);
        // Stop at the first check, at the second one, and so on, until the export completes.
        let mut stops = 0;
        for after in 0.. {
            let looks = AtomicU32::new(0);
            let stop = || looks.fetch_add(1, Ordering::Relaxed) >= after;
            match book.export_with(&path, format, &stop, &mut |_| ()) {
                Err(failure) => {
                    assert_eq!(failure.code, ErrorCode::ExportStopped);
                    assert_eq!((fs::read(&path).unwrap() == bytes, book.files()), (true, files.clone()));
                    stops += 1;
                }
                Ok(_) => break,
            }
        }
        assert!(stops > 1, "{}", ending(format));
        assert!(fs::read(&path).unwrap() != bytes);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told_by_its_name() {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1);
    for format in FORMATS {
        let path = book.path("no such folder").join("log.csv");
        let failure = book.export_with(&path, format, &|| false, &mut |_| ()).unwrap_err();
        assert_eq!(failure.code, ErrorCode::ExportNotSaved);
        assert_eq!(failure.params["file"], "log.csv");
    }
}

#[test]
fn progress_rises_to_the_number_of_rows() {
    let book = Book::new();
    let fans: Vec<_> = (0..200).map(|n| (format!("8435842564741{n:05}"), None)).collect();
    for _ in 0..25 {
        book.list("Friday", &fans);
    }
    for format in FORMATS {
        let mut told = Vec::new();
        let rows = book.export_with(&book.path("x"), format, &|| false, &mut |progress| {
            told.push((progress.done, progress.total));
        });
        assert_eq!(rows, Ok(5_000));
        assert!(told.len() > 2 && told.is_sorted() && told.iter().all(|(_, total)| *total == 5_000));
        assert_eq!(told.last(), Some(&(5_000, 5_000)), "{}", ending(format));
    }
}
