/// How a text is split into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The delimiter; `None` if each line is one cell.
    pub delimiter: Option<u8>,
    /// Whether each cell of the only row is a row.
    pub turned: bool,
    /// Whether the first row only states the delimiter, as Excel writes and reads it: `sep=;`.
    pub skip_first: bool,
    /// Whether the rare line ends of Unicode end a row. In a table with usual line ends, they stand inside cells.
    pub rare_line_ends: bool,
}

impl Dialect {
    /// Lines that are one cell each.
    pub const LINES: Self = Self { delimiter: None, turned: false, skip_first: false, rare_line_ends: true };
}
