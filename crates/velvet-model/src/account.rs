//! An account, and where it is.

use crate::ids::AccountId;
use serde::{Deserialize, Serialize};

/// Which service the app talks to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Mode {
    /// The real one.
    #[default]
    Live,
    /// The simulated one.
    Practice,
}

/// Whether an account's session at Fansly is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum SessionState {
    /// Not asked yet.
    Unknown,
    /// It answered.
    Alive,
    /// It has ended: the account must be connected again in the service's console.
    Expired,
}

/// An account as the service lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAccount {
    /// The service's own id for it.
    pub id: AccountId,
    /// Its name, without characters that could disturb the screen; may be empty.
    pub name: String,
}
