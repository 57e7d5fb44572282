use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, Failure, ListColumn, ListGroup, ListRow, Speed};

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

/// What a pace would take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Offer {
    /// The pace.
    pub speed: Speed,
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

/// How a checked list is to be run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct StartList {
    /// The list's revision that the user saw.
    #[ts(type = "number")]
    pub revision: u64,
    /// The pace.
    pub speed: Speed,
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
