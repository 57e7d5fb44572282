//! A list as it is shown.

use serde::{Deserialize, Serialize};

/// A column of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListColumn {
    /// Its place, from 0.
    pub(crate) place: u32,
    /// Its name in the header, if it has one.
    pub name: Option<String>,
    /// The first few things that stand in it, shortened.
    pub examples: Vec<String>,
    /// How many of its rows hold a fan id, good or damaged.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub ids: u64,
}

/// Rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListGroup {
    /// The kind.
    pub kind: ListGroupKind,
    /// How many rows.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub count: u64,
    /// The first few.
    pub examples: Vec<ListRow>,
    /// How many rows have each reason, the most frequent first; empty for `ready`.
    pub reasons: Vec<ReasonCount>,
}

/// How many rows of a group have a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ReasonCount {
    /// The reason, its numbers those of the first such row.
    pub reason: RowReason,
    /// How many rows.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub count: u64,
}

/// What to do about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ListGroupKind {
    /// It will be sent.
    Ready,
    /// Somebody who was looked up by name. It will be sent.
    ByName,
    /// A name that nobody has looked up yet.
    Name,
    /// On the VIP list, as it was read just now: nothing is sent.
    Vip,
    /// The ledger says that this fan was added to this account before.
    AddedBefore,
    /// The same fan stands further up.
    Double,
    /// A spreadsheet has lost digits.
    Damaged,
    /// Neither a fan id nor somebody's name.
    NotAFan,
}

/// A row of the list as it will be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListRow {
    /// Its number as a spreadsheet or editor shows it, the first line being 1.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub row: u64,
    /// What stands in the id column, shortened; a name as it is looked up.
    pub text: String,
    /// The fan, when it is one.
    pub fan: Option<String>,
    /// What stands in the column of names.
    pub(crate) label: Option<String>,
    /// What the fan is called who was looked up by name.
    pub called: Option<Called>,
    /// Why it is not ready.
    pub reason: Option<RowReason>,
    /// It is ready and looks a little like a rounded number.
    pub hint: bool,
}

/// What somebody is called at Fansly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Called {
    /// The name by which they are found.
    pub username: Option<String>,
    /// The name they show beside it.
    pub name: Option<String>,
}

/// Why a row is not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum RowReason {
    /// The same fan stands in row `first`.
    Double {
        /// The row that is taken.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        first: u64,
    },
    /// On the VIP list, as it was read just now.
    Vip,
    /// Added to this account before, says the ledger.
    AddedBefore,
    /// Somebody's name, not looked up yet.
    Name,
    /// Nobody is called exactly so.
    NameUnknown,
    /// More than one could be meant.
    NameUnclear,
    /// `8.43584E+17`
    Scientific,
    /// Its end is zeros, as after Excel's 15 digits.
    RoundedByExcel,
    /// It ends as numbers do that went through a JavaScript program.
    RoundedByScript,
    /// A workbook keeps it as a number, which holds 15 digits at most.
    StoredAsNumber,
    /// Nothing stands there.
    Empty,
    /// More than one id (`count`).
    Several {
        /// How many.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        count: u64,
    },
    /// A decimal point or comma.
    Decimal,
    /// A plus or minus sign.
    Sign,
    /// Something that is not a digit.
    Letters,
    /// Fewer than 6 digits.
    TooShort {
        /// How many.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        digits: u64,
    },
    /// More than 20 digits.
    TooLong {
        /// How many.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        digits: u64,
    },
    /// An account id.
    Account,
    /// The creator's own id.
    Creator,
}

/// How far the reading of a file has come, or the writing down of what is started. Sent again and again meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ListProgress {
    /// Bytes that were read, or fans that were written down.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub done: u64,
    /// How many there are.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
    /// Rows that were found, or fans that were written down.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub rows: u64,
}
