/// Most bytes of text kept of a row. The rest is dropped, and the row is flagged as cut.
const LONGEST: usize = 1 << 20;

/// Most cells of a row. Further ones are dropped.
const WIDEST: usize = 1 << 14;

/// A row of a source. Its cells share one string, which is reused from row to row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// The row's number, as an editor or a spreadsheet shows it.
    pub number: u32,
    /// The role of its cells.
    pub role: Role,
    /// Whether the program that shows the source hides it.
    pub hidden: bool,
    /// Number of rows that a quoted cell of it seems to have swallowed.
    pub swallowed: u32,
    text: String,
    cells: Vec<(u32, bool)>,
    cut: bool,
}

/// The role of the cells of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// Cells in columns, as far as the format tells.
    #[default]
    Cells,
    /// Names of the columns, according to the format.
    Header,
    /// A single text that does not match the format. No ID is taken from it.
    Broken,
}

/// A cell of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    /// Its text.
    pub text: &'a str,
    /// Whether a workbook stores it as a number.
    pub number: bool,
}

impl Row {
    /// Clears the row for reuse as row `number`.
    pub fn start(&mut self, number: u32) {
        self.number = number;
        self.role = Role::Cells;
        self.hidden = false;
        self.swallowed = 0;
        self.text.clear();
        self.cells.clear();
        self.cut = false;
    }

    /// Appends text to the open cell.
    pub fn push(&mut self, text: &str) {
        let room = LONGEST - self.text.len();
        if text.len() <= room {
            self.text.push_str(text);
        } else {
            self.text.push_str(&text[..text.floor_char_boundary(room)]);
            self.cut = true;
        }
    }

    /// Discards the text of the open cell.
    pub fn take_back(&mut self) {
        self.text.truncate(self.begin(self.cells.len()));
    }

    /// Ends the open cell.
    pub fn end_cell(&mut self, number: bool) {
        if self.cells.len() < WIDEST {
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.cells.push((end, number));
        } else {
            self.take_back();
            self.cut = true;
        }
    }

    /// Adds a whole cell.
    pub fn add(&mut self, text: &str, number: bool) {
        self.push(text);
        self.end_cell(number);
    }

    /// Returns the cell at a zero-based index, if there is one.
    pub fn cell(&self, place: usize) -> Option<Cell<'_>> {
        let &(end, number) = self.cells.get(place)?;
        Some(Cell { text: &self.text[self.begin(place)..end as usize], number })
    }

    /// Returns all cells, from left to right.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.cells.len()).filter_map(|place| self.cell(place))
    }

    /// Returns the number of cells.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// Whether the row is empty. White space, byte order marks, and NULs count as nothing; a cut row is never blank.
    pub fn is_blank(&self) -> bool {
        !self.cut && self.text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\0')
    }

    /// Returns the size of the text in bytes.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    fn begin(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.cells[before].0 as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_millions_is_cut_and_says_so() {
        let mut row = Row::default();
        row.start(1);
        row.add(&"ä".repeat(LONGEST), false);
        row.add("more", false);
        assert!(row.cut && row.size() <= LONGEST);
        row.start(2);
        (0..2 * WIDEST).for_each(|_| row.add("x", false));
        assert!(row.cut);
        assert_eq!(row.width(), WIDEST);
    }
}
