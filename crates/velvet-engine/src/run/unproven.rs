use std::collections::{HashMap, HashSet};

use velvet_model::Cause;

/// So many odd replies of one kind, and the VIP list is asked what they mean.
const ENOUGH: usize = 3;
/// The same when no two of them are of one kind.
const ENOUGH_OF_ANY_KIND: usize = 10;
/// Between two readings of the VIP list, so many items may end on odd replies of a kind that is known to mean success.
const UNPROVEN: usize = 300;

/// What is wrong with the proof, and the shape of the reply.
pub(super) type Kind = (Cause, String);

/// Replies that came whole, claim something and prove nothing: what the VIP list has said about each kind so far.
#[derive(Debug, Default)]
pub(super) struct UnprovenReplies {
    /// Kinds of which the list has shown that they mean success.
    known: HashSet<Kind>,
    /// Items that ended on a kind that is not known, until the list is read.
    open: HashMap<Kind, HashSet<i64>>,
    /// Items that ended on a known kind since the list was last read.
    unproven: HashSet<i64>,
    /// The last clear answer came before the last of a kind that is not known.
    lately: bool,
}

/// Items that the list does not show as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unproven {
    /// How many it shows as they should be.
    pub(super) proven: usize,
    /// Of how many.
    pub(super) of: usize,
}

/// What an odd reply means for the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListCheck {
    /// Of a kind that means success: it goes on.
    NotNeeded,
    /// Nobody knows yet; it may go on for now.
    NotYet,
    /// Nothing more is sent before the list was read.
    Due,
}

impl UnprovenReplies {
    /// An item ended on an odd reply.
    pub(super) fn take(&mut self, item: i64, kind: Kind) -> ListCheck {
        if self.known.contains(&kind) {
            self.unproven.insert(item);
            return if self.unproven.len() >= UNPROVEN { ListCheck::Due } else { ListCheck::NotNeeded };
        }
        self.lately = true;
        self.open.entry(kind).or_default().insert(item);
        if self.is_due() { ListCheck::Due } else { ListCheck::NotYet }
    }

    /// The service did what it was asked to, and proved it.
    pub(super) fn success(&mut self) {
        self.lately = false;
    }

    /// How many items may be on their way, so that the list is asked in time.
    pub(super) fn in_flight(&self) -> usize {
        if self.lately { ENOUGH } else { usize::MAX }
    }

    /// The items of which the list is to tell whether they were done.
    pub(super) fn asked(&self) -> impl Iterator<Item = i64> {
        self.open.values().flatten().chain(&self.unproven).copied()
    }

    /// Kinds that mean success.
    pub(super) fn known(&self) -> impl Iterator<Item = &Kind> {
        self.known.iter()
    }

    /// The list was read, and shows of these items that they were done. Gives what speaks against sending more.
    pub(super) fn learn(&mut self, done: &HashSet<i64>) -> Option<Unproven> {
        let count =
            |items: &HashSet<i64>| Unproven { proven: items.intersection(done).count(), of: items.len() };
        // The list shows chats, so a few may be missing on it for no fault of the reply (API.md, "Reads that help").
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
        // Another kind is not known by that.
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
