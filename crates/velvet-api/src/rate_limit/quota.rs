use std::time::Duration;

use super::sliding_window::{Answered, MINUTE};

/// What one answer said of the plan, and what happened since.
#[derive(Debug)]
pub(super) struct QuotaSnapshot {
    /// When it came.
    pub(super) received: Duration,
    /// How many may still follow, at the strictest: every request of ours that it may not have counted is taken off.
    /// Nothing: it did not say.
    pub(super) room: Option<i64>,
    /// Requests of others that it counted, at the least.
    pub(super) others: i64,
}

impl QuotaSnapshot {
    /// Some of ours have left the minute. Only those that were counted for certain when this was said make room in it.
    pub(super) fn frees(&mut self, gone: &Answered) {
        if let Some(room) = &mut self.room
            && gone.counted
            && gone.sent + MINUTE > self.received
        {
            *room += gone.count;
        }
    }
}
