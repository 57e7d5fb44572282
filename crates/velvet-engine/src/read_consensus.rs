use std::collections::HashSet;

use velvet_api::{Completeness, IncompleteReason};
use velvet_model::Absence;
use velvet_model::PeopleKnown;
use velvet_model::ids::FanId;

/// Reads made if somebody is missing or a list ended in a doubtful way.
const TO_CONFIRM: usize = 2;
/// Most reads made until two in a row return the same fans.
const TO_BE_SURE: usize = 4;

/// Successive reads of one VIP list, and what they prove together.
///
/// A page can be lost without an error: when called too fast, Fansly has replied with an empty page (API.md, "Reads
/// that help"). So a fan counts as gone only after two reads without them, and a list is verified only after two reads
/// in a row returned the same fans. If both reads lose the same page, its fans cannot be told from fans who left.
#[derive(Debug)]
pub struct ReadConsensus {
    /// Fans who were on the list before, and may still be.
    before: HashSet<FanId>,
    sure: bool,
    made: usize,
    /// The fans of the last read, if that was complete.
    last: Option<HashSet<FanId>>,
    last_end: Option<Completeness>,
    /// Whether the last two reads returned the same fans.
    agree: bool,
    /// Fans who were in any read.
    seen: HashSet<FanId>,
    whole: usize,
}

impl ReadConsensus {
    /// Starts without any read. `before` holds the fans who were on the list. With `sure`, the list is read until two
    /// reads agree.
    pub fn new(before: HashSet<FanId>, sure: bool) -> Self {
        Self {
            before,
            sure,
            made: 0,
            last: None,
            last_end: None,
            agree: false,
            seen: HashSet::new(),
            whole: 0,
        }
    }

    /// Adds a read that returned `fans` and ended with `end`.
    pub fn take(&mut self, fans: HashSet<FanId>, end: Completeness) {
        self.made += 1;
        let whole = self.is_whole(end);
        self.seen.extend(fans.iter().cloned());
        self.whole += usize::from(whole);
        self.agree = whole && self.last.as_ref() == Some(&fans);
        self.last = whole.then_some(fans);
        self.last_end = Some(end);
    }

    /// Returns whether the list should be read again.
    pub fn again(&self) -> bool {
        let most = if self.sure { TO_BE_SURE } else { TO_CONFIRM };
        if self.agree || self.made >= most {
            return false;
        }
        match self.last_end {
            None => true,
            // A list without an end would have none the next time either, and use as many credits.
            Some(Completeness::Stopped | Completeness::Incomplete(IncompleteReason::TooManyPages)) => false,
            _ if self.sure => true,
            // An empty list is plausible unless VIPs were known.
            Some(Completeness::Incomplete(IncompleteReason::NothingAtAll)) => !self.before.is_empty(),
            Some(Completeness::Incomplete(IncompleteReason::EmptyPage)) => true,
            Some(Completeness::Incomplete(_)) => false,
            Some(Completeness::Complete | Completeness::RanOut) => {
                self.before.iter().any(|fan| !self.seen.contains(fan))
            }
        }
    }

    /// Returns what is known of the list now.
    pub fn known(&self) -> PeopleKnown {
        match (self.agree, &self.last) {
            (true, _) => PeopleKnown::Sure,
            (false, Some(_)) => PeopleKnown::Once,
            (false, None) => PeopleKnown::Part,
        }
    }

    /// Returns the fans who are not on the list now, though they were on it before or in one of the reads.
    pub fn unseen(&self) -> Vec<(FanId, Absence)> {
        let known = self.before.iter().chain(self.seen.iter().filter(|fan| !self.before.contains(*fan)));
        let verdict = |fan: &FanId| {
            if self.agree {
                return (!self.last.as_ref()?.contains(fan)).then_some(Absence::Left);
            }
            let twice = self.whole >= TO_CONFIRM;
            (!self.seen.contains(fan)).then_some(if twice { Absence::Left } else { Absence::Missed })
        };
        known.filter_map(|fan| Some((fan.clone(), verdict(fan)?))).collect()
    }

