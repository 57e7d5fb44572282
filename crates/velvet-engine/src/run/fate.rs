use velvet_api::{Reason, Verdict};
use velvet_ledger::Ending;
use velvet_model::{Action, Cause, Outcome};

/// What becomes of an item after a reply, or the lack of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It has ended.
    Ends(Ending),
    /// The service refused it.
    Refused(Cause),
    /// The reply came whole, claims something and proves nothing: the VIP list can tell. It ends like this until then.
    Odd(Ending),
    /// Nothing was done, for a reason that passes: it waits again.
    Waits,
    /// Nothing was sent, since there is no connection: it waits again.
    Offline,
    /// The service has trouble. It is sent again later, which is harmless: a mark is set or not, however often.
    Repeats,
    /// The key or the account's session was refused, or only this fan: somebody else has to be asked which.
    Accuses,
    /// Nothing was done, and nothing will be for any other item: it waits again, and the batch for the user.
    Halts(Cause),
}

/// How often an item is sent while the service answers with trouble.
const TRIES: u32 = 4;

/// Judges what a verdict means for an item that was sent `tries` times. `earlier` is why an earlier sending had no clear
/// answer: a later one that changed nothing says nothing about what the earlier one did.
pub(super) fn fate(action: Action, verdict: &Verdict, tries: u32, earlier: Option<Cause>) -> Fate {
    let reason = match verdict {
        Verdict::Done { marks } => {
            return Fate::Ends(Ending { marks: *marks, ..Ending::of(done(action)) });
        }
        Verdict::Not(reason) => reason,
    };
    match reason.cause {
        Cause::AskedToWait => Fate::Waits,
        Cause::NoConnection => Fate::Offline,
        Cause::KeyRefused | Cause::SessionExpired => Fate::Accuses,
        // A sign-in page answers for everybody alike.
        Cause::CreditsSpent | Cause::AccountLost | Cause::CaptivePortal => Fate::Halts(reason.cause),
        // What hinders the first request hinders every other.
        cause if cause.never_left() => Fate::Halts(cause),
        Cause::ServiceError if tries < TRIES => Fate::Repeats,
        // That there was nothing to do may be the work of an earlier sending.
        cause @ (Cause::AlreadyVip | Cause::NotVip) => Fate::Odd(unclear(earlier.unwrap_or(cause), reason)),
        cause if reason.shape.is_some() => Fate::Odd(unclear(cause, reason)),
        cause if cause.nothing_changed() => Fate::Refused(cause),
        cause => Fate::Ends(unclear(cause, reason)),
    }
}

/// The ending of an item that was refused, unless an earlier sending may have done it.
pub(super) fn refused(cause: Cause, reason: &Reason, earlier: Option<Cause>) -> Ending {
    let ending = match earlier {
        None => Ending::because(Outcome::Failed, cause),
        Some(earlier) => Ending::because(Outcome::Unsure, earlier),
    };
    Ending { words: reason.words.clone(), ..ending }
}

fn unclear(cause: Cause, reason: &Reason) -> Ending {
    Ending { words: reason.words.clone(), ..Ending::because(Outcome::Unsure, cause) }
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

    fn after(verdict: impl Into<Verdict>, earlier: Option<Cause>) -> Fate {
        fate(Action::Add, &verdict.into(), TRIES, earlier)
    }

    /// Only what is proven is an outcome that claims something; everything else can still be settled or sent.
    #[test]
    fn nothing_is_claimed_without_proof() {
        for cause in Cause::ALL {
            match after(cause, None) {
                Fate::Ends(ending) | Fate::Odd(ending) => assert_eq!(ending.outcome, Outcome::Unsure),
                _ => {}
            }
        }
    }

    #[test]
    fn what_concerns_everybody_does_not_end_one_fan() {
        assert_eq!(after(Cause::AskedToWait, None), Fate::Waits);
        assert_eq!(after(Cause::NoConnection, None), Fate::Offline);
        for cause in [Cause::KeyRefused, Cause::SessionExpired] {
            assert_eq!(after(cause, None), Fate::Accuses, "{cause:?}");
        }
        for cause in [Cause::CreditsSpent, Cause::AccountLost, Cause::CaptivePortal] {
            assert_eq!(after(cause, None), Fate::Halts(cause));
        }
        assert_eq!(fate(Action::Add, &Cause::ServiceError.into(), 1, None), Fate::Repeats);
    }

    #[test]
    fn a_refusal_says_nothing_about_an_earlier_sending() {
        assert_eq!(after(Cause::Forbidden, None), Fate::Refused(Cause::Forbidden));
        let reason = Cause::Forbidden.into();
        let told = refused(Cause::Forbidden, &reason, Some(Cause::ServiceError));
        assert_eq!(told, Ending::because(Outcome::Unsure, Cause::ServiceError));
    }

    #[test]
    fn what_an_earlier_sending_may_have_done_was_not_so_before() {
        for cause in [Cause::AlreadyVip, Cause::NotVip] {
            let told = after(cause, Some(Cause::NoReply));
            assert_eq!(told, Fate::Odd(Ending::because(Outcome::Unsure, Cause::NoReply)));
        }
    }

    #[test]
    fn the_words_of_the_server_are_kept() {
        let words = Some("Your plan does not include this endpoint".to_owned());
        let reason = Reason { words: words.clone(), ..Cause::Forbidden.into() };
        let ending = refused(Cause::Forbidden, &reason, None);
        assert_eq!((ending.outcome, ending.words), (Outcome::Failed, words));
    }
}
