use std::collections::{HashMap, HashSet};

use velvet_model::Cause;

/// Unproven replies of one kind after which the VIP list is loaded.
const ENOUGH: usize = 3;
/// Unproven replies of different kinds after which the VIP list is loaded.
const ENOUGH_OF_ANY_KIND: usize = 10;
/// Most items between two loads of the VIP list that may end on replies of a kind known to mean success.
const UNPROVEN: usize = 300;

/// What is wrong with the proof, and the shape of the reply.
pub(super) type Kind = (Cause, String);

/// Complete replies that claim something and prove nothing, and what the VIP list has shown about each kind.
#[derive(Debug, Default)]
pub(super) struct UnprovenReplies {
    /// Kinds that the list has shown to mean success.
    known: HashSet<Kind>,
    /// Items that ended on an unknown kind, until the list is loaded.
    open: HashMap<Kind, HashSet<i64>>,
    /// Items that ended on a known kind since the list was last loaded.
    unproven: HashSet<i64>,
    /// Whether an unknown kind arrived after the last clear reply.
    lately: bool,
}

/// Items that the list does not confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unproven {
    /// Number of items that it confirms.
    pub(super) proven: usize,
    /// Number of items in question.
    pub(super) of: usize,
}

/// Whether the VIP list has to be loaded after an unproven reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListCheck {
    /// No: the kind is known to mean success.
    NotNeeded,
    /// Not yet: the kind is unknown, and the batch may go on for now.
    NotYet,
    /// Yes: nothing more may be sent before.
    Due,
}

impl UnprovenReplies {
    /// Records an item that ended on an unproven reply.
    pub(super) fn take(&mut self, item: i64, kind: Kind) -> ListCheck {
        if self.known.contains(&kind) {
            self.unproven.insert(item);
            return if self.unproven.len() >= UNPROVEN { ListCheck::Due } else { ListCheck::NotNeeded };
        }
        self.lately = true;
        self.open.entry(kind).or_default().insert(item);
        if self.is_due() { ListCheck::Due } else { ListCheck::NotYet }
    }

    /// Records a proven success.
    pub(super) fn success(&mut self) {
        self.lately = false;
    }

    /// Returns how many requests may be in flight, so that the list is loaded in time.
    pub(super) fn in_flight(&self) -> usize {
        if self.lately { ENOUGH } else { usize::MAX }
    }

    /// Returns the items that the list should confirm.
    pub(super) fn asked(&self) -> impl Iterator<Item = i64> {
        self.open.values().flatten().chain(&self.unproven).copied()
    }

    /// Returns the kinds known to mean success.
    pub(super) fn known(&self) -> impl Iterator<Item = &Kind> {
        self.known.iter()
    }

    /// Learns from the list, which confirms the items in `done`. Returns what speaks against sending more.
    pub(super) fn learn(&mut self, done: &HashSet<i64>) -> Option<Unproven> {
        let count =
            |items: &HashSet<i64>| Unproven { proven: items.intersection(done).count(), of: items.len() };
        // The list shows chats, so a few fans may be missing though the reply was right (API.md, "Reads that help").
        let known = Some(count(&self.unproven)).filter(|unproven| unproven.proven * 2 < unproven.of);
        self.unproven.clear();
        self.lately = false;
        let (mut against, mut left) = (known, Unproven { proven: 0, of: 0 });
        for (kind, items) in std::mem::take(&mut self.open) {
            let unproven = count(&items);
            if unproven.proven == unproven.of {
                self.known.insert(kind);
            } else if unproven.of >= ENOUGH {
                against = against.or(Some(unproven));
            } else {
                left = Unproven { proven: left.proven + unproven.proven, of: left.of + unproven.of };
                self.open.insert(kind, items);
            }
        }
        against.or(Some(left).filter(|left| left.of >= ENOUGH_OF_ANY_KIND))
    }

    fn is_due(&self) -> bool {
        let all: usize = self.open.values().map(HashSet::len).sum();
        all >= ENOUGH_OF_ANY_KIND || self.open.values().any(|items| items.len() >= ENOUGH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(shape: &str) -> Kind {
        (Cause::ReplyIncomplete, shape.to_owned())
    }

    #[test]
    fn the_list_is_asked_after_three_of_a_kind_and_then_every_few_hundred() {
        let mut replies = UnprovenReplies::default();
        assert_eq!(
            [1, 2, 3].map(|item| replies.take(item, kind("flat"))),
            [ListCheck::NotYet, ListCheck::NotYet, ListCheck::Due]
        );
        assert_eq!(replies.learn(&HashSet::from([1, 2, 3])), None);
        let asked = (10..10 + 299).all(|item| replies.take(item, kind("flat")) == ListCheck::NotNeeded);
        assert!(asked && replies.take(900, kind("flat")) == ListCheck::Due);
        assert_eq!(replies.asked().count(), 300);
        // Another kind stays unknown.
        assert_eq!(replies.take(901, kind("empty")), ListCheck::NotYet);
        let most = (100..10 + 299).chain([900]).collect();
        assert_eq!(replies.learn(&most), None, "a few may have no chat");
        (10..310).for_each(|item| _ = replies.take(item, kind("flat")));
        assert_eq!(replies.learn(&HashSet::from([10])), Some(Unproven { proven: 1, of: 300 }));
    }

    #[test]
    fn a_kind_is_known_when_all_of_it_was_done_and_speaks_against_more_when_not() {
        let mut replies = UnprovenReplies::default();
        (1..=3).for_each(|item| _ = replies.take(item, kind("flat")));
        assert_eq!(replies.learn(&HashSet::from([1, 3])), Some(Unproven { proven: 2, of: 3 }));
        let mut replies = UnprovenReplies::default();
        replies.take(9, kind("other"));
        (1..=3).for_each(|item| _ = replies.take(item, kind("flat")));
        assert_eq!(replies.learn(&HashSet::from([1, 2, 3])), None, "one odd fan blocks nobody");
        assert_eq!((replies.known().count(), replies.in_flight()), (1, usize::MAX));
        replies.take(10, kind("other"));
        assert_eq!(replies.in_flight(), ENOUGH);
        replies.success();
        assert_eq!(replies.in_flight(), usize::MAX, "one odd fan slows nobody down");
    }

    #[test]
    fn kinds_that_are_never_the_same_are_asked_about_as_well() {
        let mut replies = UnprovenReplies::default();
        let asked: Vec<ListCheck> = (0..10).map(|item| replies.take(item, kind(&item.to_string()))).collect();
        assert!(asked[..9].iter().all(|check| *check == ListCheck::NotYet) && asked[9] == ListCheck::Due);
    }
}
