//! What the UI shows of a list.

use serde::{Deserialize, Serialize};

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListColumn {
    /// Its zero-based index.
    pub(crate) place: u32,
    /// Its name in the header, if it has one.
    pub name: Option<String>,
    /// Its first few values, shortened.
    pub examples: Vec<String>,
    /// Number of cells with a fan ID, intact or damaged.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub ids: u64,
}

/// A group of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListGroup {
    /// The kind.
    pub kind: ListGroupKind,
    /// Number of rows.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub count: u64,
    /// The first few rows.
    pub examples: Vec<ListRow>,
    /// Number of rows for each reason, the most frequent first; empty if the rows are ready.
    pub reasons: Vec<ReasonCount>,
}

/// Number of rows in a group that share a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ReasonCount {
    /// The reason, with the numbers of the first such row.
    pub reason: RowReason,
    /// Number of rows.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub count: u64,
}

/// What to do about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ListGroupKind {
    /// A fan with an ID, who will be added.
    Ready,
    /// A fan who was looked up by name and will be added.
    ByName,
    /// A damaged ID that only one known fan fits, who has the row's name or was chosen by the user. The fan will be
    /// added.
    Matched,
    /// A damaged ID that only one known fan fits, but the row has no name or another one.
    MatchedById,
    /// A damaged ID that several known fans fit.
    Ambiguous,
    /// A name that nobody has looked up yet.
    Name,
    /// A fan on the VIP list that was just loaded: nothing to do.
    Vip,
    /// A fan who was added to this account before, according to the ledger.
    AddedBefore,
    /// A duplicate of a fan or name in another row.
    Duplicate,
    /// An ID that lost digits in a spreadsheet or a script.
    Damaged,
    /// An ID that doesn't look like a Fansly account ID, so it probably has a typo.
    Unlikely,
    /// Anything else: it stands for no fan who can be added.
    NotAFan,
}

/// What the user must choose before any row of a list is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ListQuestion {
    /// Which column has the fans: several columns have IDs, and nothing tells which of them are fans.
    Column,
}

/// IDs of a list that are not in the cells that were taken, and that can be taken as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ListExtra {
    /// Those in other columns, unless a column's name says that it has other IDs than those of fans.
    OtherColumns,
    /// Those inside longer text: `user603889907139637249`, notes.
    InsideText,
    /// Those in cells of the ID column with several IDs among other text.
    Several,
    /// Those in rows that a quoted cell swallowed, because its quote was closed much later.
    SwallowedRows,
}

/// A row of a list, as judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListRow {
    /// Its number, as an editor or a spreadsheet shows it. The first line is 1.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub row: u64,
    /// The text in the ID column, shortened; for a name, its lookup form.
    pub text: String,
    /// The fan's ID, if the row stands for a fan.
    pub fan: Option<String>,
    /// When the fan's account was created, as its ID tells, in milliseconds since 1970. `None` if the ID doesn't look
    /// like an account's.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub created: Option<i64>,
    /// The text in the label column.
    pub(crate) label: Option<String>,
    /// The fan's names, if the row was looked up by name or matched.
    pub called: Option<Called>,
    /// The known fans who fit a damaged ID, if the user has to choose: those with the row's name first.
    pub candidates: Vec<Candidate>,
    /// Whether the user chose the fan for a damaged ID.
    pub chosen: bool,
    /// Why it is not ready, if it is not.
    pub reason: Option<RowReason>,
    /// Whether it is ready but its ID looks slightly rounded.
    pub hint: bool,
}

/// A fan whom a damaged ID may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Candidate {
    /// The fan's ID.
    pub fan: String,
    /// The fan's names.
    pub called: Called,
}

/// A fan's names on Fansly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Called {
    /// The username, by which they are found.
    pub username: Option<String>,
    /// The display name.
    pub name: Option<String>,
}

/// Why a row is not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum RowReason {
    /// A duplicate of row `first`.
    Duplicate {
        /// The row that counts.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        first: u64,
    },
    /// On the VIP list that was just loaded.
    Vip,
    /// Added to this account before, according to the ledger.
    AddedBefore,
    /// A name that nobody has looked up yet.
    Name,
    /// No fan has exactly this name.
    NameUnknown,
    /// Several fans could be meant.
    NameUnclear,
    /// Damaged, but only one known fan fits.
    MatchedById,
    /// Damaged, and several known fans fit.
    Ambiguous,
    /// Scientific notation, such as `8.43584E+17`.
    Scientific,
    /// Zeros after the 15th digit, as Excel leaves them.
    RoundedByExcel,
    /// The end of a number that went through a JavaScript program, or the decimals that a script gave it.
    RoundedByScript,
    /// Stored as a number in a workbook, which keeps at most 15 digits.
    StoredAsNumber,
    /// An empty cell.
    Empty,
    /// More than one ID.
    Several {
        /// Number of IDs.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        count: u64,
    },
    /// A decimal point or comma.
    Decimal,
    /// A plus or minus sign.
    Sign,
    /// Something other than digits.
    Letters,
    /// Fewer than 6 digits.
    TooShort {
        /// Number of digits.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        digits: u64,
    },
    /// More than 20 digits.
    TooLong {
        /// Number of digits.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        digits: u64,
    },
    /// An ID with a digit too many.
    DigitTooMany,
    /// An ID from the future.
    FromTheFuture,
    /// An ID older than Fansly.
    OlderThanFansly,
    /// An ID that isn't made like those of Fansly accounts.
    NotAnAccount,
    /// An ID that was looked up, and that the server returned no account for.
    NotFound,
    /// One of at least three IDs that count up or down by one, as a spreadsheet continues a cell that was dragged.
    CountsUp,
    /// The ID of an account.
    Account,
    /// The creator's own ID.
    Creator,
}

/// Progress of reading a file, or of saving a new batch. It is sent repeatedly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListProgress {
    /// Bytes read, or fans saved.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub done: u64,
    /// Bytes or fans in total.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
    /// Rows found, or fans saved.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub rows: u64,
}
