//! HTML: saved web pages, exports that are named `.xls`, and pasted source. The rows are those of the table with the most
//! IDs; without one, the lines and links that hold an ID or name a profile.

use std::ops::ControlFlow;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::{ListProblem, cell::looks_like_id, cell::looks_real, progress::Sink, row::Row};

/// Most columns that a single cell may span, and most bytes kept of a cell or a line.
const WIDEST: usize = 256;
const LONGEST: usize = 32 << 10;

/// Most tables inside each other. Deeper ones belong to the table around them.
const DEEPEST: usize = 64;

/// Elements whose content nobody sees on the page.
const UNSEEN: [&str; 7] = ["script", "style", "title", "template", "noscript", "select", "svg"];

/// Elements that do not interrupt a line.
const INLINE: [&str; 16] = [
    "a", "b", "bdi", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr",
    "s",
];

/// Whether a text is HTML, judged by its beginning.
pub(super) fn is_html(start: &str) -> bool {
    let start = &start[..start.floor_char_boundary(4096)];
    let lower = start.to_ascii_lowercase();
    let clipboard = lower.starts_with("version:") && lower.contains("starthtml:");
    let tags = ["<html", "<!doctype html", "<table", "<body", "<head", "<tr", "<!--startfragment"];
    let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let has = |tag: &str| lower.match_indices(tag).any(|(place, _)| whole(&lower[place + tag.len()..]));
    (lower.starts_with('<') || clipboard) && tags.into_iter().any(has)
}

