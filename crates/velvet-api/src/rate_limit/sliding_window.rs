use std::{collections::VecDeque, time::Duration};

/// The server counts over a sliding window of one minute (API.md, "Limits, money, errors"). Slightly longer, because
/// clocks differ.
pub(super) const MINUTE: Duration = Duration::from_millis(60_050);

/// Replies within this time are stored together, so that a minute without a limit does not need a million entries.
const TOGETHER: Duration = Duration::from_millis(10);

/// Our requests of the last minute that were answered or given up.
#[derive(Debug, Default)]
pub(super) struct SlidingWindow {
    answered: VecDeque<Answered>,
    count: i64,
}

/// A group of requests that leave the window together.
#[derive(Debug)]
pub(super) struct Answered {
    /// When the first of them was sent.
    pub(super) sent: Duration,
    first: Duration,
    last: Duration,
    pub(super) count: i64,
    /// Whether the server has certainly counted them.
    pub(super) counted: bool,
}

impl SlidingWindow {
    pub(super) fn count(&self) -> i64 {
        self.count
    }

    pub(super) fn answered(&mut self, sent: Duration, now: Duration, counted: bool) {
        self.count += 1;
        match self.answered.back_mut() {
            Some(back) if back.counted == counted && now < back.first + TOGETHER => {
                back.sent = back.sent.min(sent);
                back.last = back.last.max(now);
                back.count += 1;
            }
            _ => self.answered.push_back(Answered { sent, first: now, last: now, count: 1, counted }),
        }
    }

    /// Removes and returns the oldest group if it has left the window.
    pub(super) fn gone(&mut self, now: Duration) -> Option<Answered> {
        if self.answered.front()?.last + MINUTE > now {
            return None;
        }
        let gone = self.answered.pop_front()?;
        self.count -= gone.count;
        Some(gone)
    }

    /// Returns when the oldest `count` requests will have left the window.
    pub(super) fn leaves(&self, count: i64) -> Option<Duration> {
        let mut so_far = 0;
        let last = self.answered.iter().find(|some| {
            so_far += some.count;
            so_far >= count
        })?;
        Some(last.last + MINUTE)
    }
}
