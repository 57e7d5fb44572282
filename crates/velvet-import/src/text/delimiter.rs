//! Finds the delimiter of a text by trying the candidates.

use std::{collections::HashMap, ops::ControlFlow};

use super::{dialect::Dialect, split::Splitter};
use crate::{
    cell::{looks_like_id, looks_real, only_ids},
    header,
    row::Row,
};

/// Most rows tried.
const ROWS: usize = 500;

/// Least percentage of rows that must have the most common width.
const EVEN: usize = 80;

/// Detects how a text is split, from its beginning. `whole` tells whether that is all of it.
pub(crate) fn recognise(sample: &str, whole: bool) -> Dialect {
    let rare_line_ends = !sample.contains(['\n', '\r']);
    let of =
        |delimiter| Dialect { delimiter: Some(delimiter), turned: false, skip_first: false, rare_line_ends };
    if let Some(delimiter) = said(sample) {
        return Dialect { skip_first: true, ..of(delimiter) };
    }
    if let Some(delimiter) = only_row(sample, whole) {
        return Dialect { turned: true, ..of(delimiter) };
    }
    if is_list_in_lines(sample, whole) {
        return Dialect::LINES;
    }
    let mut best = (Dialect::LINES, Score::of(sample, whole, Dialect::LINES));
    for delimiter in [b'\t', b';', b',', b'|'] {
        if delimiter == b'\t' && tabs_are_glued(sample) {
            continue;
        }
        let score = Score::of(sample, whole, of(delimiter));
        if score.is_better_than(&best.1) {
            best = (of(delimiter), score);
        }
    }
    best.0
}

/// Whether all tabs stand directly before another delimiter or a line end. Shops put one behind each long number, so that
/// a spreadsheet keeps it as text.
fn tabs_are_glued(sample: &str) -> bool {
    let mut before_delimiter = false;
    let glued = sample.split('\t').skip(1).all(|after| {
        before_delimiter |= after.starts_with([',', ';', '|']);
        after.is_empty() || after.starts_with([',', ';', '|', '\n', '\r', '"'])
    });
    glued && before_delimiter
}

/// Whether the lines hold nothing but IDs, several in a line, so that they are one list and not columns: there is a blank
/// behind each comma, or more than two IDs stand in a line. Two numbers side by side may as well be the columns of a
/// table, of which only one has fans. Lines without numbers may be among them, but not the header of a table.
fn is_list_in_lines(sample: &str, whole: bool) -> bool {
    let mut lines: Vec<&str> =
        sample.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).take(ROWS).collect();
    if !whole && lines.len() > 1 {
        lines.pop();
    }
    let numbers = lines.iter().filter(|line| line.bytes().filter(u8::is_ascii_digit).count() >= 6);
    let (mut all, mut several, mut spaced) = (0, 0, false);
    for line in numbers {
        all += 1;
        match only_ids(line) {
            Some(ids) => {
                several += 1;
                spaced |=
                    ids.len() > 2 || line.contains(", ") || line.contains("; ") || line.contains(['<', '[']);
            }
            None if looks_like_id(line, false) => {}
            None => return false,
        }
    }
    let commas = |line: &&str| line.contains([',', ';', '\t', '|']);
    spaced
        && several * 2 >= all
        && !lines.first().is_some_and(|first| commas(first) && only_ids(first).is_none())
}

fn said(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?.trim();
    let word = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep="))?;
    match &line.as_bytes()[word.len()..] {
        [delimiter @ (b',' | b';' | b'|')] => Some(*delimiter),
        // After `sep=` came a tab, which was trimmed.
        [] => Some(b'\t'),
        _ => None,
    }
}

/// Returns the delimiter of a single line of IDs: someone wrote a column from left to right.
fn only_row(sample: &str, whole: bool) -> Option<u8> {
    let text = sample.trim();
    if text.contains(['\n', '\r', '"']) {
        return None;
    }
    [b'\t', b';', b',', b'|', b' '].into_iter().find(|&delimiter| {
        let cells: Vec<&str> =
            text.split(char::from(delimiter)).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let seen = cells.len() - usize::from(!whole).min(cells.len());
        // Digits in groups of three, as this app shows an ID, are one ID.
        let long = |cell: &str| delimiter != b' ' || cell.len() >= 15;
        seen > 1 && cells[..seen].iter().all(|cell| long(cell) && looks_like_id(cell, false))
    })
}

struct Score {
    /// Whether the first row names columns and there are IDs below. This outweighs any number of IDs inside quoted
    /// text.
    named: bool,
    /// Number of fan IDs in the best column.
    ids: usize,
    /// Percentage of rows with the most common width, if that is more than one cell. It is at least `EVEN` if a tab
    /// separates two filled cells in any row: tabs hardly ever occur except as delimiters.
    even: usize,
}