/// Passes each row to `sink` until it breaks.
pub(super) fn each_row(html: &str, sink: Sink<'_>) -> Result<(), ListProblem> {
    let mut tables: Vec<Found> = Vec::new();
    let mut lines = 0_u64;
    read(html, &mut |table, row| {
        match table {
            Some(table) => {
                if tables.len() <= table {
                    tables.resize(table + 1, Found::default());
                }
                tables[table].see(row);
            }
            None => lines += 1,
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let best = tables.iter().enumerate().rev().max_by_key(|(_, found)| **found);
    let best = best.filter(|(_, found)| found.ids > 0 || (found.handles > 0 && lines == 0));
    let best = best.map(|(table, _)| table);
    read(html, &mut |table, row| if table == best { sink(row) } else { Ok(ControlFlow::Continue(())) })
}

/// How many IDs a table has, and how many cells that name a profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    ids: usize,
    handles: usize,
}

impl Found {
    fn see(&mut self, row: &Row) {
        self.ids += row.cells().filter(|cell| is_id(cell.text.trim())).count();
        self.handles += row.cells().filter(|cell| is_handle(cell.text.trim())).count();
    }
}

fn is_id(text: &str) -> bool {
    looks_like_id(text, false) && looks_real(text)
}

fn is_handle(text: &str) -> bool {
    text.starts_with('@') || is_profile(text)
}

fn is_profile(text: &str) -> bool {
    text.contains("fansly.com/")
}

type Each<'a> = &'a mut dyn FnMut(Option<usize>, &Row) -> Result<ControlFlow<()>, ListProblem>;

/// Passes the rows of all tables to `each`, with the index of the table, and the lines outside of tables with none.
fn read(html: &str, each: Each<'_>) -> Result<(), ListProblem> {
    let mut emitter = DefaultEmitter::default();
    // Without this, the tags that a script writes would count.
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        let flow = match token {
            Token::StartTag(tag) => page.start(&tag, each)?,
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name), each)?,
            Token::String(text) => {
                page.text(&String::from_utf8_lossy(&text));
                ControlFlow::Continue(())
            }
            _ => ControlFlow::Continue(()),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    while !page.open.is_empty() {
        if page.end("table", each)?.is_break() {
            return Ok(());
        }
    }
    page.end_line(each).map(drop)
}

/// The page that is being read.
#[derive(Default)]
struct Page {
    /// The open tables, each inside the one before.
    open: Vec<Table>,
    tables: usize,
    line: String,
    lines: u32,
    /// The element whose content nobody sees, and how often it is open.
    unseen: Option<(String, usize)>,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>, each: Each<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let name = String::from_utf8_lossy(&tag.name);
        if let Some((unseen, times)) = &mut self.unseen {
            *times += usize::from(*unseen == name);
            return Ok(ControlFlow::Continue(()));
        }
        if UNSEEN.contains(&&*name) && !tag.self_closing {
            self.unseen = Some((name.into_owned(), 1));
            return Ok(ControlFlow::Continue(()));
        }
        match &*name {
            "table" if self.open.len() < DEEPEST => {
                self.open.push(Table { index: self.tables, ..Table::default() });
                self.tables += 1;
            }
            "tr" => {
                let flow = self.end_row(each)?;
                self.open.last_mut().into_iter().for_each(|table| table.begin_row(tag));
                return Ok(flow);
            }
            "td" | "th" => self.open.last_mut().into_iter().for_each(|table| table.begin_cell(tag)),
            "br" | "p" | "div" | "li" => self.text("\n"),
            "a" => self.link(tag, each)?,
            _ => {}
        }
        if self.open.is_empty() && !INLINE.contains(&&*name) {
            self.end_line(each)
        } else {
            Ok(ControlFlow::Continue(()))
        }
    }

    fn end(&mut self, name: &str, each: Each<'_>) -> Result<ControlFlow<()>, ListProblem> {
        if let Some((unseen, times)) = &mut self.unseen {
            *times -= usize::from(*unseen == name);
            if *times == 0 {
                self.unseen = None;
            }
            return Ok(ControlFlow::Continue(()));
        }
        match name {
            "table" => {
                let flow = self.end_row(each)?;
                self.open.pop();
                return Ok(flow);
            }
            "tr" => return self.end_row(each),
            "td" | "th" => self.open.last_mut().into_iter().for_each(Table::end_cell),
            _ if self.open.is_empty() && !INLINE.contains(&name) => return self.end_line(each),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn text(&mut self, text: &str) {
        if self.unseen.is_some() {
            return;
        }
        let open = match self.open.last_mut() {
            Some(table) if table.in_cell => &mut table.cell,
            Some(_) => return,
            None => &mut self.line,
        };
        if open.len() + text.len() <= LONGEST {
            open.push_str(text);
        }
    }

    /// Keeps the address of a link to a profile: for a cell without text, or as a line of its own.
    fn link(&mut self, tag: &StartTag<()>, each: Each<'_>) -> Result<(), ListProblem> {
        let Some(address) = attribute(tag, "href").filter(|address| is_profile(address)) else {
            return Ok(());
        };
        match self.open.last_mut() {
            Some(table) => table.link = address,
            None => drop(self.pass_line(&address, each)?),
        }
        Ok(())
    }

    fn end_row(&mut self, each: Each<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let Some(table) = self.open.last_mut() else { return self.end_line(each) };
        table.end_cell();
        table.skip_covered();
        if !std::mem::take(&mut table.in_row) || table.row.is_blank() {
            return Ok(ControlFlow::Continue(()));
        }
        each(Some(table.index), &table.row)
    }

    /// Ends a line outside of tables. Only lines with an ID or a profile count: the rest of a page is no list.
    fn end_line(&mut self, each: Each<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let text = std::mem::take(&mut self.line);
        for line in text.lines().map(str::trim) {
            if (is_id(line) || is_handle(line)) && self.pass_line(line, each)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn pass_line(&mut self, line: &str, each: Each<'_>) -> Result<ControlFlow<()>, ListProblem> {
        self.lines = self.lines.saturating_add(1);
        let mut row = Row::default();
        row.start(self.lines);
        row.add(line, false);
        each(None, &row)
    }
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    index: usize,
    row: Row,
    rows: u32,
    in_row: bool,
    in_cell: bool,
    cell: String,
    /// The profile that the cell links to.
    link: String,
    /// Columns that the open cell spans.
    columns: usize,
    /// For each column, the number of further rows that a cell from above covers.
    covered: Vec<u32>,
}

impl Table {
    fn begin_row(&mut self, tag: &StartTag<()>) {
        self.rows = self.rows.saturating_add(1);
        self.row.start(self.rows);
        self.row.hidden = is_hidden(tag);
        self.in_row = true;
    }

    fn begin_cell(&mut self, tag: &StartTag<()>) {
        self.end_cell();
        if !self.in_row {
            self.begin_row(tag);
        }
        self.skip_covered();
        let span = |name| attribute(tag, name).and_then(|span| span.trim().parse::<u32>().ok()).unwrap_or(1);
        self.columns = (span("colspan").max(1) as usize).min(WIDEST);
        let below = span("rowspan").saturating_sub(1);
        let first = self.row.width();
        if below > 0 && first + self.columns <= WIDEST {
            self.covered.resize(self.covered.len().max(first + self.columns), 0);
            self.covered[first..first + self.columns].fill(below);
        }
        self.in_cell = true;
        self.cell.clear();
        self.link.clear();
    }

    /// Leaves the columns empty that a cell from above covers.
    fn skip_covered(&mut self) {
        while let Some(rows) = self.covered.get_mut(self.row.width()).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.row.add("", false);
        }
    }

    fn end_cell(&mut self) {
        if !std::mem::take(&mut self.in_cell) {
            return;
        }
        let text = self.cell.trim();
        let text = if text.is_empty() { self.link.as_str() } else { text };
        self.row.add(text, false);
        (1..self.columns).for_each(|_| self.row.add("", false));
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Whether a page hides a row, as a filter or the web page of a spreadsheet does.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    attribute(tag, "hidden").is_some() || style.contains("display:none")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(html: &str) -> Vec<(Vec<String>, bool)> {
        let mut rows = Vec::new();
        each_row(html, &mut |row| {
            rows.push((row.cells().map(|cell| cell.text.to_owned()).collect(), row.hidden));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        rows
    }

    fn cells(html: &str) -> Vec<Vec<String>> {
        rows(html).into_iter().map(|(cells, _)| cells).collect()
    }

    #[test]
    fn the_table_with_the_ids_is_read_cell_by_cell() {
        let html = "<!DOCTYPE html><html><head><title>843584256474116090</title><style>td{}</style></head><body>\
            <table><tr><td>Menu<td>Home</table><script>'<td>843584256474116091</td>'</script>\
            <table><thead><tr><th>Fan&nbsp;ID<th>Name</tr></thead>\
            <tr><td><b>843584256</b>474116097</td><td>Zo&euml; &amp; Co<br>VIP</td></tr>\
            <tr style='display: none'><td>843584256474116098<td><a href='https://fansly.com/kim'></a></table>";
        let expected = [
            (vec!["Fan\u{a0}ID".to_owned(), "Name".to_owned()], false),
            (vec!["843584256474116097".to_owned(), "Zoë & Co\nVIP".to_owned()], false),
            (vec!["843584256474116098".to_owned(), "https://fansly.com/kim".to_owned()], true),
        ];
        assert_eq!(rows(html), expected);
        assert!(is_html(html) && is_html("<table>") && !is_html("id <table>") && !is_html("<fan>1</fan>"));
    }

    #[test]
    fn merged_cells_move_no_id_into_another_column() {
        let html = "<table><tr><th colspan=2>Tier<th>Fan ID<tr><td rowspan=3>Gold<td>1<td>843584256474116097\
            <tr><td>2<td>843584256474116098<tr><td>3<td>843584256474116099<tr><td>x<td>4<td>843584256474116100</table>";
        let ids: Vec<_> = cells(html).into_iter().map(|cells| cells[2].clone()).collect();
        assert_eq!(
            ids,
            [
                "Fan ID",
                "843584256474116097",
                "843584256474116098",
                "843584256474116099",
                "843584256474116100"
            ]
        );
    }

    #[test]
    fn a_page_without_a_table_gives_its_ids_and_profiles_and_no_other_words() {
        let html = "<html><body><p>Home</p><ul><li>843584256474116097<li><a href=\"https://fansly.com/jamie\">Jamie</a>\
            </ul><div>@kim</div>About us</body></html>";
        assert_eq!(cells(html), [["843584256474116097"], ["https://fansly.com/jamie"], ["@kim"]]);
    }
}
