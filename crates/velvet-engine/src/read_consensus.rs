use std::collections::HashSet;

use velvet_api::{Completeness, IncompleteReason};
use velvet_model::Absence;
use velvet_model::PeopleKnown;
use velvet_model::ids::FanId;

/// Readings that are made when somebody is missing, or a list ended oddly.
const TO_CONFIRM: usize = 2;
/// Readings that are made at most, until two of them name the same people.
const TO_BE_SURE: usize = 4;

/// Readings of one VIP list, one after the other, and what they prove together.
///
/// One page can be lost without a trace: when hit too fast, Fansly has answered with nothing at all (API.md, "Reads that
/// help"). So nobody has left before two readings did not see them, and nothing is called complete before two readings,
/// one after the other, named the same people. What is lost is lost for a moment: that the same page is lost both times
/// cannot be told from its people having left.
#[derive(Debug)]
pub struct ReadConsensus {
    /// Whom the list named before, and who may still be on it.
    before: HashSet<FanId>,
    sure: bool,
    made: usize,
    /// The last one, if it was whole.
    last: Option<HashSet<FanId>>,
    last_end: Option<Completeness>,
    /// The last two named the same.
    agree: bool,
    /// Who was seen in any of them.
    seen: HashSet<FanId>,
    whole: usize,
}

impl ReadConsensus {
    /// Nothing is read yet; `before` are those who were on the list. `sure`: until two readings name the same people.
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

    /// A reading has ended like this, and named these.
    pub fn take(&mut self, fans: HashSet<FanId>, end: Completeness) {
        self.made += 1;
        let whole = self.is_whole(end);
        self.seen.extend(fans.iter().cloned());
        self.whole += usize::from(whole);
        self.agree = whole && self.last.as_ref() == Some(&fans);
        self.last = whole.then_some(fans);
        self.last_end = Some(end);
    }

    /// Whether the list should be read once more.
    pub fn again(&self) -> bool {
        let most = if self.sure { TO_BE_SURE } else { TO_CONFIRM };
        if self.agree || self.made >= most {
            return false;
        }
        match self.last_end {
            None => true,
            // A list without an end has none the next time either, and costs as much.
            Some(Completeness::Stopped | Completeness::Incomplete(IncompleteReason::TooManyPages)) => false,
            _ if self.sure => true,
            // Nothing at all is what a list looks like on which nobody is; it is doubted where somebody was.
            Some(Completeness::Incomplete(IncompleteReason::NothingAtAll)) => !self.before.is_empty(),
            Some(Completeness::Incomplete(IncompleteReason::EmptyPage)) => true,
            Some(Completeness::Incomplete(_)) => false,
            Some(Completeness::Complete | Completeness::RanOut) => {
                self.before.iter().any(|fan| !self.seen.contains(fan))
            }
        }
    }

    /// What is known of the list now.
    pub fn known(&self) -> PeopleKnown {
        match (self.agree, &self.last) {
            (true, _) => PeopleKnown::Sure,
            (false, Some(_)) => PeopleKnown::Once,
            (false, None) => PeopleKnown::Part,
        }
    }

    /// What the readings say about those who were on the list before, or were seen in one of them, and are not on it now.
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

    /// Whether such an end proves something about those whom the reading did not name.
    fn is_whole(&self, end: Completeness) -> bool {
        match end {
            Completeness::Complete | Completeness::RanOut => true,
            // Who asks for certainty gets it from two readings that found nobody; nobody else loses all VIPs by them.
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
        // A second one that sees them, or that ends oddly, changes nothing about that.
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
        // They need not agree about others for that.
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
