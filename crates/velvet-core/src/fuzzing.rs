//! Entry points for the fuzz targets, and for the tests that replay their corpus. The app does not use them.
// A fuzz target reports a failure by panicking.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::view::{Action, ListGroupKind as Kind};
use velvet_import::{Known, List, ListExtra, ReadProgress};

/// Reads any bytes as a file and checks the list: its counts add up, columns can be chosen, and the rejected rows can
/// be written.
pub fn list(bytes: &[u8]) {
    let Ok(mut list) = List::read_bytes(bytes) else { return };
    let view = list.view();
    let grouped = view.groups.iter().map(|group| group.count).sum::<u64>();
    assert_eq!(grouped, if view.asks.is_some() { 0 } else { view.rows }, "each row is in one group");
    assert_eq!(list.fans().count() as u64, view.ready);
    assert!(
        list.fans()
            .all(|fan| (6..=20).contains(&fan.fan.len()) && fan.fan.bytes().all(|b| b.is_ascii_digit()))
    );
    let mut out = Vec::new();
    let written = list.write_rejected_rows(&mut out, &|reason| format!("{reason:?}")).unwrap();
    // Several rows of a list may share a row of the file.
    assert!(written <= view.rows - view.ready);
    let width = u32::try_from(view.columns.len()).unwrap();
    let reading = ReadProgress { stop: &|| false, progress: &mut |_| () };
    list.choose_columns(width - 1, Some(0), reading).unwrap();
    assert_eq!(list.view().asks, None);
    for extra in
        [ListExtra::OtherColumns, ListExtra::InsideText, ListExtra::Several, ListExtra::SwallowedRows]
    {
        let reading = ReadProgress { stop: &|| false, progress: &mut |_| () };
        list.take(extra, reading).unwrap();
    }
    assert_eq!((list.view().several, list.view().swallowed_rows), (0, 0));
    list.check(&Known { added_before: &|_| true, ..Known::NOTHING });
    assert_eq!(list.rows(Kind::Ready, 0, 1).0, 0);
}

/// Reads any bytes as the parts of a workbook. The lowest bits of the first byte select XLSX, ODS, XLSB, or XLS.
pub fn workbook(bytes: &[u8]) {
    let Some((&which, rest)) = bytes.split_first() else { return };
    let link = |id, kind, target| format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    let root = format!("<x>{}</x>", link("a", "officeDocument", "w.xml"));
    let links = format!("<x>{}{}</x>", link("a", "worksheet", "s.xml"), link("b", "sharedStrings", "t.xml"));
    let book: &[u8] = b"<workbook><sheet name=\"S\" id=\"a\"/></workbook>";
    let split = rest.iter().position(|&b| b == 0).unwrap_or(rest.len());
    let (rows, strings) = (&rest[..split], rest.get(split + 1..).unwrap_or_default());
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let file = match which & 3 {
        0 => {
            let parts =
                [("_rels/.rels", root.as_bytes()), ("w.xml", book), ("_rels/w.xml.rels", links.as_bytes())];
            zip(&[&parts[..], &[("s.xml", rows), ("t.xml", strings)]].concat())
        }
        1 => zip(&[("mimetype", kind), ("content.xml", rest)]),
        2 => {
            let root = root.replace("w.xml", "w.bin");
            let parts =
                [("_rels/.rels", root.as_bytes()), ("w.bin", SHEET), ("_rels/w.bin.rels", links.as_bytes())];
            // Records have many zeros, so the strings are the same bytes.
            zip(&[&parts[..], &[("s.xml", rest), ("t.xml", rest)]].concat())
        }
        _ => compound(rest),
    };
    list(&file);
}

/// The record of a sheet in an XLSB workbook: visible, with the link `a` and the name `S`.
const SHEET: &[u8] = b"\x9c\x01\x14\0\0\0\0\x01\0\0\0\x01\0\0\0a\0\x01\0\0\0S\0";

/// Judges any bytes as a reply: two bytes for the status, the rest for the body.
pub fn reply(bytes: &[u8]) {
    let (mut status, mut body) = ([0; 2], Vec::new());
    let mut rest = bytes;
    if rest.read_exact(&mut status).is_err() {
        return;
    }
    rest.read_to_end(&mut body).unwrap();
    let status = u16::from_le_bytes(status) % 600;
    for action in [Action::Add, Action::Remove] {
        velvet_api::judge_bytes(action, "843584256474116096", status, &body);
    }
}

/// Returns a compound file with these records as an XLS workbook.
fn compound(records: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("Workbook").unwrap().write_all(records).unwrap();
    file.into_inner().into_inner()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Replays the corpus: small inputs that reached new code or once broke something.
    #[test]
    fn kept_inputs_are_read_or_refused() {
        type Target = fn(&[u8]);
        let targets: [(&str, Target); 3] = [("list", list), ("workbook", workbook), ("reply", reply)];
        for (name, target) in targets {
            let folder = format!("{}/../../fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
            let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
            assert!(!files.is_empty(), "{name}");
            for file in files {
                target(&std::fs::read(file.path()).unwrap());
            }
        }
    }
}
