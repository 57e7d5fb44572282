//! Workbooks.

use rust_xlsxwriter::Workbook;
use velvet_core::{
    import::{List, ReadProgress},
    view::{ErrorCode as E, ListGroupKind as Kind, RowReason},
};

use super::{
    code_of, fans, file, groups, read, read_path,
    zip::{ods, xlsx, zip},
};

fn code(name: &str, bytes: &[u8]) -> E {
    read(name, bytes).err().unwrap().code
}

fn workbook() -> Workbook {
    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("Notes").unwrap();
    notes.write_string(0, 0, "Nothing but words, and no names.").unwrap();
    book.add_worksheet().set_name("Empty").unwrap();
    for (sheet, first) in [("May", 843_584_256_474_116_096_u64), ("June & July", 227_317_562_784_874_496)] {
        let sheet = book.add_worksheet().set_name(sheet).unwrap();
        sheet.write_row(1, 1, ["User name", "Fan ID", "Paid"]).unwrap();
        for n in 0..5_u32 {
            sheet
                .write_row(n + 3, 1, [format!("Zoë <{n}> & Co"), (first + u64::from(n) * 4096).to_string()])
                .unwrap();
            sheet.write_number(n + 3, 3, 12.5).unwrap();
        }
    }
    book
}

#[test]
fn the_sheet_and_the_columns_with_the_fans_are_found() {
    let (_folder, path) = file("My fans.xlsx", &workbook().save_to_buffer().unwrap());
    let mut list = read_path(&path).unwrap();
    let view = list.view();
    assert_eq!((view.file.as_deref(), view.name.as_str()), (Some("My fans.xlsx"), "My fans"));
    assert_eq!(view.sheets, ["Notes", "Empty", "May", "June & July"]);
    assert_eq!(view.sheet.as_deref(), Some("May"));
    assert_eq!((view.id_column, view.label_column, view.header, view.ready), (2, Some(1), true, 5));
    let first = list.fans().next().unwrap();
    assert_eq!((first.row, first.fan, first.label), (4, "843584256474116096", Some("Zoë <0> & Co")));

    let quietly = || ReadProgress { stop: &|| false, progress: Box::leak(Box::new(|_| ())) };
    list.choose_sheet("June & July", quietly()).unwrap();
    assert_eq!(fans(&list)[0], "227317562784874496");
    assert_eq!(code_of(list.choose_sheet("Notes", quietly())), E::ListNoIds);
    assert_eq!(list.view().sheet.as_deref(), Some("June & July"), "as before");
    assert_eq!(fans(&list)[0], "227317562784874496");
}

#[test]
fn an_id_that_a_workbook_keeps_as_a_number_is_damaged() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..3 {
        sheet.write_number(row, 0, 843_584_256_474_116_096.0).unwrap();
    }
    sheet.write_string(3, 0, "843584256474116096").unwrap();
    sheet.write_number(4, 0, 123_456_789_012.0).unwrap();
    let list = read("a.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(groups(&list), [(Kind::Ready, 2), (Kind::Damaged, 3)]);
    assert_eq!(list.view().groups[1].reasons[0].reason, RowReason::StoredAsNumber);
    assert_eq!(fans(&list), ["843584256474116096", "123456789012"]);
}

const TABLE: &str = "<table:table table:name=\"One\">\
    <table:table-row><table:table-cell><text:p>fan id</text:p></table:table-cell><table:table-cell><text:p>name</text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>843584256474116096</text:p></table:table-cell>\
    <table:table-cell><office:annotation><text:p>secret</text:p></office:annotation><text:p>Zo&#235;<text:s text:c=\"2\"/>&amp;<text:span>Co</text:span></text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" office:value=\"8.43584256474116E+017\"><text:p>8,44E+17</text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell/></table:table-row></table:table>";

#[test]
fn an_ods_workbook_is_read() {
    let list = read("a.ods", &ods(TABLE)).unwrap();
    let rows: Vec<_> = list.fans().map(|fan| (fan.row, fan.fan, fan.label)).collect();
    assert_eq!(rows, [(5, "843584256474116096", Some("Zoë  &Co"))]);
    let damaged = list.rows(Kind::Damaged, 0, 9).1;
    assert_eq!(damaged.iter().map(|row| row.row).collect::<Vec<_>>(), [6, 7]);
    assert_eq!(damaged[0].text, "843584256474116000");
}

