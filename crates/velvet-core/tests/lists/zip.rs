//! Zip archives like those of workbooks, including invalid ones.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// Returns an archive with these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        let packed = packed.finish().unwrap();
        let mut crc = Crc::new();
        crc.update(bytes);
        let begin = u32::try_from(archive.len()).unwrap();
        let mut about = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        about.extend(crc.sum().to_le_bytes());
        about.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        about.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        about.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        about.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.as_bytes());
        archive.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(begin.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let begin = u32::try_from(archive.len()).unwrap();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count, count].concat());
    archive.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    archive.extend(begin.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// Returns an ODS workbook with this content in its `office:spreadsheet`.
pub fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
    zip(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])
}

/// Returns an XLSX workbook with this as its only sheet.
pub fn xlsx(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    let link = |id, kind, target| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
    };
    let links = |inner: String| format!("<Relationships>{inner}</Relationships>").into_bytes();
    let root = links(link("r1", "officeDocument", "xl/workbook.xml"));
    let parts = links(link("r1", "worksheet", "sheet.xml") + &link("r2", "sharedStrings", "/xl/strings.xml"));
    let workbook = b"<workbook><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    zip(&[
        ("_rels/.rels", &root),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", &parts),
        ("xl/sheet.xml", sheet),
        ("xl/strings.xml", strings),
    ])
}
