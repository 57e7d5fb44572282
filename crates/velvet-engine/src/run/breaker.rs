use std::collections::HashMap;

use velvet_model::Cause;

/// Requests on their way at the same time until the first success.
const SLOW_START: usize = 4;
/// So many equal refusals without one success pause the batch.
const FIRST: usize = 5;
/// The same once there was a success.
const LATER: usize = 20;
/// So many times as many refusals pause it even when no two of them are equal: words may name each fan.
const OF_ANY_KIND: usize = 4;

/// Refusals of one kind that a batch met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusals {
    /// What they say.
    pub(super) cause: Cause,
    /// In the server's own words, as it said them last.
    pub(super) words: Option<String>,
    /// How many there were since the last success.
    pub(super) times: usize,
}

/// Pauses a batch before the same refusal is paid for again and again.
#[derive(Debug)]
pub(super) struct CircuitBreaker {
    succeeded: bool,
    /// It paused like that before: one request tells whether that is over.
    one_first: bool,
    since_success: HashMap<(Cause, String), usize>,
}

impl CircuitBreaker {
    /// For a batch that starts, or goes on after refusals (`one_first`).
    pub(super) fn new(one_first: bool) -> Self {
        Self { succeeded: false, one_first, since_success: HashMap::new() }
    }

    /// The service did what it was asked to.
    pub(super) fn success(&mut self) {
        self.succeeded = true;
        self.since_success.clear();
    }

    /// The service refused. Gives what it refused with, when that was once too often.
    pub(super) fn refusal(&mut self, cause: Cause, words: Option<&str>) -> Option<Refusals> {
        let limit = self.limit();
        let equal = self.since_success.entry((cause, kind(words))).or_default();
        *equal += 1;
        let (equal, all) = (*equal, self.since_success.values().sum());
        let times = if equal >= limit {
            equal
        } else if all >= limit * OF_ANY_KIND {
            all
        } else {
            return None;
        };
        Some(Refusals { cause, words: words.map(str::to_owned), times })
    }

    /// How many requests may be on their way: never more than are left of the limit, so that those that are on their way
    /// do not go beyond it.
    pub(super) fn in_flight(&self) -> usize {
        let left = self.limit().saturating_sub(self.since_success.values().copied().max().unwrap_or(0));
        match (self.succeeded, self.one_first) {
            // With nothing refused lately, the speed of the batch alone decides.
            (true, _) if left == self.limit() => usize::MAX,
            (true, _) => left,
            (false, true) => 1,
            (false, false) => left.min(SLOW_START),
        }
    }

    fn limit(&self) -> usize {
        if self.succeeded { LATER } else { FIRST }
    }
}

/// The words without what may differ from fan to fan: numbers.
fn kind(words: Option<&str>) -> String {
    words.unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(breaker: &mut CircuitBreaker, times: usize) -> Option<Refusals> {
        (0..times).map(|_| breaker.refusal(Cause::Forbidden, Some("not in your plan"))).last().flatten()
    }

    #[test]
    fn the_same_refusal_from_the_start_trips_at_five_and_later_at_twenty() {
        let mut breaker = CircuitBreaker::new(false);
        assert_eq!(refused(&mut breaker, 4), None);
        let tripped = refused(&mut breaker, 1).unwrap();
        assert_eq!((tripped.cause, tripped.times), (Cause::Forbidden, 5));
        breaker.success();
        assert_eq!(refused(&mut breaker, 19), None);
        assert_eq!(refused(&mut breaker, 1).unwrap().times, 20);
    }

    #[test]
    fn a_success_between_and_other_words_do_not_add_up() {
        let mut breaker = CircuitBreaker::new(false);
        for _ in 0..10 {
            assert_eq!(refused(&mut breaker, 4), None);
            breaker.success();
        }
        let mut breaker = CircuitBreaker::new(false);
        for (cause, words) in [(Cause::Forbidden, "a"), (Cause::Forbidden, "b"), (Cause::BadRequest, "a")] {
            for _ in 0..4 {
                assert_eq!(breaker.refusal(cause, Some(words)), None);
            }
        }
        // An id in the words makes no other refusal of it.
        let mut breaker = CircuitBreaker::new(false);
        let trips =
            (0..5).filter_map(|fan| breaker.refusal(Cause::NoSuchFan, Some(&format!("no fan {fan}"))));
        assert_eq!(trips.count(), 1);
        // A name in them does, but not for ever.
        let mut breaker = CircuitBreaker::new(false);
        let refused = |name| breaker.refusal(Cause::Forbidden, Some(name));
        assert_eq!("abcdefghijklmnopqrst".split_inclusive(|_| true).filter_map(refused).count(), 1);
    }

    #[test]
    fn what_is_on_its_way_never_goes_beyond_the_limit() {
        let mut breaker = CircuitBreaker::new(false);
        assert_eq!(breaker.in_flight(), 4);
        refused(&mut breaker, 3);
        assert_eq!(breaker.in_flight(), 2);
        breaker.success();
        assert_eq!(breaker.in_flight(), usize::MAX);
        refused(&mut breaker, 5);
        assert_eq!(breaker.in_flight(), 15);
        assert_eq!(CircuitBreaker::new(true).in_flight(), 1);
    }
}
