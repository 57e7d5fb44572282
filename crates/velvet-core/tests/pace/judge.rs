//! Decides who is to blame for a "too many requests" answer, without knowing how the rate limiter works.

use std::{collections::VecDeque, time::Duration};

use velvet_core::api::rate_limit::RateLimitHeaders;

const MINUTE: Duration = Duration::from_secs(60);

/// One of the app's requests.
struct Request {
    number: u64,
    left: Timestamp,
    answer: Option<(Timestamp, RateLimitHeaders)>,
}

/// A point in time. `order` tells which of two simultaneous events came first.
#[derive(Clone, Copy)]
struct Timestamp {
    at: Duration,
    order: u64,
}

/// The requests and answers of the last minutes.
///
/// A 429 is *self-made* if the answers known when its request left showed that there was no room for it:
/// * the wait that an earlier 429 had asked for was not over; or
/// * the app's own requests that the server may have counted in the last minute reached the newest known limit. A
///   request may be counted from when it leaves until a minute after its answer; or
/// * the remaining requests of the newest answer were used up. The newest answer is the one whose request left last.
///   From its remaining count, the judge subtracts all own requests that it may not have counted, because they were not
///   answered before its own request left. It adds own requests that were counted for certain and have since left the
///   minute. The answer is valid for a minute, because by then all requests it counted have left the minute, or until
///   the wait that a 429 asked for has been followed.
///
/// Any other 429 was unforeseeable: between two answers, other clients sent requests or the limit was lowered.
#[derive(Default)]
pub struct Judge {
    requests: VecDeque<Request>,
    next: u64,
    timestamps: u64,
}

impl Judge {
    /// Records that a request leaves. Returns its number; numbers increase by one.
    pub fn leaves(&mut self, now: Duration) -> u64 {
        while self.requests.front().is_some_and(|old| {
            old.answer.is_some_and(|(received, said)| {
                received.at + 3 * MINUTE < now && received.at + said.wait.unwrap_or_default() + MINUTE < now
            })
        }) {
            self.requests.pop_front();
        }
        let number = self.next;
        self.next += 1;
        let left = self.timestamp(now);
        self.requests.push_back(Request { number, left, answer: None });
        number
    }

    /// Records its answer.
    pub fn answered(&mut self, number: u64, said: RateLimitHeaders, now: Duration) {
        let first = self.requests.front().expect("it left").number;
        let at = usize::try_from(number - first).expect("few are kept");
        self.requests[at].answer = Some((self.timestamp(now), said));
    }

    fn timestamp(&mut self, at: Duration) -> Timestamp {
        self.timestamps += 1;
        Timestamp { at, order: self.timestamps }
    }

    /// Whether request `number` left without room for it, as far as could be known then.
    pub fn without_room(&self, number: u64) -> bool {
        let request = self.requests.iter().find(|one| one.number == number).expect("it left lately");
        let now = request.left.at;
        // Consider only the requests that had left and the answers that had arrived by then.
        let before: Vec<(&Request, Option<(Timestamp, RateLimitHeaders)>)> = self
            .requests
            .iter()
            .take_while(|one| one.number < number)
            .map(|one| (one, one.answer.filter(|(received, _)| received.order < request.left.order)))
            .collect();
        let asked = || {
            before.iter().filter_map(|(_, answer)| {
                let (received, said) = (*answer)?;
                (said.status == 429)
                    .then(|| received.at + said.wait.unwrap_or(MINUTE).max(Duration::from_secs(1)))
            })
        };
        if asked().any(|until| now < until) {
            return true;
        }
        let Some((newest, (received, said))) =
            before.iter().rev().find_map(|(one, answer)| Some((one, (*answer)?)))
        else {
            return false;
        };
        let Some(limit) = said.limit else { return false };
        let ours =
            before.iter().filter(|(_, answer)| answer.is_none_or(|(received, _)| now < received.at + MINUTE));
        if i64::try_from(ours.count()).expect("few are kept") >= limit {
            return true;
        }
        let old = received.at + MINUTE <= now || asked().any(|until| received.at <= until && until <= now);
        if old {
            return false;
        }
        let mut room = said.remaining.unwrap_or(i64::MAX / 2);
        for (one, answer) in &before {
            let counted = answer.filter(|(answered, _)| answered.order < newest.left.order);
            match counted {
                _ if one.number == newest.number => {}
                None => room -= 1,
                Some((answered, said)) => {
                    let was_in = said.status != 429 && received.at < one.left.at + MINUTE;
                    room += i64::from(was_in && answered.at + MINUTE <= now);
                }
            }
        }
        room <= 0
    }
}
