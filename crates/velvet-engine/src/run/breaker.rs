use std::collections::HashMap;

use velvet_model::Cause;

/// Most requests in flight before the first success.
const SLOW_START: usize = 4;
/// Number of equal refusals that pause a batch without any success.
const FIRST: usize = 5;
/// Number of equal refusals that pause a batch after a success.
const LATER: usize = 20;
/// Factor by which more refusals of different kinds pause it, because messages may name each fan.
const OF_ANY_KIND: usize = 4;

/// Refusals of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusals {
    /// Their meaning.
    pub(super) cause: Cause,
    /// The last message of the server.
    pub(super) words: Option<String>,
    /// Number of refusals since the last success.
    pub(super) times: usize,
}

/// A circuit breaker that pauses a batch before it spends credits on the same refusal again and again.
#[derive(Debug)]
pub(super) struct CircuitBreaker {
    succeeded: bool,
    /// It tripped in the last run, so a single request finds out whether the reason is gone.
    one_first: bool,
    since_success: HashMap<(Cause, String), usize>,
}

impl CircuitBreaker {
    /// Creates a breaker for a batch that starts, or that resumes after refusals (`one_first`).
    pub(super) fn new(one_first: bool) -> Self {
        Self { succeeded: false, one_first, since_success: HashMap::new() }
    }

    /// Records a success.
    pub(super) fn success(&mut self) {
        self.succeeded = true;
        self.since_success.clear();
    }

    /// Records a refusal. Returns the refusals if there were too many.
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

    /// Returns how many requests may be in flight: at most as many refusals as are left until the limit, so that
    /// requests in flight cannot exceed it.
    pub(super) fn in_flight(&self) -> usize {
        let left = self.limit().saturating_sub(self.since_success.values().copied().max().unwrap_or(0));
        match (self.succeeded, self.one_first) {
            // Without recent refusals, only the speed of the batch limits it.
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

/// Returns a message without digits, which may differ from fan to fan.
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
        // An ID in the message does not make it a different refusal.
        let mut breaker = CircuitBreaker::new(false);
        let trips =
            (0..5).filter_map(|fan| breaker.refusal(Cause::NoSuchFan, Some(&format!("no fan {fan}"))));
        assert_eq!(trips.count(), 1);
        // A name in it does, but not without limit.
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