    /// Returns whether a read with this end proves something about the fans it did not return.
    fn is_whole(&self, end: Completeness) -> bool {
        match end {
            Completeness::Complete | Completeness::RanOut => true,
            // Only with `sure` do two empty reads count as proof. Otherwise an outage would remove every VIP.
            Completeness::Incomplete(IncompleteReason::NothingAtAll) => self.sure || self.before.is_empty(),
            Completeness::Stopped | Completeness::Incomplete(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fans(ids: &[u8]) -> HashSet<FanId> {
        ids.iter().map(|id| FanId::parse(&format!("8435842564741160{id:02}")).unwrap()).collect()
    }

    fn after(
        before: &[u8],
        sure: bool,
        readings: &[(&[u8], Completeness)],
    ) -> (bool, PeopleKnown, Vec<(u8, Absence)>) {
        let mut all = ReadConsensus::new(fans(before), sure);
        for (ids, end) in readings {
            all.take(fans(ids), *end);
        }
        let mut unseen: Vec<_> = all
            .unseen()
            .into_iter()
            .map(|(fan, unseen)| (fan.as_str()[16..].parse().unwrap(), unseen))
            .collect();
        unseen.sort_by_key(|(fan, _)| *fan);
        (all.again(), all.known(), unseen)
    }

    const NOTHING: Completeness = Completeness::Incomplete(IncompleteReason::NothingAtAll);

    #[test]
    fn one_reading_is_enough_while_nobody_is_missing() {
        assert_eq!(
            after(&[1], false, &[(&[1, 2], Completeness::Complete)]),
            (false, PeopleKnown::Once, vec![])
        );
        assert_eq!(after(&[], false, &[(&[], NOTHING)]), (false, PeopleKnown::Once, vec![]));
        assert_eq!(
            after(&[], false, &[(&[1], Completeness::Incomplete(IncompleteReason::SameCursor))]),
            (false, PeopleKnown::Part, vec![])
        );
    }

    #[test]
    fn nobody_leaves_by_one_reading() {
        let (again, known, unseen) = after(&[1, 2], false, &[(&[1], Completeness::Complete)]);
        assert!(again);
        assert_eq!((known, unseen), (PeopleKnown::Once, vec![(2, Absence::Missed)]));
        // A second read that returns them, or ends in a doubtful way, changes nothing about that.
        let (again, _, unseen) =
            after(&[1, 2], false, &[(&[1], Completeness::Complete), (&[1, 2], Completeness::Complete)]);
        assert_eq!((again, unseen), (false, vec![]));
        let doubtful = Completeness::Incomplete(IncompleteReason::EmptyPage);
        let (_, known, unseen) = after(&[1, 2], false, &[(&[1], Completeness::Complete), (&[1], doubtful)]);
        assert_eq!((known, unseen), (PeopleKnown::Part, vec![(2, Absence::Missed)]));
    }

    #[test]
    fn who_is_missing_twice_has_left() {
        let twice: [(&[u8], Completeness); 2] =
            [(&[1], Completeness::Complete), (&[1], Completeness::RanOut)];
        assert_eq!(after(&[1, 2], false, &twice), (false, PeopleKnown::Sure, vec![(2, Absence::Left)]));
        // The reads need not agree about other fans.
        let other: [(&[u8], Completeness); 2] =
            [(&[1], Completeness::Complete), (&[1, 3], Completeness::Complete)];
        assert_eq!(after(&[1, 2], false, &other), (false, PeopleKnown::Once, vec![(2, Absence::Left)]));
    }

    #[test]
    fn an_empty_list_takes_nobody_off_unless_certainty_is_asked_for() {
        let empty: [(&[u8], Completeness); 2] = [(&[], NOTHING), (&[], NOTHING)];
        assert_eq!(after(&[1], false, &empty), (false, PeopleKnown::Part, vec![(1, Absence::Missed)]));
        assert_eq!(after(&[1], true, &empty), (false, PeopleKnown::Sure, vec![(1, Absence::Left)]));
    }

    #[test]
    fn who_was_seen_first_and_then_no_more_has_left_when_the_last_two_agree() {
        let left: [(&[u8], Completeness); 3] = [
            (&[1, 2], Completeness::Complete),
            (&[1], Completeness::Complete),
            (&[1], Completeness::Complete),
        ];
        assert_eq!(after(&[1, 2], true, &left[..2]), (true, PeopleKnown::Once, vec![]));
        assert_eq!(after(&[1, 2], true, &left), (false, PeopleKnown::Sure, vec![(2, Absence::Left)]));
    }

    fn end() -> impl Strategy<Value = Completeness> {
        prop_oneof![
            4 => Just(Completeness::Complete),
            1 => Just(Completeness::RanOut),
            1 => Just(NOTHING),
            1 => Just(Completeness::Incomplete(IncompleteReason::EmptyPage)),
            1 => Just(Completeness::Incomplete(IncompleteReason::SameCursor)),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_sure_but_by_two_alike_and_nobody_leaves_but_by_two_that_miss_them(
            before in proptest::collection::hash_set(0_u8..6, 0..6),
            sure in any::<bool>(),
            readings in proptest::collection::vec((proptest::collection::hash_set(0_u8..6, 0..6), end()), 1..5),
        ) {
            let before: Vec<u8> = before.into_iter().collect();
            let lists: Vec<Vec<u8>> = readings.iter().map(|(ids, _)| ids.iter().copied().collect()).collect();
            let given: Vec<(&[u8], Completeness)> = lists.iter().map(Vec::as_slice).zip(readings.iter().map(|(_, end)| *end)).collect();
            let (_, known, unseen) = after(&before, sure, &given);
            if known == PeopleKnown::Sure {
                let [.., (one, _), (two, _)] = &readings[..] else { panic!("of one reading") };
                prop_assert_eq!(one, two);
            }
            for (fan, verdict) in unseen {
                let missed = readings.iter().filter(|(ids, end)| !ids.contains(&fan) && !matches!(end, Completeness::Incomplete(IncompleteReason::SameCursor | IncompleteReason::EmptyPage))).count();
                prop_assert!(verdict == Absence::Missed || missed >= 2, "{fan} was missed {missed} times");
                prop_assert!(before.contains(&fan) || readings.iter().any(|(ids, _)| ids.contains(&fan)));
            }
        }
    }
}
