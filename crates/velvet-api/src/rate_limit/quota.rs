use std::time::Duration;

use super::sliding_window::{Answered, MINUTE};

/// The quota that a reply reported, updated by what has happened since.
#[derive(Debug)]
pub(super) struct QuotaSnapshot {
    /// When the reply arrived.
    pub(super) received: Duration,
    /// Lower bound of the requests still allowed: all our requests that the reply may not have counted are subtracted.
    /// `None` if it reported nothing.
    pub(super) room: Option<i64>,
    /// Lower bound of the requests of other clients that it counted.
    pub(super) others: i64,
}

impl QuotaSnapshot {
    /// Adds room for requests of ours that left the window, if this snapshot certainly counted them.
    pub(super) fn frees(&mut self, gone: &Answered) {
        if let Some(room) = &mut self.room
            && gone.counted
            && gone.sent + MINUTE > self.received
        {
            *room += gone.count;
        }
    }
}