impl Score {
    fn of(sample: &str, whole: bool, dialect: Dialect) -> Self {
        let delimiter = dialect.delimiter;
        let mut rows: Vec<(usize, Vec<usize>)> = Vec::new();
        let (mut tabbed, mut named, mut begun) = (false, false, false);
        let mut sink = |row: &Row| {
            tabbed |= delimiter == Some(b'\t') && filled(row) > 1;
            let is_id = |text: &str| looks_like_id(text, false) || only_ids(text).is_some();
            let ids: Vec<usize> = (0..row.width().min(64))
                .filter(|&place| row.cell(place).is_some_and(|cell| is_id(cell.text)))
                .collect();
            named |= !begun && (header::names_several(row) && row.width() > 1);
            begun |= ids.iter().any(|&place| row.cell(place).is_some_and(|cell| looks_real(cell.text)));
            rows.push((row.width(), ids));
            Ok(if rows.len() < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        };
        let mut splitter = Splitter::new(dialect, false);
        let flow = splitter.push(sample, &mut sink);
        if matches!(flow, Ok(ControlFlow::Continue(()))) {
            let _ = splitter.finish(&mut sink);
            if !whole && rows.len() > 1 {
                rows.pop();
            }
        }
        let (mut widths, mut ids) = (HashMap::<usize, usize>::new(), HashMap::<usize, usize>::new());
        for (width, places) in &rows {
            *widths.entry(*width).or_default() += 1;
            for place in places {
                *ids.entry(*place).or_default() += 1;
            }
        }
        let most = widths.into_iter().max_by_key(|&(width, count)| (count, width)).unwrap_or_default();
        let even = if most.0 > 1 { most.1 * 100 / rows.len().max(1) } else { 0 };
        let even = if tabbed { even.max(EVEN) } else { even };
        let ids = ids.into_values().max().unwrap_or(0);
        Self { named: named && ids > 0, ids, even }
    }

    /// Named columns are best, then more IDs, then rows of even width. Commas in free text are not delimiters.
    fn is_better_than(&self, other: &Self) -> bool {
        if self.named != other.named {
            return self.named;
        }
        if self.ids == other.ids { self.even > other.even && self.even >= EVEN } else { self.ids > other.ids }
    }
}

fn filled(row: &Row) -> usize {
    row.cells().filter(|cell| !cell.text.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> Option<u8> {
        recognise(text, true).delimiter
    }

    #[test]
    fn it_is_what_sets_the_ids_free() {
        assert_eq!(delimiter("843584256474116096,Jamie\n227317562784874496,Kim; or Kay\n"), Some(b','));
        assert_eq!(delimiter("Jamie;8,43584E+17\nKim;8,43584E+17\n"), Some(b';'));
        assert_eq!(delimiter("id\tname\n843584256474116096\tJamie, Kim\n"), Some(b'\t'));
        assert_eq!(delimiter("id|name\n843584256474116096|Jamie\n"), Some(b'|'));
        assert_eq!(delimiter("843584256474116096\n227317562784874496\n"), None);
        assert_eq!(delimiter("843584256474116096,\n227317562784874496\n"), None);
        assert_eq!(delimiter("my fans, all of them\n843584256474116096\nand then\n"), None);
    }

    #[test]
    fn names_beside_some_ids_are_apart_from_them_when_they_were_copied_from_cells() {
        let few =
            "843584256474116096\n227317562784874496\tJamie K.\n227317562784874497\n227317562784874498\n";
        assert_eq!(delimiter(few), Some(b'\t'));
        assert_eq!(delimiter(&few.replace('\t', ", ")), None);
    }

    #[test]
    fn ids_in_a_long_text_are_no_rows_where_the_columns_are_named() {
        let note = "asked for\n227317562784874496\n227317562784874497\n227317562784874498";
        let table = format!("When,Fan ID,Name,Note\r\n2026,843584256474116096,Kim,\"{note}\"\r\n");
        assert_eq!(delimiter(&table), Some(b','));
        assert_eq!(delimiter(&table.replace("When,Fan ID,Name,Note\r\n", "")), None);
        assert_eq!(delimiter(&table.replace(',', ";")), Some(b';'));
    }

    #[test]
    fn a_tab_within_a_name_is_no_delimiter_where_another_one_is() {
        assert_eq!(delimiter("fan id,name\n100000000000000,\"\tZoë\"\n"), Some(b','));
    }

    #[test]
    fn tabs_glued_behind_values_are_no_delimiter() {
        let shop = "交易号\t,用户ID\t,昵称\t,\n2026288876559186\t,288876559186526209\t,Amber\t,\n";
        assert_eq!(delimiter(shop), Some(b','));
        assert_eq!(delimiter("843584256474116096\t\n227317562784874496\tKim\n"), Some(b'\t'));
    }

    #[test]
    fn several_ids_in_each_line_are_one_list() {
        let ids = ["485001732003201026", "828618195794407429", "611893901623586817", "349458421226942469"];
        let [a, b, c, d] = ids;
        for text in [
            format!("{a}, {b}\n{c}, {d}\n"),
            format!("{a},{b},{c}\n{d}\n"),
            format!("my fans\n{a}\t{b}\t{c}\n"),
            format!("ids = [{a},\n {b}, {c},\n {d}]\n"),
        ] {
            assert_eq!(delimiter(&text), None, "{text}");
        }
        for text in [format!("{a},{b}\n{c},{d}\n"), format!("gold,silver,bronze\n{a},{b},{c}\n{d},,\n")] {
            assert_eq!(delimiter(&text), Some(b','), "{text}");
        }
    }

    #[test]
    fn a_table_is_seen_below_a_title() {
        assert_eq!(delimiter("My, own, list\n3 records\nFan ID,Name\n843584256474116096,Kim\n"), Some(b','));
    }

    #[test]
    fn excel_may_say_it() {
        assert_eq!(
            recognise("sep=;\r\n1;2\r\n", true),
            Dialect { delimiter: Some(b';'), turned: false, skip_first: true, rare_line_ends: false }
        );
    }

    #[test]
    fn one_line_of_ids_is_a_column() {
        for (text, expected) in [
            ("843584256474116096, 227317562784874496", b','),
            ("843584256474116096 227317562784874496 227317562784874497", b' '),
            ("843584256474116096;227317562784874496;\n", b';'),
        ] {
            let cut = recognise(text, true);
            assert_eq!((cut.delimiter, cut.turned), (Some(expected), true), "{text}");
        }
        assert!(!recognise("843 584 256 474 116 096", true).turned);
        assert!(!recognise("843584256474116096,Jamie", true).turned);
    }
}
