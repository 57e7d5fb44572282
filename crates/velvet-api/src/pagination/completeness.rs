/// How the read of a list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// The last page had fans and no next page, and every row named a fan.
    Complete,
    /// A page after pages with fans was empty, and still empty when requested again.
    ///
    /// Some servers end their lists this way, but Fansly has also done so under too many requests. Refresh the list
    /// before you conclude anything from the absence of a fan.
    RanOut,
    /// The caller stopped. The read can be resumed.
    Stopped,
    /// There may be more. The absence of a fan proves nothing.
    Incomplete(IncompleteReason),
}

/// Why the list may have more than was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncompleteReason {
    /// The first page was empty: the list is empty, or Fansly got too many requests.
    NothingAtAll,
    /// A later page was empty, even when requested again, but named a next page.
    EmptyPage,
    /// Some rows named no fan.
    Nameless,
    /// The cursor was unreadable.
    Cursor,
    /// The reply said that there is more, but had no cursor.
    NoCursor,
    /// The first page was full, and the reply had no field about a next page.
    FullPage,
    /// The cursor was a repeat.
    SameCursor,
    /// A page had only known fans, but named a next page.
    NothingNew,
    /// The list had more pages than any real one.
    TooManyPages,
}

/// Minimum credits used by a read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Credits {
    /// Credits for the pages. Another read uses about as many.
    pub(crate) pages: u64,
    /// Credits for requests that are needed only once.
    pub(crate) once: u64,
}
