use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Action, Failure, ListColumn, ListGroup, ListGroupKind, ListQuestion, ListRow, PeopleSource, Speed,
};

/// The list that was opened or pasted, with the results of the check. Nothing of it has been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListView {
    /// Increases with every change. Of two views, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// The file's name. `None` for pasted text.
    pub file: Option<String>,
    /// The name for its batch.
    pub name: String,
    /// Number of non-blank rows, not counting the header.
    #[ts(type = "number")]
    pub rows: u64,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The columns, from left to right.
    pub columns: Vec<ListColumn>,
    /// Zero-based index of the column of fan IDs. Without IDs, of the column of names to look up.
    pub id_column: u32,
    /// Zero-based index of the label column, if there is one.
    pub label_column: Option<u32>,
    /// The sheet that was read, if several sheets have content.
    pub sheet: Option<String>,
    /// All sheets of a workbook, in order. Empty for text.
    pub sheets: Vec<String>,
    /// ID of the account it was checked for.
    pub account: String,
    /// The action it was checked for.
    pub action: Action,
    /// The rows by group. Empty groups are omitted.
    pub groups: Vec<ListGroup>,
    /// Number of fans that would be sent if the batch were started now, without duplicates.
    #[ts(type = "number")]
    pub ready: u64,
    /// Number of ready rows whose ID looks slightly rounded. This is only a hint.
    #[ts(type = "number")]
    pub hints: u64,
    /// Number of IDs in other columns.
    #[ts(type = "number")]
    pub other_columns: u64,
    /// Number of IDs inside longer text.
    #[ts(type = "number")]
    pub inside_text: u64,
    /// Number of IDs in cells of the ID column with several IDs among other text.
    #[ts(type = "number")]
    pub several: u64,
    /// Number of rows that quoted cells swallowed, because their quotes were closed much later.
    #[ts(type = "number")]
    pub swallowed_rows: u64,
    /// Whether this is a long list and all of its IDs end like rounded ones: it probably went through a program that
    /// changed some of them.
    pub rounded_everywhere: bool,
    /// Number of hidden rows that were skipped.
    #[ts(type = "number")]
    pub hidden_rows: u64,
    /// Whether hidden rows are included.
    pub hidden_included: bool,
    /// What the user must choose before any row is ready.
    pub asks: Option<ListQuestion>,
    /// What matching damaged IDs with known fans takes. `None` if no ID is damaged.
    pub matching: Option<ListMatching>,
    /// The names that can be looked up. `None` if there are none.
    pub names: Option<ListLookUp>,
    /// The IDs that can be looked up. `None` if there are none, or IDs cannot be looked up.
    pub ids: Option<ListLookUp>,
    /// An offer for each speed, for `ready` fans.
    pub offers: Vec<Offer>,
    /// What is known of the account's VIP list. `None` if it was never read.
    pub vips: Option<VipsKnown>,
}

/// Matching the damaged IDs of a list with known fans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListMatching {
    /// Whether they were matched.
    pub matched: bool,
    /// Number of fans whom the app knows on the account.
    #[ts(type = "number")]
    pub fans: u64,
    /// The lists of people that were never loaded. Loading them finds more fans.
    pub unread: Vec<PeopleSource>,
}

/// The names or IDs of a list that nobody has looked up yet, and what looking them up uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListLookUp {
    /// Number of different names or IDs.
    #[ts(type = "number")]
    pub count: u64,
    /// Estimated number of credits.
    #[ts(type = "number")]
    pub credits: u64,
    /// Estimated time at most, in seconds. `None` without a key.
    #[ts(type = "number | null")]
    pub seconds: Option<u64>,
    /// Why the last look-up stopped early. Fans found until then are kept.
    pub stopped: Option<Failure>,
}

/// What is known of an account's VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct VipsKnown {
    /// When it was read, in milliseconds since 1970.
    #[ts(type = "number")]
    pub read: i64,
    /// Whether it was read whole, and so recently that fans on it are skipped.
    pub fresh: bool,
    /// Minimum number of credits for reading it again.
    #[ts(type = "number")]
    pub credits: u64,
}

/// A page of the rows of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListRows {
    /// Revision of the list they are from.
    #[ts(type = "number")]
    pub revision: u64,
    /// Number of rows in the group.
    #[ts(type = "number")]
    pub total: u64,
    /// Number of rows of the group before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The rows, in list order.
    pub rows: Vec<ListRow>,
}

/// What one speed would take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Offer {
    /// The speed.
    pub speed: Speed,
    /// Estimated time, in seconds.
    #[ts(type = "number")]
    pub seconds: u64,
}

/// Files that were dropped on the window together. Only one list is open at a time, so only one of them is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DroppedFiles {
    /// Name of the file that is read.
    pub file: String,
    /// Number of files.
    #[ts(type = "number")]
    pub count: u64,
}

/// How to run a checked list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct StartList {
    /// Revision of the list that the user saw.
    #[ts(type = "number")]
    pub revision: u64,
    /// The speed.
    pub speed: Speed,
    /// The groups to send in addition to those that are ready: `added_before`, `unlikely`, `matched_by_id`.
    pub include: Vec<ListGroupKind>,
    /// Whether to read the VIP list first, so that fans who are VIP already are skipped.
    pub look_first: bool,
}

/// The texts for the file of skipped rows, in the language of the window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct RejectedRowsWords {
    /// What the file's name adds to the name of the list.
    pub name: String,
    /// The text of each reason, by its kind. Placeholders stand for numbers: `{first}`, `{count}`, `{digits}`.
    pub reasons: BTreeMap<String, String>,
}
