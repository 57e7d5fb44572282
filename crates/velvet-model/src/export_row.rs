use crate::{Action, Cause, Outcome};

/// A log entry as it is exported to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// ID of the item.
    pub item: i64,
    /// When the item ended, or when it began if it has not ended. Milliseconds since 1970, UTC.
    pub when: i64,
    /// The fan's ID.
    pub fan: String,
    /// The name next to the ID in the list.
    pub name: Option<String>,
    /// ID of the account.
    pub account: String,
    /// The account's last known name.
    pub account_name: String,
    /// The requested action.
    pub action: Action,
    /// How the item ended. `None` while it is open.
    pub outcome: Option<Outcome>,
    /// Why it did not succeed.
    pub cause: Option<Cause>,
    /// Name of the list the item came from.
    pub list: Option<String>,
    /// The user's note about the fan.
    pub note: Option<String>,
}
