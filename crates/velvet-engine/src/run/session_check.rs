//! Handles replies that blame the key or the account's session, though they may concern one fan only.

use std::time::Duration;

use super::{
    BatchRunner, Control, Halt,
    disposition::refused,
    send::{Dispatch, Sent},
};
use velvet_api::{Reason, Session};
use velvet_model::Cause;

/// How long a session counts as active after a check.
const ALIVE: Duration = Duration::from_secs(60);

impl BatchRunner {
    /// Finds out whom the pending replies concern, by requesting the account itself. If its session is active, each
    /// reply concerns its fan only. An order of the user comes first.
    pub(super) async fn check_session(&mut self, dispatch: &mut Dispatch) {
        let refused_sessions = std::mem::take(&mut dispatch.refused_sessions);
        if refused_sessions.is_empty() {
            return;
        }
        let now = self.run.clock.elapsed();
        let session = if self.session.is_some_and(|found| now < found + ALIVE) {
            Some(Session::Alive)
        } else {
            self.ask_for_session(dispatch).await
        };
        for (sent, reason) in refused_sessions {
            match session {
                Some(Session::Alive) => self.refuse(dispatch, sent, Cause::Refused, &reason),
                Some(Session::Ended(cause)) => {
                    dispatch.back.push((sent.item, sent.earlier));
                    dispatch.halt.get_or_insert(Halt::Service { cause, words: reason.words });
                }
                // It is unknown. The item is sent again later, unless that happened too often.
                Some(Session::Unknown(cause)) => {
                    dispatch.back.push((sent.item, sent.earlier));
                    self.not_heard(dispatch, cause, &reason);
                }
                None => dispatch.back.push((sent.item, sent.earlier)),
            }
        }
    }

    /// Handles a session check that failed.
    fn not_heard(&mut self, dispatch: &mut Dispatch, why: Cause, reason: &Reason) {
        match why {
            // For a single item, the refusal itself is the best answer.
            _ if self.record.single => {
                let words = reason.words.clone();
                dispatch.halt.get_or_insert(Halt::Service { cause: reason.cause, words });
            }
            Cause::NoConnection => self.outage.offline(self.run.clock.elapsed()),
            Cause::AskedToWait => {}
            why if why.never_left() || matches!(why, Cause::CreditsSpent | Cause::CaptivePortal) => {
                dispatch.halt.get_or_insert(Halt::service(why));
            }
            _ => self.unclear(dispatch, reason),
        }
    }

    /// Ends a refused item, and halts the batch if there were too many refusals.
    pub(super) fn refuse(&mut self, dispatch: &mut Dispatch, sent: Sent, cause: Cause, reason: &Reason) {
        let ending = refused(cause, reason, sent.earlier);
        self.outage.clear();
        if let Some(refusals) = self.breaker.refusal(cause, reason.words.as_deref()) {
            dispatch.halt.get_or_insert(Halt::Refused(refusals));
        }
        dispatch.ends(sent.item, ending, sent.flight);
    }

    async fn ask_for_session(&mut self, dispatch: &mut Dispatch) -> Option<Session> {
        let (api, account) = (self.run.api.clone(), self.record.account.clone());
        let mut control = self.run.control.clone();
        let asked = tokio::select! {
            biased;
            _ = control.wait_for(|order| *order != Control::Go) => None,
            asked = api.session(&account) => Some(asked),
        };
        let (session, requests) = asked?;
        dispatch.requests += requests;
        self.session = (session == Session::Alive).then(|| self.run.clock.elapsed());
        Some(session)
    }
}
