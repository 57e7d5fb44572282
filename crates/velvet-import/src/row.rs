/// Text of one row that is kept; what a row has beyond it is dropped, and the row says so.
const LONGEST: usize = 1 << 20;

/// Cells of one row that are told apart.
const WIDEST: usize = 1 << 14;

/// One row as it stands in the source: its cells in one text, reused from row to row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// Its number as an editor or a spreadsheet shows it.
    pub number: u32,
    /// What its cells are.
    pub role: Role,
    text: String,
    cells: Vec<(u32, bool)>,
    cut: bool,
}

/// What the cells of a row are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// They stand in columns, as far as anybody knows.
    #[default]
    Cells,
    /// They are the names of the columns, and the format says so.
    Header,
    /// The only cell is a text that the format could not be found in. No id is taken from it.
    Broken,
}

/// What stands in one place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    /// Its text.
    pub text: &'a str,
    /// A workbook keeps it as a number.
    pub number: bool,
}

impl Row {
    /// Empties it for the row `number`.
    pub fn start(&mut self, number: u32) {
        self.number = number;
        self.role = Role::Cells;
        self.text.clear();
        self.cells.clear();
        self.cut = false;
    }

    /// Adds text to the cell that is being written.
    pub fn push(&mut self, text: &str) {
        let room = LONGEST - self.text.len();
        if text.len() <= room {
            self.text.push_str(text);
        } else {
            self.text.push_str(&text[..text.floor_char_boundary(room)]);
            self.cut = true;
        }
    }

    /// Takes back what was added to the cell that is being written.
    pub fn take_back(&mut self) {
        self.text.truncate(self.begin(self.cells.len()));
    }

    /// Ends the cell that is being written.
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

    /// The cell at a place from 0, if the row has one there.
    pub fn cell(&self, place: usize) -> Option<Cell<'_>> {
        let &(end, number) = self.cells.get(place)?;
        Some(Cell { text: &self.text[self.begin(place)..end as usize], number })
    }

    /// All cells, from the left.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.cells.len()).filter_map(|place| self.cell(place))
    }

    /// How many cells there are.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// Nothing stands in it.
    pub fn is_blank(&self) -> bool {
        !self.cut && self.text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\0')
    }

    /// Bytes of text in it.
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
