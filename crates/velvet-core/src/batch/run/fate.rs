use crate::{
    api::Verdict,
    ledger::Ending,
    view::{Action, Cause, Outcome},
};

/// What becomes of an item after a reply, or the lack of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It has ended.
    Ends(Ending),
    /// Nothing was done, for a reason that passes: it waits again.
    Waits,
    /// Nothing was sent, since there is no connection: it waits again.
    Offline,
    /// The service has trouble. It is sent again later, which is harmless: a mark is set or not, however often.
    Repeats,
    /// Nothing was done, and nothing will be for any other item: it waits again, and the batch for the user.
    Halts(Cause),
}

/// How often an item is sent while the service answers with trouble.
const TRIES: u32 = 4;

/// Judges what a verdict means for an item that was sent `tries` times. `earlier` is why an earlier sending had no clear
/// answer: a later one that changed nothing says nothing about what the earlier one did.
pub(super) fn fate(action: Action, verdict: Verdict, tries: u32, earlier: Option<Cause>) -> Fate {
    match verdict {
        Verdict::Done { marks } => Fate::Ends(Ending { outcome: done(action), cause: None, marks }),
        Verdict::Not(cause) => match cause {
            Cause::AskedToWait => Fate::Waits,
            Cause::NoConnection => Fate::Offline,
            Cause::KeyRefused | Cause::CreditsSpent | Cause::AccountLost | Cause::SessionExpired => {
                Fate::Halts(cause)
            }
            // What hinders the first request hinders every other.
            cause if cause.never_left() => Fate::Halts(cause),
            Cause::ServiceError if tries < TRIES => Fate::Repeats,
            cause if cause.nothing_changed() => match earlier {
                None => Fate::Ends(Ending::because(Outcome::Failed, cause)),
                Some(earlier) => Fate::Ends(Ending::because(Outcome::Unsure, earlier)),
            },
            cause => Fate::Ends(Ending::because(Outcome::Unsure, cause)),
        },
    }
}

/// The outcome of an action that was proven to be done.
pub(super) fn done(action: Action) -> Outcome {
    match action {
        Action::Add => Outcome::Added,
        Action::Remove => Outcome::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only what is proven is an outcome that claims something; everything else can still be settled or sent.
    #[test]
    fn every_cause_has_its_fate() {
        for cause in Cause::ALL {
            for action in [Action::Add, Action::Remove] {
                let fate = fate(action, Verdict::Not(cause), TRIES, None);
                let expected = match cause {
                    Cause::AskedToWait => Fate::Waits,
                    Cause::NoConnection => Fate::Offline,
                    Cause::KeyRefused | Cause::CreditsSpent | Cause::AccountLost | Cause::SessionExpired => {
                        Fate::Halts(cause)
                    }
                    _ if cause.never_left() => Fate::Halts(cause),
                    _ if cause.nothing_changed() => Fate::Ends(Ending::because(Outcome::Failed, cause)),
                    _ => Fate::Ends(Ending::because(Outcome::Unsure, cause)),
                };
                assert_eq!(fate, expected, "{cause:?}");
            }
        }
        assert_eq!(fate(Action::Add, Verdict::Not(Cause::ServiceError), 1, None), Fate::Repeats);
    }

    #[test]
    fn a_refusal_says_nothing_about_an_earlier_sending() {
        let told = fate(Action::Add, Verdict::Not(Cause::Forbidden), 2, Some(Cause::ServiceError));
        assert_eq!(told, Fate::Ends(Ending::because(Outcome::Unsure, Cause::ServiceError)));
    }
}
