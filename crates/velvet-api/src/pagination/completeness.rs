/// How a reading came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// A page with fans and nothing after it; every row named somebody.
    Complete,
    /// After pages with fans an empty one, which was still empty when it was read once more. Services end lists like
    /// that; Fansly has also answered like that when hit too fast. Whoever concludes something from a fan who is not on
    /// the list should read it again first.
    RanOut,
    /// Whoever reads wanted no more. It can be read on.
    Stopped,
    /// There may be more. Nothing follows from a fan who is not among those read.
    Incomplete(IncompleteReason),
}

/// Why there may be more than what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncompleteReason {
    /// The first page was empty: nobody is on the list, or Fansly was hit too fast.
    NothingAtAll,
    /// A later page was empty, also when it was read once more, and yet named a page after it.
    EmptyPage,
    /// Rows named nobody.
    Nameless,
    /// What should have been a cursor was none.
    Cursor,
    /// It was said that there is more, and not where.
    NoCursor,
    /// The first page was full, and nothing was said about what comes after it.
    FullPage,
    /// The cursor has been there before.
    SameCursor,
    /// A page brought nobody who was not there already, and yet named a page after it.
    NothingNew,
    /// More pages than any real list has.
    TooManyPages,
}

/// Credits that a reading used, at least.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Credits {
    /// For its pages: about as many the next time.
    pub(crate) pages: u64,
    /// For what need not be asked again.
    pub(crate) once: u64,
}
