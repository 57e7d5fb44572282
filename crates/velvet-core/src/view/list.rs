use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, Failure, Pace};

/// The list that was opened or pasted, and what the check found. Nothing of it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListView {
    /// Rises with every change: of two, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// The file's name; nothing: it was pasted.
    pub file: Option<String>,
    /// The name its batch will carry.
    pub name: String,
    /// Rows with anything in them, the header not counted.
    #[ts(type = "number")]
    pub rows: u64,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The columns, from the left.
    pub columns: Vec<ListColumn>,
    /// Place of the column the ids are taken from.
    pub id_column: u32,
    /// Place of the column the names are taken from, if any.
    pub label_column: Option<u32>,
    /// The sheet of a workbook that was read, when it has several with something in them.
    pub sheet: Option<String>,
    /// All sheets of a workbook, in its order; empty for a text.
    pub sheets: Vec<String>,
    /// The account it was checked for.
    pub account: String,
    /// What is to be done.
    pub action: Action,
    /// Rows by what to do about them; groups without a row are left out.
    pub groups: Vec<ListGroup>,
    /// Fans that will be sent when the batch is started now, each once.
    #[ts(type = "number")]
    pub ready: u64,
    /// Ready rows that look a little like a rounded number: worth a look, no more.
    #[ts(type = "number")]
    pub hints: u64,
    /// Names that can be looked up; nothing when there are none.
    pub names: Option<ListNames>,
    /// What either pace would take, for `ready` fans.
    pub offers: Vec<Offer>,
    /// What is known of the account's VIP list; nothing when it was never read.
    pub vips: Option<VipsKnown>,
}

/// The names of a list that nobody has looked up yet, and what that costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListNames {
    /// How many different ones.
    #[ts(type = "number")]
    pub count: u64,
    /// About how many credits it uses.
    #[ts(type = "number")]
    pub credits: u64,
    /// About how many seconds it takes at most; nothing while there is no key.
    #[ts(type = "number | null")]
    pub seconds: Option<u64>,
    /// Why the last look-up ended before all were looked up. Whoever was found is kept.
    pub stopped: Option<Failure>,
}

/// What is known of an account's VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct VipsKnown {
    /// When it was read, milliseconds since 1970.
    #[ts(type = "number")]
    pub read: i64,
    /// It was read whole and so lately that nobody on it is sent.
    pub fresh: bool,
    /// How many credits reading it again uses, at least.
    #[ts(type = "number")]
    pub credits: u64,
}

/// A column of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListColumn {
    /// Its place, from 0.
    pub place: u32,
    /// Its name in the header, if it has one.
    pub name: Option<String>,
    /// The first few things that stand in it, shortened.
    pub examples: Vec<String>,
    /// How many of its rows hold a fan id, good or damaged.
    #[ts(type = "number")]
    pub ids: u64,
}

/// Rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListGroup {
    /// The kind.
    pub kind: ListGroupKind,
    /// How many rows.
    #[ts(type = "number")]
    pub count: u64,
    /// The first few.
    pub examples: Vec<ListRow>,
    /// How many rows have each reason, the most frequent first; empty for `ready`.
    pub reasons: Vec<ReasonCount>,
}

/// How many rows of a group have a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReasonCount {
    /// The reason, its numbers those of the first such row.
    pub reason: RowReason,
    /// How many rows.
    #[ts(type = "number")]
    pub count: u64,
}

/// What to do about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListRow {
    /// Its number as a spreadsheet or editor shows it, the first line being 1.
    #[ts(type = "number")]
    pub row: u64,
    /// What stands in the id column, shortened; a name as it is looked up.
    pub text: String,
    /// The fan, when it is one.
    pub fan: Option<String>,
    /// What stands in the column of names.
    pub label: Option<String>,
    /// What the fan is called who was looked up by name.
    pub called: Option<Called>,
    /// Why it is not ready.
    pub reason: Option<RowReason>,
    /// It is ready and looks a little like a rounded number.
    pub hint: bool,
}

/// What somebody is called at Fansly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Called {
    /// The name by which they are found.
    pub username: Option<String>,
    /// The name they show beside it.
    pub name: Option<String>,
}

/// Rows of one kind, a part of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListRows {
    /// The list's revision they were taken from.
    #[ts(type = "number")]
    pub revision: u64,
    /// How many rows there are of this kind.
    #[ts(type = "number")]
    pub total: u64,
    /// How many of them stand before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The rows, in the order of the list.
    pub rows: Vec<ListRow>,
}

/// Why a row is not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RowReason {
    /// The same fan stands in row `first`.
    Double {
        /// The row that is taken.
        #[ts(type = "number")]
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
        #[ts(type = "number")]
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
        #[ts(type = "number")]
        digits: u64,
    },
    /// More than 20 digits.
    TooLong {
        /// How many.
        #[ts(type = "number")]
        digits: u64,
    },
    /// An account id.
    Account,
    /// The creator's own id.
    Creator,
}

/// What a pace would take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Offer {
    /// The pace.
    pub pace: Pace,
    /// About how long, in seconds.
    #[ts(type = "number")]
    pub seconds: u64,
}

/// Files that were dropped on the window together. One list is open at a time, so only one of them is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DroppedFiles {
    /// The name of the one that is read.
    pub file: String,
    /// How many there were.
    #[ts(type = "number")]
    pub count: u64,
}

/// How far the reading of a file has come, or the writing down of what is started. Sent again and again meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ListProgress {
    /// Bytes that were read, or fans that were written down.
    #[ts(type = "number")]
    pub done: u64,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
    /// Rows that were found, or fans that were written down.
    #[ts(type = "number")]
    pub rows: u64,
}

/// How a checked list is to be run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct StartList {
    /// The list's revision that the user saw.
    #[ts(type = "number")]
    pub revision: u64,
    /// The pace.
    pub pace: Pace,
    /// Send also to fans who were added before.
    pub again: bool,
    /// Read the VIP list first, so that who is VIP already is left alone.
    pub look_first: bool,
}

/// What the file with the rows left out says, in the language of the window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct LeftOutWords {
    /// What its name adds to the name of the list.
    pub name: String,
    /// Each reason by its kind. Its numbers stand in it by name: `{first}`, `{count}`, `{digits}`.
    pub reasons: BTreeMap<String, String>,
}
