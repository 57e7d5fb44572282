//! Writes lists as files.

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use rust_xlsxwriter::Workbook;

const HEADER: [&str; 3] = ["fan id", "name", "note"];

/// Writes a million rows, each with a realistic ID, a name, and a note.
pub fn million_rows(path: &Path) -> Result<(), Box<dyn Error>> {
    let ids: Vec<String> =
        (0..1_000_000_u64).map(|n| (843_584_256_474_116_096 + n * 12_288).to_string()).collect();
    let ids = ids.iter().map(String::as_str);
    if path.extension().is_some_and(|kind| kind == "csv") { csv(path, ids) } else { xlsx(path, ids) }
}

/// Writes the IDs as a CSV table.
pub fn csv<'a>(path: &Path, ids: impl Iterator<Item = &'a str>) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "{}", HEADER.join(","))?;
    for (row, id) in ids.enumerate() {
        writeln!(file, "{id},{},\"{}\"", name(row), note(row))?;
    }
    Ok(file.flush()?)
}

/// Writes the IDs as text cells of a workbook.
pub fn xlsx<'a>(path: &Path, ids: impl Iterator<Item = &'a str>) -> Result<(), Box<dyn Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADER)?;
    for (row, id) in ids.enumerate() {
        sheet.write_row(u32::try_from(row + 1)?, 0, [id, &name(row), &note(row)])?;
    }
    Ok(book.save(path)?)
}

fn name(row: usize) -> String {
    format!("Fan {row}")
}

fn note(row: usize) -> String {
    format!("since {}, tier {}", 2020 + row % 7, row % 13)
}
