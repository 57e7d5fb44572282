use crate::{Action, Cause, Outcome};

/// A row of the log as it is taken along in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// Number of the item.
    pub item: i64,
    /// When it ended, or began when it has not; milliseconds since 1970, UTC.
    pub when: i64,
    /// The fan's id.
    pub fan: String,
    /// The name that stood beside the id in the list.
    pub name: Option<String>,
    /// The account it was for.
    pub account: String,
    /// The account's name when it was last seen.
    pub account_name: String,
    /// What was to be done.
    pub action: Action,
    /// How it ended; nothing: it has not.
    pub outcome: Option<Outcome>,
    /// Why, when it did not go well.
    pub cause: Option<Cause>,
    /// The name of the list it came with.
    pub list: Option<String>,
    /// What the user noted about the fan.
    pub note: Option<String>,
}
