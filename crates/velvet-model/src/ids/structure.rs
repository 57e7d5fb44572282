//! The structure of Fansly's IDs: a time, the worker that made the ID, and a sequence (API.md, "IDs"). It was measured on
//! 271 public account IDs, so an ID that does not fit is probably a typo. An ID that fits proves nothing.

use std::{cmp::Reverse, ops::RangeInclusive};

use super::FanId;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The time of ID 0, in milliseconds since 1970.
const EPOCH_MS: u64 = 1_561_494_359_539;
/// Bits below the time: ten for the worker, twelve for the sequence.
const TIME_SHIFT: u32 = 22;
const WORKER_SHIFT: u32 = 12;

/// What the parts of an account ID are expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdLimits {
    /// The creation of the oldest account, in milliseconds since 1970.
    pub oldest_ms: u64,
    /// The creation of an account that certainly exists, in milliseconds since 1970. It may be later than now if the
    /// clock of the computer is wrong.
    pub newest_ms: u64,
    /// The highest worker.
    pub worker: u64,
    /// The highest sequence.
    pub sequence: u64,
}

/// The parts of an ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdParts {
    /// When the account was created, in milliseconds since 1970.
    pub created_ms: u64,
    /// The worker that made the ID.
    pub worker: u64,
    /// The count of IDs that the worker had made in this millisecond.
    pub sequence: u64,
}

/// Why an ID does not look like a Fansly account ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdDoubt {
    /// It has more digits than an ID made today.
    DigitTooMany,
    /// It says that the account is yet to be created.
    FromTheFuture,
    /// It says that the account is older than Fansly.
    OlderThanFansly,
    /// Its worker or sequence was never seen in an account ID.
    NotAnAccount,
}

impl IdLimits {
    /// What was measured, with room (API.md, "IDs"): from July 2020, workers and sequences below 16.
    pub const MEASURED: Self = Self { oldest_ms: 1_593_561_600_000, newest_ms: 0, worker: 15, sequence: 15 };

    /// Makes room for the IDs that the server itself returned. Three must be beyond a limit to move it, so that one odd
    /// row, such as a group, does not end the check.
    #[must_use]
    pub fn widened(self, ids: impl Iterator<Item = IdParts>) -> Self {
        let (mut oldest, mut newest, mut workers, mut sequences) = (vec![], vec![], vec![], vec![]);
        for parts in ids {
            oldest.extend((parts.created_ms < self.oldest_ms).then_some(Reverse(parts.created_ms)));
            newest.push(parts.created_ms);
            workers.extend((parts.worker > self.worker).then_some(parts.worker));
            sequences.extend((parts.sequence > self.sequence).then_some(parts.sequence));
        }
        Self {
            oldest_ms: third(oldest).map_or(self.oldest_ms, |Reverse(oldest)| oldest),
            newest_ms: third(newest).unwrap_or(self.newest_ms),
            worker: third(workers).unwrap_or(self.worker),
            sequence: third(sequences).unwrap_or(self.sequence),
        }
    }

    /// Returns the account IDs in a range of numbers, in ascending order. `None` if there are more than `most`. `now_ms` is
    /// the time in milliseconds since 1970.
    pub fn ids_within(&self, range: RangeInclusive<u64>, now_ms: u64, most: usize) -> Option<Vec<FanId>> {
        let (first, last) = (range.start() >> TIME_SHIFT, range.end() >> TIME_SHIFT);
        if last.saturating_sub(first) > most as u64 {
            return None;
        }
        let mut found = Vec::new();
        for time in first..=last {
            for worker in 0..=self.worker {
                for sequence in 0..=self.sequence {
                    let parts = IdParts { created_ms: time + EPOCH_MS, worker, sequence };
                    let within = |id: &FanId| id.as_str().parse().is_ok_and(|number| range.contains(&number));
                    let id = parts.id().filter(|id| within(id) && self.doubt(id, now_ms).is_none());
                    found.extend(id);
                    if found.len() > most {
                        return None;
                    }
                }
            }
        }
        Some(found)
    }

    /// Whether digits could be an account ID, now or in the future.
    pub fn fit(&self, digits: &str) -> bool {
        IdParts::of(digits).is_some_and(|parts| {
            parts.created_ms >= self.oldest_ms
                && parts.worker <= self.worker
                && parts.sequence <= self.sequence
        })
    }

    /// Returns why an ID does not look like a Fansly account ID, if it does not. `now_ms` is the time in milliseconds
    /// since 1970.
    pub fn doubt(&self, id: &FanId, now_ms: u64) -> Option<IdDoubt> {
        let Some(parts) = id.parts() else { return Some(IdDoubt::DigitTooMany) };
        // Clocks differ, and the app may run where the time zone is set wrong.
        let latest = (now_ms + DAY_MS).max(self.newest_ms);
        if parts.created_ms > latest {
            let digits = (latest.saturating_sub(EPOCH_MS) << TIME_SHIFT).to_string().len();
            let longer = id.as_str().trim_start_matches('0').len() > digits;
            Some(if longer { IdDoubt::DigitTooMany } else { IdDoubt::FromTheFuture })
        } else if parts.created_ms < self.oldest_ms {
            Some(IdDoubt::OlderThanFansly)
        } else {
            (parts.worker > self.worker || parts.sequence > self.sequence).then_some(IdDoubt::NotAnAccount)
        }
    }
}

/// Returns when the account with this ID was created, in milliseconds since 1970. `None` if the ID does not look like an
/// account's.
pub fn created_ms(id: &str) -> Option<i64> {
    let id = FanId::from_digits(id.to_owned()).ok()?;
    let parts = id.parts().filter(|parts| IdLimits::MEASURED.doubt(&id, parts.created_ms).is_none())?;
    i64::try_from(parts.created_ms).ok()
}

