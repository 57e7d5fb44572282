//! The words in which the ledger keeps what the code keeps as values: the same that cross to the window.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    ledger::VipStanding,
    view::{Action, Cause, Hand, Outcome, Pace, PeopleKnown, SessionState, WaitReason},
};

/// A value with one word of its own.
pub(crate) trait Word: Serialize + DeserializeOwned {
    /// The word.
    fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::String(word)) => word,
            other => unreachable!("a value without a word: {other:?}"),
        }
    }

    /// The value of a word.
    fn from_word(word: &str) -> Option<Self> {
        serde_json::from_value(Value::String(word.to_owned())).ok()
    }
}

impl Word for Action {}
impl Word for Outcome {}
impl Word for Cause {}
impl Word for SessionState {}
impl Word for Pace {}
impl Word for WaitReason {}
impl Word for PeopleKnown {}
impl Word for Hand {}
impl Word for VipStanding {}
