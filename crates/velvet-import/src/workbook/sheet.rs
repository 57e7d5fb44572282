/// A sheet of a workbook.
pub(super) struct Sheet {
    pub(super) name: String,
    /// The name of its part in the archive.
    pub(super) part: String,
    pub(super) filled: Filled,
}

/// Whether a sheet has anything in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Filled {
    /// It has not.
    #[default]
    No,
    /// Nothing at its beginning; nobody looked further.
    Maybe,
    /// It has.
    Yes,
}
