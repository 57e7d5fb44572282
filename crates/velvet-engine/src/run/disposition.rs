use velvet_api::{Reason, Verdict};
use velvet_ledger::Completion;
use velvet_model::{Action, Cause, Outcome};

/// What happens to an item after a reply, or without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NextStep {
    /// The item ends.
    End(Completion),
    /// The server refused it.
    Refuse(Cause),
    /// The reply is complete and claims something but proves nothing. The VIP list can tell; until then, the item ends
    /// like this.
    Prove(Completion),
    /// Nothing was done, for a temporary reason. The item waits again.
    Requeue,
    /// There is no connection, so nothing was sent. The item waits again.
    Offline,
    /// The server has trouble. The item is sent again later, which is harmless: adding or removing twice has the same
    /// effect as once.
    Retry,
    /// The server refused the key or the session, or only this fan. Another request has to find out which.
    CheckSession,
    /// Nothing was done, and nothing will be for any other item. The item waits again, and the batch pauses.
    Halt(Cause),
}

/// Times an item is sent while the server has trouble.
const TRIES: u32 = 4;

/// Decides what happens to an item that was sent `tries` times. `earlier` is the cause of an earlier request without a
/// clear reply. A later request that changed nothing does not tell what the earlier one did.
pub(super) fn next_step(action: Action, verdict: &Verdict, tries: u32, earlier: Option<Cause>) -> NextStep {
    let reason = match verdict {
        Verdict::Done { marks } => {
            return NextStep::End(Completion { marks: *marks, ..Completion::of(done(action)) });
        }
        Verdict::Not(reason) => reason,
    };
    match reason.cause {
        Cause::AskedToWait => NextStep::Requeue,
        Cause::NoConnection => NextStep::Offline,
        Cause::KeyRefused | Cause::SessionExpired => NextStep::CheckSession,
        // A sign-in page replies the same to every request.
        Cause::CreditsSpent | Cause::AccountLost | Cause::CaptivePortal => NextStep::Halt(reason.cause),
        // What stops one request stops every other.
        cause if cause.never_left() => NextStep::Halt(cause),
        Cause::ServiceError if tries < TRIES => NextStep::Retry,
        // An earlier request may be the reason why there was nothing to do.
        cause @ (Cause::AlreadyVip | Cause::NotVip) => {
            NextStep::Prove(unclear(earlier.unwrap_or(cause), reason))
        }
        cause if reason.shape.is_some() => NextStep::Prove(unclear(cause, reason)),
        cause if cause.nothing_changed() => NextStep::Refuse(cause),
        cause => NextStep::End(unclear(cause, reason)),
    }
}

/// Returns the completion of a refused item: unconfirmed if an earlier request may have had an effect.
pub(super) fn refused(cause: Cause, reason: &Reason, earlier: Option<Cause>) -> Completion {
    let ending = match earlier {
        None => Completion::because(Outcome::Failed, cause),
        Some(earlier) => Completion::because(Outcome::Unconfirmed, earlier),
    };
    Completion { words: reason.words.clone(), ..ending }
}

fn unclear(cause: Cause, reason: &Reason) -> Completion {
    Completion { words: reason.words.clone(), ..Completion::because(Outcome::Unconfirmed, cause) }
}

/// Returns the outcome of an action that was proven to be done.
pub(super) fn done(action: Action) -> Outcome {
    match action {
        Action::Add => Outcome::Added,
        Action::Remove => Outcome::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(verdict: impl Into<Verdict>, earlier: Option<Cause>) -> NextStep {
        next_step(Action::Add, &verdict.into(), TRIES, earlier)
    }

    /// Whatever the server says, and whatever was sent before: only proof ends an item with an outcome that claims
    /// something, and what says nothing about this fan does not end it.
    #[test]
    fn nothing_is_claimed_without_proof_and_no_fan_ends_for_what_concerns_all() {
        let reasons = Cause::ALL.into_iter().flat_map(|cause| {
            let plain = Reason::from(cause);
            [Reason { shape: Some("{data}".to_owned()), ..plain.clone() }, plain]
        });
        for reason in reasons {
            for (tries, earlier) in
                [(1, None), (1, Some(Cause::NoReply)), (TRIES, None), (9, Some(Cause::ServiceError))]
            {
                let verdict = Verdict::Not(reason.clone());
                let step = next_step(Action::Add, &verdict, tries, earlier);
                let told = format!("{reason:?} after {tries} and {earlier:?}: {step:?}");
                match step {
                    NextStep::End(ending) | NextStep::Prove(ending) => {
                        assert_eq!(ending.outcome, Outcome::Unconfirmed, "{told}");
                        assert!(!reason.cause.never_left(), "it ends though nothing was sent: {told}");
                    }
                    NextStep::Refuse(cause) => {
                        assert!(cause.nothing_changed(), "{told}");
                        let outcome = refused(cause, &reason, earlier).outcome;
                        assert_eq!(outcome == Outcome::Failed, earlier.is_none(), "{told}");
                    }
                    NextStep::Retry => assert!(tries < TRIES, "it is sent for ever: {told}"),
                    NextStep::Requeue | NextStep::Offline | NextStep::CheckSession | NextStep::Halt(_) => {}
                }
            }
        }
    }

    #[test]
    fn a_refusal_says_nothing_about_an_earlier_sending() {
        assert_eq!(after(Cause::Forbidden, None), NextStep::Refuse(Cause::Forbidden));
        let reason = Cause::Forbidden.into();
        let told = refused(Cause::Forbidden, &reason, Some(Cause::ServiceError));
        assert_eq!(told, Completion::because(Outcome::Unconfirmed, Cause::ServiceError));
    }

    #[test]
    fn what_an_earlier_sending_may_have_done_was_not_so_before() {
        for cause in [Cause::AlreadyVip, Cause::NotVip] {
            let told = after(cause, Some(Cause::NoReply));
            assert_eq!(told, NextStep::Prove(Completion::because(Outcome::Unconfirmed, Cause::NoReply)));
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
