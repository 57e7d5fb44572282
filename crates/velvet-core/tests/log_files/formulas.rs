//! Names and notes may contain formulas, but a spreadsheet must run none of them.

use std::fs;

use velvet_core::view::ExportFormat;

use super::{
    book::{Book, FAN},
    cells::{part, table, table_of, would_run},
};

fn payloads() -> Vec<String> {
    let text = include_str!("../fixtures/formulas.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns a log whose names and lists are formulas.
fn book() -> Book {
    let book = Book::new();
    for chunk in payloads().chunks(100) {
        let fans: Vec<_> = chunk.iter().map(|payload| (FAN.to_owned(), Some(payload.clone()))).collect();
        book.list(&chunk[0], &fans);
    }
    book
}

#[test]
fn there_are_many_and_each_would_be_run_as_it_is() {
    let payloads = payloads();
    assert!(payloads.len() >= 200, "{}", payloads.len());
    for payload in &payloads {
        let cells =
            [table(payload, ','), table(payload, ';'), table(payload, '\t'), vec![vec![payload.clone()]]]
                .concat();
        assert!(cells.iter().flatten().any(|cell| would_run(cell)), "{payload:?} is harmless");
    }
}

#[test]
fn no_cell_of_a_table_is_run_whatever_stands_between_cells() {
    let book = book();
    let text = fs::read_to_string(book.export(ExportFormat::Csv)).unwrap();
    for delimiter in [',', ';', '\t'] {
        let rows = table(&text, delimiter);
        assert!(rows.len() > payloads().len());
        for cell in rows.iter().flatten() {
            assert!(!would_run(cell), "cut at {delimiter:?}: {cell:?}");
        }
    }
}

#[test]
fn every_name_is_still_there() {
    let book = book();
    let rows = table_of(&book.export(ExportFormat::Csv));
    let plain = |text: &str| text.chars().filter(|&c| c != '\'' && !c.is_control()).collect::<String>();
    let names: Vec<_> = rows[1..].iter().rev().map(|row| plain(&row[2])).collect();
    assert_eq!(names, payloads().iter().map(|payload| plain(payload)).collect::<Vec<_>>());
}

#[test]
fn no_cell_of_a_workbook_is_a_formula() {
    let book = book();
    let sheet = part(&book.export(ExportFormat::Xlsx), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("cmd|"), "the names are in it");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "));
    let cells = sheet.matches("<c ").count();
    let texts = sheet.matches("t=\"inlineStr\"").count();
    assert_eq!(cells - texts, payloads().len(), "all but the moments are text");
}
