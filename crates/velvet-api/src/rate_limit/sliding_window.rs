use std::{collections::VecDeque, time::Duration};

/// The service counts over a sliding window of one minute (API.md, "Limits"). A little longer, because its clock and
/// this computer's do not run alike.
pub(super) const MINUTE: Duration = Duration::from_millis(60_050);

/// Answers that came within this time of each other leave together: a minute of a very fast service is not a list of
/// a million moments.
const TOGETHER: Duration = Duration::from_millis(10);

/// Our requests that were answered, or given up, in the last minute.
#[derive(Debug, Default)]
pub(super) struct SlidingWindow {
    answered: VecDeque<Answered>,
    count: i64,
}

/// Some of them.
#[derive(Debug)]
pub(super) struct Answered {
    /// When the first of them left.
    pub(super) sent: Duration,
    first: Duration,
    last: Duration,
    pub(super) count: i64,
    /// Whether the service has counted them for certain.
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

    /// The oldest, when they have left.
    pub(super) fn gone(&mut self, now: Duration) -> Option<Answered> {
        if self.answered.front()?.last + MINUTE > now {
            return None;
        }
        let gone = self.answered.pop_front()?;
        self.count -= gone.count;
        Some(gone)
    }

    /// When `count` of them have left.
    pub(super) fn leaves(&self, count: i64) -> Option<Duration> {
        let mut so_far = 0;
        let last = self.answered.iter().find(|some| {
            so_far += some.count;
            so_far >= count
        })?;
        Some(last.last + MINUTE)
    }
}
