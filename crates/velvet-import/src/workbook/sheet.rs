/// Most columns that are read.
pub(super) const WIDEST: usize = 1024;

/// Most bytes kept of the value of a cell. A cell holds up to 32,767 characters.
pub(super) const LONGEST: usize = 128 << 10;

/// A sheet of a workbook.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// The name of its part in the archive.
    pub(super) part: String,
    pub(super) filled: Filled,
    /// Whether the program that shows the workbook hides it.
    pub(super) hidden: bool,
    /// Whether it was in front when the workbook was saved.
    pub(super) active: bool,
}

/// Whether a sheet has content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Filled {
    /// It has none.
    #[default]
    No,
    /// It has none at its beginning, and the rest was not checked.
    Maybe,
    /// It has some.
    Yes,
}