/// Returns the third greatest value.
fn third<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    let place = values.len().checked_sub(3)?;
    Some(*values.select_nth_unstable(place).1)
}

impl FanId {
    /// Returns the parts of the ID; `None` if it does not fit in 64 bits or has leading zeros.
    pub fn parts(&self) -> Option<IdParts> {
        IdParts::of(self.as_str())
    }
}

impl IdParts {
    /// Returns the parts of an ID given as decimal digits; `None` if it does not fit in 64 bits or has leading zeros.
    pub fn of(digits: &str) -> Option<Self> {
        if digits.starts_with(['0', '+']) {
            return None;
        }
        let bits: u64 = digits.parse().ok()?;
        Some(Self {
            created_ms: (bits >> TIME_SHIFT) + EPOCH_MS,
            worker: bits >> WORKER_SHIFT & 0x3ff,
            sequence: bits & 0xfff,
        })
    }

    /// Returns the ID with these parts. `None` if the time is before the first ID or a part is too large.
    pub fn id(self) -> Option<FanId> {
        let time = self.created_ms.checked_sub(EPOCH_MS).filter(|time| time >> (64 - TIME_SHIFT) == 0)?;
        let small = self.worker <= 0x3ff && self.sequence <= 0xfff;
        let bits = small.then_some(time << TIME_SHIFT | self.worker << WORKER_SHIFT | self.sequence)?;
        FanId::from_digits(bits.to_string()).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    /// 2026-12-01.
    const NOW: u64 = 1_796_083_200_000;
    /// 2027-03-01, when IDs have 19 digits.
    const IN_2027: u64 = 1_803_859_200_000;

    fn id(created_ms: u64, worker: u64, sequence: u64) -> FanId {
        IdParts { created_ms, worker, sequence }.id().unwrap()
    }

    fn doubt(text: &str, now_ms: u64) -> Option<IdDoubt> {
        IdLimits::MEASURED.doubt(&FanId::from_digits(text.to_owned()).unwrap(), now_ms)
    }

    #[test]
    fn an_id_tells_when_the_account_was_created() {
        let new = id(NOW, 7, 3);
        assert_eq!(new.parts(), Some(IdParts { created_ms: NOW, worker: 7, sequence: 3 }));
        assert_eq!(new.as_str().len(), 18);
        assert_eq!(id(IN_2027, 4, 0).as_str().len(), 19);
        assert_eq!(FanId::from_digits("99999999999999999999".to_owned()).unwrap().parts(), None);
        assert_eq!(FanId::from_digits("018446744073709551".to_owned()).unwrap().parts(), None);
    }

    #[test]
    fn the_ids_within_a_range_are_those_that_nothing_speaks_against() {
        let limits = IdLimits { worker: 3, sequence: 2, ..IdLimits::MEASURED };
        let one = id(NOW - DAY_MS, 2, 1);
        let number: u64 = one.as_str().parse().unwrap();
        let around = |distance: u64| limits.ids_within(number - distance..=number + distance, NOW, 5);
        let ids = |found: Option<Vec<FanId>>| found.unwrap().iter().map(FanId::to_string).collect::<Vec<_>>();
        assert_eq!(ids(around(0)), [one.to_string()]);
        let all: Vec<_> = (0..=2).map(|sequence| id(NOW - DAY_MS, 2, sequence).to_string()).collect();
        assert_eq!(ids(around(1000)), all);
        assert_eq!(around(10_000), None, "more than five");
        assert_eq!(around(1_000_000_000_000), None);
        let future: u64 = id(NOW + 9 * DAY_MS, 2, 1).as_str().parse().unwrap();
        assert_eq!(limits.ids_within(future..=future, NOW, 5), Some(vec![]));
    }

    #[test]
    fn an_id_of_19_digits_is_from_the_future_only_until_2027() {
        let next = id(IN_2027, 4, 0);
        assert_eq!(doubt(next.as_str(), NOW), Some(IdDoubt::DigitTooMany));
        assert_eq!(doubt(next.as_str(), IN_2027), None);
    }

    #[test]
    fn each_doubt_has_its_reason() {
        let good = id(NOW - 1_000_000_000, 5, 1);
        assert_eq!(doubt(good.as_str(), NOW), None);
        for (text, expected) in [
            (format!("{good}7"), IdDoubt::DigitTooMany),
            ("99999999999999999999".to_owned(), IdDoubt::DigitTooMany),
            (id(NOW + 40 * DAY_MS, 5, 1).to_string(), IdDoubt::FromTheFuture),
            (good.as_str()[1..].to_owned(), IdDoubt::OlderThanFansly),
            ("123456".to_owned(), IdDoubt::OlderThanFansly),
            (id(NOW, 16, 0).to_string(), IdDoubt::NotAnAccount),
            (id(NOW, 0, 16).to_string(), IdDoubt::NotAnAccount),
        ] {
            assert_eq!(doubt(&text, NOW), Some(expected), "{text}");
        }
    }

    #[test]
    fn three_ids_from_the_server_widen_the_limits() {
        let measured = IdLimits::MEASURED;
        for odd in [id(measured.oldest_ms - DAY_MS, 5, 0), id(IN_2027, 5, 0), id(NOW, 40, 0), id(NOW, 5, 90)]
        {
            let widened = |count| measured.widened(iter::repeat_n(odd.parts().unwrap(), count));
            assert!(widened(2).doubt(&odd, NOW).is_some(), "{odd}");
            assert_eq!(widened(3).doubt(&odd, NOW), None, "{odd}");
        }
    }
}
