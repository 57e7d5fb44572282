//! What the ledger and the account know about the fans of a list.

use crate::shown::RowReason;
use velvet_model::{Fan, ids::FanId};

/// What the ledger and the account know about fans.
pub struct Known<'a> {
    /// Whether a fan was added to this account before.
    pub added_before: &'a dyn Fn(&str) -> bool,
    /// Whether a fan is on the VIP list that was just loaded.
    pub vip: &'a dyn Fn(&str) -> bool,
    /// The result of looking up a name (in its lookup form); `None` if nobody has looked it up.
    pub named: &'a dyn Fn(&str) -> Option<Named>,
    /// Why an ID is probably not a fan's, if it looks like that.
    pub doubt: &'a dyn Fn(&FanId) -> Option<RowReason>,
    /// The creator's own ID.
    pub creator: Option<&'a str>,
    /// The IDs of all accounts.
    pub accounts: &'a [String],
}

/// The result of looking up a name from a list. The user is not there to choose among candidates, so only an exact
/// match counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// The fan with this name.
    Fan(Fan),
    /// No fan has exactly this name.
    NotFound,
    /// Several fans could be meant.
    Unclear,
}

impl Known<'_> {
    /// Knows nothing.
    pub const NOTHING: Known<'static> = Known {
        added_before: &|_| false,
        vip: &|_| false,
        named: &|_| None,
        doubt: &|_| None,
        creator: None,
        accounts: &[],
    };
}