#[test]
fn what_is_no_workbook_for_us_is_refused_for_what_it_is() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(2048, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    assert_eq!(code("a.xlsx", &ole("EncryptedPackage")), E::ListLocked);
    assert_eq!(code("a.xls", &ole("Workbook")), E::ListDamaged);
    assert_eq!(code("a.wps", &ole("MatOST")), E::ListOldWorkbook);
    assert_eq!(code("a.doc", &ole("WordDocument")), E::ListNotAList);
    assert_eq!(code("a.numbers", &zip(&[("Index/Document.iwa", b"x")])), E::ListOldWorkbook);
    assert_eq!(code("a.zip", &zip(&[("a.txt", b"843584256474116096")])), E::ListNotAList);
    assert_eq!(
        code("a.odt", &zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")])),
        E::ListNotAList
    );
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest: &[u8] = b"<manifest:encryption-data/>";
    let locked = zip(&[("mimetype", mimetype), ("META-INF/manifest.xml", manifest), ("content.xml", b"?")]);
    assert_eq!(code("a.ods", &locked), E::ListLocked);
    assert_eq!(code("a.ods", &ods("<table:table table:name=\"One\"/>")), E::ListEmpty);
    assert_eq!(code("a.xlsx", &xlsx(b"<worksheet/>", b"<sst/>")), E::ListEmpty);
}

#[test]
fn a_damaged_workbook_is_never_half_read() {
    let whole = workbook().save_to_buffer().unwrap();
    assert_eq!(code("a.xlsx", &whole[..whole.len() / 2]), E::ListDamaged);
    let book = ods(TABLE);
    let mut damaged = 0;
    for place in 0..book.len() {
        let mut bytes = book.clone();
        bytes[place] ^= 0x10;
        match read("a.ods", &bytes) {
            Ok(list) => assert_eq!(fans(&list), ["843584256474116096"], "byte {place}"),
            Err(failure) => damaged += usize::from(failure.code == E::ListDamaged),
        }
    }
    assert!(damaged > 200, "{damaged}");
    assert_eq!(
        code("a.xlsx", &xlsx(b"<worksheet><row><c t=\"s\"><v>7</v></c></row></worksheet>", b"<sst/>")),
        E::ListDamaged
    );
    assert_eq!(code("a.xlsx", &xlsx(b"<worksheet><row><c><v>7</v>", b"<sst/>")), E::ListDamaged);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let blanks = vec![b' '; 100 << 20];
    assert_eq!(code("a.xlsx", &xlsx(&[b"<worksheet>", &blanks[..]].concat(), b"<sst/>")), E::ListBomb);
    let row = b"<worksheet><row><c t=\"s\"><v>0</v></c></row></worksheet>";
    assert_eq!(code("a.xlsx", &xlsx(row, &[b"<sst>", &blanks[..]].concat())), E::ListBomb);
    let long = format!("<worksheet><row><c a=\"{}\"><v>1</v></c></row></worksheet>", "x".repeat(2 << 20));
    assert_eq!(code("a.xlsx", &xlsx(long.as_bytes(), b"<sst/>")), E::ListBomb);
    let deep = "<a>".repeat(1 << 20);
    assert_eq!(code("a.xlsx", &xlsx(deep.as_bytes(), b"<sst/>")), E::ListDamaged);
    let laughs = b"<!DOCTYPE x [<!ENTITY a \"ha\">]><worksheet><row><c><v>&a;</v></c></row></worksheet>";
    assert_eq!(code("a.xlsx", &xlsx(laughs, b"<sst/>")), E::ListDamaged);
    let table = |row: &str| format!("<table:table table:name=\"One\">{row}</table:table>");
    let repeated = |rows: u64, cells: u64| {
        ods(&table(&format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell table:number-columns-repeated=\"{cells}\">\
             <text:p>843584256474116096</text:p></table:table-cell></table:table-row>"
        )))
    };
    assert_eq!(code("a.ods", &repeated(10_000_000, 1)), E::ListTooManyRows);
    assert_eq!(code("a.ods", &repeated(1_000_000, 100_000)), E::ListBomb);
}

/// Returns an XLSX workbook with this many sheets, which all refer to one part.
fn many_sheets(count: usize, sheet: &[u8]) -> Vec<u8> {
    let sheets = "<sheet name=\"One\" r:id=\"r1\"/>".repeat(count);
    let link = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    zip(&[
        ("_rels/.rels", link("r1", "officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>").as_bytes()),
        ("xl/_rels/workbook.xml.rels", link("r1", "worksheet", "sheet.xml").as_bytes()),
        ("xl/sheet.xml", sheet),
    ])
}

/// Returns this many bytes of rows without a value.
fn blank_rows(bytes: usize) -> String {
    let row = "<row><c s=\"1\"/></row>";
    row.repeat(bytes / row.len())
}

#[test]
fn thousands_of_sheets_are_looked_at_no_further_than_their_beginning() {
    let sheet = format!("<worksheet>{}</worksheet>", blank_rows(6 << 20));
    let (_folder, path) = file("a.xlsx", &many_sheets(4096, sheet.as_bytes()));
    let code = read_path(&path).err().unwrap().code;
    assert!(matches!(code, E::ListEmpty | E::ListNoIds), "{code:?}");
    // The read can also be stopped while the sheets are examined.
    let stopped = ReadProgress { stop: &|| true, progress: &mut |_| () };
    assert_eq!(code_of(List::read(&path, stopped)), E::ListOutdated);
}

#[test]
fn a_list_that_begins_late_in_its_sheet_is_found() {
    let rows = "<row><c t=\"inlineStr\"><is><t>843584256474116096</t></is></c></row>";
    let sheet = format!("<worksheet>{}{rows}</worksheet>", blank_rows(2 << 20));
    assert_eq!(fans(&read("a.xlsx", &many_sheets(1, sheet.as_bytes())).unwrap()), ["843584256474116096"]);
}

#[test]
fn shared_strings_are_bounded() {
    let string = format!("<si><t>{}</t></si>", "x".repeat(100_000));
    let row = b"<worksheet><row><c t=\"s\"><v>0</v></c></row></worksheet>";
    let strings = |count: usize| format!("<sst>{}</sst>", string.repeat(count));
    assert_eq!(code("a.xlsx", &xlsx(row, strings(700).as_bytes())), E::ListBomb);
    assert_eq!(code("a.xlsx", &xlsx(row, strings(20).as_bytes())), E::ListNoIds);
}
