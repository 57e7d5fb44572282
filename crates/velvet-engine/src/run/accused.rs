//! A reply that accuses the key or the account's session, though it may concern one fan alone.

use std::time::Duration;

use super::{
    Halt, Order, Runner,
    fate::refused,
    send::{Desk, Sent},
};
use velvet_api::{Reason, Session};
use velvet_model::Cause;

/// For so long an account's session counts as alive once it was found so.
const ALIVE: Duration = Duration::from_secs(60);

impl Runner {
    /// Finds out whom the replies that wait for it concern, by asking for the account itself: they all are about this fan
    /// alone when its session is alive. An order of the user comes first.
    pub(super) async fn hear_the_accused(&mut self, desk: &mut Desk) {
        let accused = std::mem::take(&mut desk.accused);
        if accused.is_empty() {
            return;
        }
        let now = self.parts.clock.elapsed();
        let session = if self.session.is_some_and(|found| now < found + ALIVE) {
            Some(Session::Alive)
        } else {
            self.ask_for_session(desk).await
        };
        for (sent, reason) in accused {
            match session {
                Some(Session::Alive) => self.refuse(desk, sent, Cause::Refused, &reason),
                Some(Session::Ended(cause)) => {
                    desk.back.push((sent.item, sent.earlier));
                    desk.halt.get_or_insert(Halt::Service { cause, words: reason.words });
                }
                // Nobody knows. The item is sent again, later, unless that is asked for too often.
                Some(Session::Unknown(cause)) => {
                    desk.back.push((sent.item, sent.earlier));
                    self.not_heard(desk, cause, &reason);
                }
                None => desk.back.push((sent.item, sent.earlier)),
            }
        }
    }

    /// The account could not be asked.
    fn not_heard(&mut self, desk: &mut Desk, why: Cause, reason: &Reason) {
        match why {
            Cause::NoConnection => self.trouble.offline(self.parts.clock.elapsed()),
            Cause::AskedToWait => {}
            why if why.never_left() || matches!(why, Cause::CreditsSpent | Cause::CaptivePortal) => {
                desk.halt.get_or_insert(Halt::service(why));
            }
            _ => self.unclear(desk, reason),
        }
    }

    /// The service refused an item: it ends, and the batch may have been refused once too often.
    pub(super) fn refuse(&mut self, desk: &mut Desk, sent: Sent, cause: Cause, reason: &Reason) {
        let ending = refused(cause, reason, sent.earlier);
        self.trouble.clear();
        if let Some(refusals) = self.breaker.refusal(cause, reason.words.as_deref()) {
            desk.halt.get_or_insert(Halt::Refused(refusals));
        }
        desk.ends(sent.item, ending, sent.flight);
    }

    async fn ask_for_session(&mut self, desk: &mut Desk) -> Option<Session> {
        let (api, account) = (self.parts.api.clone(), self.record.account.clone());
        let mut orders = self.parts.orders.clone();
        let asked = tokio::select! {
            biased;
            _ = orders.wait_for(|order| *order != Order::Go) => None,
            asked = api.session(&account) => Some(asked),
        };
        let (session, requests) = asked?;
        desk.requests += requests;
        self.session = (session == Session::Alive).then(|| self.parts.clock.elapsed());
        Some(session)
    }
}
