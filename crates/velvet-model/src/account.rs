//! Accounts and the mode they belong to.

use crate::ids::AccountId;
use serde::{Deserialize, Serialize};

/// The server the app talks to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Mode {
    /// The real server.
    #[default]
    Live,
    /// The simulated server of practice mode.
    Practice,
}

/// State of an account's Fansly session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum SessionState {
    /// Not checked yet.
    Unknown,
    /// The session is active.
    Alive,
    /// The session has expired. The account must be reconnected in the vendor's console.
    Expired,
}

/// An account as the API lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAccount {
    /// The API's own ID for the account.
    pub id: AccountId,
    /// Display name, sanitized for the screen. May be empty.
    pub name: String,
}
