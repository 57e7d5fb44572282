//! Workbooks, documents, and files that are no lists, in the shapes in which programs write them.
#![allow(clippy::unwrap_used)]

use std::{
    fs::File,
    io::{Cursor, Write},
};

use velvet_import::{FileKind, List, ListProblem, ReadProgress};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const A: &str = "843584256474116097";
const B: &str = "227317562784874498";
const C: &str = "310482957103849473";
const D: &str = "618592888766341121";

fn quietly() -> ReadProgress<'static> {
    ReadProgress { stop: &|| false, progress: Box::leak(Box::new(|_| ())) }
}

fn read(name: &str, bytes: &[u8]) -> Result<List, ListProblem> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    File::create(&path).unwrap().write_all(bytes).unwrap();
    List::read(&path, quietly()).map_err(|error| error.problem)
}

fn ready(list: &List) -> Vec<String> {
    list.report().ready
}

fn refused(name: &str, bytes: &[u8]) -> FileKind {
    match read(name, bytes) {
        Err(ListProblem::NotAList(kind)) => kind,
        other => panic!("{name}: {:?}", other.map(|list| list.report())),
    }
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(*name, stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn links(links: &[(&str, &str)]) -> String {
    let link = |(place, (kind, target)): (usize, &(&str, &str))| {
        format!("<Relationship Id=\"r{place}\" Type=\"x/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", links.iter().enumerate().map(link).collect::<String>())
}

/// An XLSX workbook with these sheets: the attributes of each, and its rows. `views` comes before the sheets.
fn xlsx(views: &str, sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let names = ["s0.xml", "s1.xml", "s2.xml"];
    let named = sheets
        .iter()
        .enumerate()
        .map(|(n, (about, _))| format!("<sheet name=\"S{n}\" {about} r:id=\"r{n}\"/>"));
    let book = format!("<workbook>{views}<sheets>{}</sheets></workbook>", named.collect::<String>());
    let targets: Vec<_> = names.iter().take(sheets.len()).map(|name| ("worksheet", *name)).collect();
    let (root, targets) = (links(&[("officeDocument", "w.xml")]), links(&targets));
    let mut parts = vec![
        ("_rels/.rels", root.as_bytes()),
        ("w.xml", book.as_bytes()),
        ("_rels/w.xml.rels", targets.as_bytes()),
    ];
    parts.extend(names.into_iter().zip(sheets).map(|(name, (_, rows))| (name, rows.as_slice())));
    zip(&parts)
}

fn rows(rows: &[(&str, &str)]) -> Vec<u8> {
    let row = |(about, id): &(&str, &str)| {
        format!("<row {about}><c t=\"inlineStr\"><is><t>{id}</t></is></c></row>")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

fn numbers(numbers: &[&str]) -> Vec<u8> {
    let row = |number: &&str| format!("<row><c><v>{number}</v></c></row>");
    let rows: String = numbers.iter().map(row).collect();
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

#[test]
fn hidden_rows_are_skipped_and_counted_until_they_are_included() {
    let sheet = rows(&[
        ("hidden=\"true\"", "Fan ID"),
        ("", A),
        ("hidden=\"1\"", B),
        ("ht=\"0\" customHeight=\"1\"", C),
        ("ht=\"15\"", D),
    ]);
    let mut list = read("a.xlsx", &xlsx("", &[("", sheet)])).unwrap();
    assert_eq!(ready(&list), [A, D]);
    let view = list.view();
    assert_eq!((view.rows, view.hidden_rows, view.hidden_included), (2, 2, false));
    assert_eq!(view.columns[0].name.as_deref(), Some("Fan ID"), "a hidden header names the columns");
    list.include_hidden(true, quietly()).unwrap();
    assert_eq!(ready(&list), [A, B, C, D]);
    assert_eq!((list.view().hidden_rows, list.view().hidden_included), (0, true));
    list.include_hidden(false, quietly()).unwrap();
    assert_eq!(ready(&list), [A, D]);
    let mut out = Vec::new();
    assert_eq!(list.write_rejected_rows(&mut out, &|_| String::new()).unwrap(), 0);
}

#[test]
fn a_list_of_hidden_rows_only_has_no_fans() {
    let sheet = rows(&[("", "Fan ID"), ("hidden=\"1\"", A)]);
    assert!(matches!(read("a.xlsx", &xlsx("", &[("", sheet)])), Err(ListProblem::NoIds)));
}

#[test]
fn the_sheet_in_front_comes_first_and_a_hidden_one_only_by_name() {
    let sheet = |id| rows(&[("", "Fan ID"), ("", id)]);
    let three = |hidden| [(hidden, sheet(A)), ("", sheet(B)), ("", sheet(C))];
    let in_front = "<bookViews><workbookView activeTab=\"2\"/></bookViews>";
    for (views, hidden, expected) in [
        ("", "", A),
        ("", "state=\"hidden\"", B),
        ("", "state=\"veryHidden\"", B),
        (in_front, "", C),
        ("<bookViews><workbookView activeTab=\"0\"/></bookViews>", "state=\"hidden\"", B),
    ] {
        let mut list = read("a.xlsx", &xlsx(views, &three(hidden))).unwrap();
        assert_eq!(ready(&list), [expected], "{views} {hidden}");
        list.choose_sheet("S0", quietly()).unwrap();
        assert_eq!(ready(&list), [A]);
    }
    let empty = xlsx(in_front, &[("", sheet(A)), ("", sheet(B)), ("", rows(&[("", "Words.")]))]);
    assert_eq!(ready(&read("a.xlsx", &empty).unwrap()), [A], "the sheet in front has no fans");
    let hidden = xlsx("", &[("state=\"hidden\"", sheet(A)), ("", rows(&[]))]);
    assert!(matches!(read("a.xlsx", &hidden), Err(ListProblem::NoIds)));
}

#[test]
fn digits_that_no_double_gives_back_are_ready() {
    let book = |ids: &[&str]| read("a.xlsx", &xlsx("", &[("", numbers(ids))])).unwrap();
    let double = "843584256474116096";
    assert_eq!(ready(&book(&[A, B, C, D])), [A, B, C, D]);
    assert_eq!(ready(&book(&[A, B, double])), [A, B, double], "most show that the writer keeps all digits");
    let list = book(&[A, double, "618592888766341120"]);
    assert_eq!((ready(&list), list.report().damaged.len()), (vec![A.to_owned()], 2));
    for rounded in
        ["843584256474116000", "843584256474116100", "8.4358425647411597E+17", "843584256474116220"]
    {
        assert_eq!(ready(&book(&[A, B, C, rounded])), [A, B, C], "{rounded}");
    }
}

#[test]
fn escapes_in_cells_are_decoded_and_errors_are_no_names() {
    let sheet = "<worksheet><row><c t=\"str\"><v>843584256474116097_x000D_</v></c></row>\
        <row><c t=\"e\"><v>#N/A</v></c></row><row><c t=\"b\"><v>0</v></c></row></worksheet>";
    let list = read("a.xlsx", &xlsx("", &[("", sheet.into())])).unwrap();
    assert_eq!(
        (ready(&list), list.report().names.len(), list.report().not_ids.len()),
        (vec![A.to_owned()], 0, 2)
    );
    assert_eq!(list.report().not_ids[1].text, "FALSE");
}

#[test]
fn a_part_in_utf_16_is_read() {
    let sheet = String::from_utf8(rows(&[("", "Zoë"), ("", A)])).unwrap();
    let little: Vec<u8> =
        "\u{feff}".encode_utf16().chain(sheet.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(sheet.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for sheet in [little, big] {
        let list = read("a.xlsx", &xlsx("", &[("", sheet)])).unwrap();
        assert_eq!((ready(&list), list.report().names), (vec![A.to_owned()], vec!["Zoë".to_owned()]));
    }
}

#[test]
fn bytes_before_an_archive_are_skipped() {
    let book = xlsx("", &[("", rows(&[("", A)]))]);
    for before in ["\r\n", "Content-Type: application/octet-stream\r\n\r\n"] {
        assert_eq!(ready(&read("a.xlsx", &[before.as_bytes(), &book].concat()).unwrap()), [A]);
    }
}

const TABLE: &str = "<office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\">\
    <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
    <office:body><office:spreadsheet><table:table table:name=\"Old\" table:style-name=\"ta2\"><table:table-row>\
    <table:table-cell><text:p>843584256474116097</text:p></table:table-cell></table:table-row></table:table>\
    <table:table table:name=\"One\"><table:shapes><draw:object><table:table table:name=\"local-table\"><table:table-row>\
    <table:table-cell><text:p>9</text:p></table:table-cell></table:table-row></table:table></draw:object></table:shapes>\
    <table:table-row><table:table-cell><text:p>227317562784874498</text:p></table:table-cell></table:table-row>\
    <table:table-row table:visibility=\"filter\" table:number-rows-repeated=\"2\"><table:table-cell><text:p>x</text:p>\
    </table:table-cell></table:table-row></table:table>\
    <table:table table:name=\"Two\"><table:table-row><table:table-cell office:value-type=\"float\" \
    office:value=\"310482957103849473\"/></table:table-row><table:table-row table:visibility=\"collapse\">\
    <table:table-cell><text:p>618592888766341121</text:p></table:table-cell></table:table-row></table:table>\
    </office:spreadsheet></office:body>";

fn settings(active: &str) -> String {
    format!(
        "<office:settings><config:config-item config:name=\"ActiveTable\">{active}</config:config-item></office:settings>"
    )
}

fn ods(active: &str) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", format!("<x>{TABLE}</x>").as_bytes()),
        ("settings.xml", settings(active).as_bytes()),
    ])
}

fn fods(active: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?>\n<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">{}{TABLE}\
         </office:document>",
        settings(active)
    )
    .into_bytes()
}

#[test]
fn opendocument_hides_rows_and_sheets_and_has_one_in_front_packed_or_flat() {
    type Book = fn(&str) -> Vec<u8>;
    let books: [(&str, Book); 2] = [("a.ods", ods), ("a.fods", fods)];
    for (name, book) in books {
        let mut list = read(name, &book("One")).unwrap();
        assert_eq!(
            (list.view().sheets, list.view().hidden_rows),
            (["Old", "One", "Two"].map(String::from).to_vec(), 2)
        );
        assert_eq!(ready(&list), [B]);
        list.choose_sheet("Old", quietly()).unwrap();
        assert_eq!(ready(&list), [A]);
        let mut list = read(name, &book("Two")).unwrap();
        assert_eq!(ready(&list), [C]);
        list.include_hidden(true, quietly()).unwrap();
        assert_eq!(ready(&list), [C, D]);
        assert_eq!(ready(&read(name, &book("Old")).unwrap()), [B], "a hidden sheet is never in front");
    }
    let flat = read("a.fods", include_bytes!("fixtures/libreoffice.fods")).unwrap();
    assert_eq!(ready(&flat).len(), 4);
}

#[test]
fn a_workbook_of_excel_2003_in_xml_is_read() {
    let book = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <ExcelWorkbook><ActiveSheet>1</ActiveSheet></ExcelWorkbook><Worksheet ss:Name=\"A\"><Table><Row><Cell>\
        <Data ss:Type=\"String\">227317562784874498</Data></Cell></Row></Table></Worksheet>\
        <Worksheet ss:Name=\"B\"><Table><Row><Cell ss:MergeAcross=\"1\"><Data ss:Type=\"String\">Name</Data></Cell>\
        <Cell><Data ss:Type=\"String\">Fan ID</Data></Cell></Row><Row ss:Index=\"9\"><Cell/><Cell ss:Index=\"3\">\
        <Data ss:Type=\"String\">843584256474116097</Data><Comment><ss:Data>618592888766341121</ss:Data></Comment></Cell></Row>\
        <Row ss:Hidden=\"1\"><Cell ss:Index=\"3\"><Data ss:Type=\"String\">310482957103849473</Data></Cell></Row>\
        <Row><Cell ss:Index=\"3\"><Data ss:Type=\"Number\">8.43584256474116E+17</Data></Cell></Row></Table></Worksheet></Workbook>";
    let list = read("a.xls", book.as_bytes()).unwrap();
    let rows: Vec<_> = list.fans().map(|fan| (fan.row, fan.fan)).collect();
    assert_eq!((rows, list.view().hidden_rows), (vec![(9, A)], 1));
    assert_eq!(list.report().damaged[0].row, 11);
}

const XLS: &[u8] = include_bytes!("fixtures/libreoffice.xls");

#[test]
fn an_old_workbook_is_read_with_its_hidden_rows() {
    let list = read("a.xls", XLS).unwrap();
    let all = ready(&list);
    assert!(all.len() > 2 && all.iter().all(|id| id.len() == 18), "{all:?}");
    // The record of the second row: its type, its length, its number; the options come later.
    let row = XLS.windows(6).position(|bytes| bytes == [8, 2, 16, 0, 1, 0]).unwrap();
    let mut hidden = XLS.to_vec();
    hidden[row + 16] |= 0x20;
    let mut list = read("a.xls", &hidden).unwrap();
    assert_eq!((ready(&list), list.view().hidden_rows), (all[1..].to_vec(), 1));
    list.include_hidden(true, quietly()).unwrap();
    assert_eq!(ready(&list), all);
}

#[test]
fn a_damaged_old_workbook_is_refused_or_gives_the_same_ids() {
    let all = ready(&read("a.xls", XLS).unwrap());
    assert!(read("a.xls", &XLS[..XLS.len() / 2]).is_err());
    for place in (0..XLS.len()).step_by(37) {
        let mut bytes = XLS.to_vec();
        bytes[place] ^= 0x10;
        // There is no checksum, so a changed ID cannot be told. Reading must end and never panic.
        drop(read("a.xls", &bytes).map(|list| ready(&list).len() <= all.len()));
    }
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = if kind < 128 {
        vec![u8::try_from(kind).unwrap()]
    } else {
        vec![u8::try_from(kind & 0x7f).unwrap() | 0x80, u8::try_from(kind >> 7).unwrap()]
    };
    record.push(u8::try_from(data.len()).unwrap());
    record.extend(data);
    record
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let len = u32::try_from(units.len()).unwrap().to_le_bytes();
    len.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn a_utf16_workbook_that_ends_in_the_middle_of_a_character_is_refused_or_read() {
    let book = format!(
        r#"<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>{A}</Data></Cell></Row></Table></Worksheet></Workbook>"#
    );
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> =
            "\u{feff}".encode_utf16().chain(book.encode_utf16()).flat_map(to_bytes).collect();
        assert_eq!(ready(&read("whole.xml", &bytes).unwrap()), [A]);
        // A download that was cut off, at every place.
        for len in 0..bytes.len() {
            if let Ok(list) = read("cut.xml", &bytes[..len]) {
                assert!(ready(&list).iter().all(|id| id == A), "{len}: {:?}", ready(&list));
            }
        }
    }
}

#[test]
fn a_binary_workbook_is_read_with_its_hidden_rows() {
    let row =
        |number: u8, options| record(0, &[number, 0, 0, 0, 0, 0, 0, 0, 44, 1, 0, options, 0, 0, 0, 0, 0]);
    let cell = |kind, column, value: &[u8]| record(kind, &[&[column, 0, 0, 0, 0, 0, 0, 0], value].concat());
    let sheet = [
        row(0, 0),
        cell(7, 2, &[0; 4]),
        row(1, 0),
        cell(6, 2, &wide(A)),
        row(2, 0x10),
        cell(6, 2, &wide(B)),
        row(7, 0),
        cell(2, 0, &[0x2b, 0, 0, 0]),
        cell(8, 2, &wide(C)),
        row(8, 0),
        cell(5, 2, &843_584_256_474_116_097_f64.to_le_bytes()),
        row(9, 0),
        cell(3, 2, &[0x2a]),
    ]
    .concat();
    let strings = record(19, &[&[0], &wide("Fan ID")[..]].concat());
    let book = |about: u8, id, name| {
        record(156, &[&[about, 0, 0, 0, 1, 0, 0, 0], &wide(id)[..], &wide(name)].concat())
    };
    let book = [book(1, "r0", "Old"), book(0, "r0", "Fans")].concat();
    let root = links(&[("officeDocument", "xl/workbook.bin")]);
    let targets = links(&[("worksheet", "s.bin"), ("sharedStrings", "t.bin")]);
    let bytes = zip(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", targets.as_bytes()),
        ("xl/s.bin", &sheet),
        ("xl/t.bin", &strings),
    ]);
    let list = read("a.xlsb", &bytes).unwrap();
    let rows: Vec<_> = list.fans().map(|fan| (fan.row, fan.fan)).collect();
    assert_eq!((rows, list.view().hidden_rows), (vec![(2, A), (8, C)], 1));
    let report = list.report();
    assert_eq!((report.damaged.len(), report.names.len(), report.not_ids.len()), (1, 0, 1));
    assert_eq!(list.view().columns[2].name.as_deref(), Some("Fan ID"));
}

#[test]
fn a_saved_reply_gives_its_fans() {
    let reply = format!(
        "{{\"statusCode\":200,\"data\":{{\"response\":{{\"stats\":{{\"total\":2}},\"subscriptions\":[\
         {{\"id\":\"{C}\",\"subscriberId\":\"{A}\",\"planId\":\"{D}\"}},\n{{\"id\":\"{D}\",\"subscriberId\":{B}}}]}}}}}}"
    );
    for text in [reply.clone(), reply.replace(",\"", ",\n \"")] {
        assert_eq!(ready(&read("a.json", text.as_bytes()).unwrap()), [A, B]);
        assert_eq!(ready(&List::paste(&text).unwrap()), [A, B]);
        assert!(matches!(read("a.json", &text.as_bytes()[..text.len() - 9]), Err(ListProblem::Damaged)));
    }
    let lines = format!("{reply}\n{}\n", reply.replace(A, C).replace(B, D));
    assert_eq!(ready(&read("a.jsonl", lines.as_bytes()).unwrap()), [A, B, C, D], "a reply on each line");
    let rounded = read("a.json", b"[{\"fanId\":8.4e17},{\"fanId\":843584256474116097}]").unwrap();
    assert_eq!((ready(&rounded), rounded.report().damaged.len()), (vec![A.to_owned()], 1));
}

#[test]
fn a_page_gives_the_rows_of_its_table() {
    let page = format!(
        "<html><body><p>Welcome</p><table><tr><th>Fan ID</th><th>Name</th></tr><tr><td>{A}</td><td>Amber</td></tr>\
         <tr style=\"display:none\"><td>{B}</td><td>Birch</td></tr></table></body></html>"
    );
    for list in [read("a.xls", page.as_bytes()).unwrap(), List::paste(&page).unwrap()] {
        let report = list.report();
        assert_eq!((report.ready, report.names.len(), report.hidden_rows), (vec![A.to_owned()], 0, 1));
        assert_eq!(list.fans().next().unwrap().label, Some("Amber"));
    }
    assert!(matches!(List::paste("<html><p>Home</p></html>").err().unwrap().problem, ListProblem::NoIds));
}

#[test]
fn what_is_no_list_is_refused_for_what_it_is() {
    let text: &[u8] = b"application/vnd.oasis.opendocument.text";
    for (name, bytes, kind) in [
        ("a.pdf", &b"%PDF-1.7 843584256474116096"[..], FileKind::Pdf),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind::Picture),
        ("a.csv", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", FileKind::Picture),
        ("a.txt", b"{\\rtf1\\ansi 843584256474116096}", FileKind::RichText),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\x02\x03", FileKind::Archive),
        ("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", FileKind::Video),
        ("a.exe", b"MZ\x90\0\x03\0\0\0", FileKind::Program),
        ("._a.csv", b"\0\x05\x16\x07\0\x02\0\0Mac OS X        ", FileKind::MacCompanion),
        ("~$a.xlsx", b"\x05Kim                          ", FileKind::OfficeLock),
        (".a.xlsx.icloud", b"bplist00\xd3\x01\x02", FileKind::CloudPlaceholder),
        ("a.gsheet", b"{\"doc_id\":\"1Ab\",\"email\":\"kim@example.org\"}", FileKind::DriveShortcut),
        ("a.csv", b"{\"url\":\"https://docs.google.com/x\",\"doc_id\":\"1Ab\"}", FileKind::DriveShortcut),
        ("a.zip", &zip(&[("a.csv", A.as_bytes())]), FileKind::Archive),
        ("a.docx", &zip(&[("_rels/.rels", b"<x/>"), ("word/document.xml", b"<x/>")]), FileKind::TextDocument),
        (
            "a.pptx",
            &zip(&[("_rels/.rels", b"<x/>"), ("ppt/presentation.xml", b"<x/>")]),
            FileKind::Presentation,
        ),
        ("a.odt", &zip(&[("mimetype", text)]), FileKind::TextDocument),
        ("a.numbers", &zip(&[("Index/Document.iwa", b"x")]), FileKind::Numbers),
    ] {
        assert_eq!(refused(name, bytes), kind, "{name}");
    }
    assert!(matches!(read("a.gsheet", b""), Err(ListProblem::Empty)));
}
