//! Who is to blame for an answer "too many requests". Knows nothing of how the pace is kept.

use std::{collections::VecDeque, time::Duration};

use velvet_core::api::rate_limit::RateLimitHeaders;

const MINUTE: Duration = Duration::from_secs(60);

/// One of our requests.
struct Request {
    number: u64,
    left: Timestamp,
    answer: Option<(Timestamp, RateLimitHeaders)>,
}

/// When something happened. Of two things at the same time, one was first.
#[derive(Clone, Copy)]
struct Timestamp {
    at: Duration,
    order: u64,
}

/// What was sent and what was said in the last minutes.
///
/// A 429 is *self-made* when its request left although the answers that had come by then left no room for it:
/// * the time that a 429 had asked to wait was not over; or
/// * of our own requests, those that the service may have counted in the last minute (from leaving until a minute after
///   the answer) were as many as the newest known limit, or more; or
/// * what the newest answer said to remain was used up. The newest is the one whose request left last. Of what it says
///   to remain are taken off all of ours that it may not have counted (not answered before its own request left); added
///   are ours that it counted for certain and that have left the minute since. It holds for a minute, because by then
///   all that it counted has left, or until a 429's own word of when to come again has been followed.
///
/// Any other 429 nobody could foresee: between two answers others sent, or the limit was lowered.
#[derive(Default)]
pub struct Judge {
    requests: VecDeque<Request>,
    next: u64,
    timestamps: u64,
}

impl Judge {
    /// A request leaves. Gives its number; numbers rise by one.
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

    /// Its answer comes.
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
        // Only what had left, and what had been said, by then.
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
