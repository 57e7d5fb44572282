use std::{collections::BTreeMap, error::Error, time::Duration};

use tokio::task::JoinSet;

use super::{
    BatchRunner, Control, Halt,
    disposition::{NextStep, next_step},
    unproven::ListCheck,
};
use crate::step::Step;
use crate::{EngineError, InFlight};
use velvet_api::{Permit, Reason, Throttle, Verdict};
use velvet_ledger::{Checkpoint, ClaimedItem, Completion, Written};
use velvet_model::ids::FanId;
use velvet_model::{Cause, Outcome, Speed, WaitReason};
use velvet_platform::failpoint::{self, FailPoint};

/// Most requests in flight: enough for a slow server, too few to look like an attack.
const MOST: usize = 32;
/// Most requests in flight at steady speed.
const MOST_STEADY: usize = 4;
/// How long to wait for a fan who is in flight elsewhere.
const ELSEWHERE: Duration = Duration::from_millis(250);
/// Shortest wait for the quota that is displayed.
const WORTH_A_WORD: Duration = Duration::from_secs(2);

/// An item whose reply arrived, or will not arrive.
pub(super) struct Sent {
    pub(super) item: i64,
    fan: FanId,
    tries: u32,
    /// Cause of an earlier request without a clear reply.
    pub(super) earlier: Option<Cause>,
    verdict: Verdict,
    pub(super) flight: InFlight,
}

/// An item that is sent again after trouble. On disk it is still `sending`, because the first request may have had an
/// effect.
struct PendingRetry {
    fan: FanId,
    tries: u32,
    flight: InFlight,
}

/// The requests in flight, and what is still to be written about them.
#[derive(Default)]
pub(super) struct Dispatch {
    out: JoinSet<Sent>,
    ended: Vec<(i64, Completion)>,
    /// Guards of fans whose outcomes are not on disk yet. Nobody else may send for them.
    in_flight: Vec<InFlight>,
    pub(super) back: Vec<(i64, Option<Cause>)>,
    /// Items whose replies blame the key or the account's session.
    pub(super) refused_sessions: Vec<(Sent, Reason)>,
    retries: BTreeMap<(Duration, i64), PendingRetry>,
    pub(super) requests: u64,
    /// Whether no item waits on disk.
    dry: bool,
    /// Nothing more is started until then, because a fan is in flight elsewhere.
    hold: Duration,
    pub(super) halt: Option<Halt>,
}

impl Dispatch {
    fn is_done(&self) -> bool {
        let on_the_way = !self.out.is_empty()
            || !self.ended.is_empty()
            || !self.back.is_empty()
            || !self.refused_sessions.is_empty();
        !on_the_way && self.retries.is_empty() && (self.dry || self.halt.is_some())
    }

    pub(super) fn ends(&mut self, item: i64, ending: Completion, flight: InFlight) {
        self.ended.push((item, ending));
        self.in_flight.push(flight);
    }

    /// Ends or returns the pending retries. Their first requests may have had an effect.
    fn abandon_retries(&mut self) {
        let goes_on = matches!(self.halt, Some(Halt::AskTheList));
        for ((_, item), retry) in std::mem::take(&mut self.retries) {
            if goes_on {
                self.back.push((item, Some(Cause::ServiceError)));
            } else {
                self.ends(item, Completion::because(Outcome::Unconfirmed, Cause::ServiceError), retry.flight);
            }
        }
    }
}

/// How long nothing more is sent, and the reason if it is to be shown.
type Pause = Option<(Duration, Option<WaitReason>)>;

impl BatchRunner {
    /// Sends until no item waits any more, or something stops it.
    pub(super) async fn send_all(&mut self) -> Result<Option<Halt>, EngineError> {
        self.show_step(Step::Sending);
        let mut dispatch = Dispatch::default();
        let halt = self.send_on(&mut dispatch).await;
        if halt.is_err() {
            self.drain_in_flight(dispatch).await;
        }
        self.show_wait(None).await;
        halt
    }

    async fn send_on(&mut self, dispatch: &mut Dispatch) -> Result<Option<Halt>, EngineError> {
        loop {
            while let Some(sent) = dispatch.out.try_join_next() {
                self.take(dispatch, sent)?;
            }
            self.check_session(dispatch).await;
            self.apply_control(dispatch);
            let (permits, pause) = self.permits(dispatch);
            let due = self.due(dispatch, permits.len());
            let claim = permits.len() - due.len();
            let mut permits = permits.into_iter();
            for ((item, retry), permit) in due.into_iter().zip(permits.by_ref()) {
                let tries = retry.tries;
                let claimed = ClaimedItem { item, fan: retry.fan, earlier: Some(Cause::ServiceError) };
                self.launch(dispatch, claimed, tries, retry.flight, permit);
            }
            let mut begun = 0;
            if claim > 0 || !dispatch.ended.is_empty() || !dispatch.back.is_empty() {
                let written = self.write(dispatch, claim).await?;
                begun = written.claimed.len();
                for (claimed, permit) in written.claimed.into_iter().zip(permits.by_ref()) {
                    self.begin(dispatch, claimed, permit);
                }
            }
            drop(permits);
            if dispatch.is_done() {
                return Ok(dispatch.halt.take());
            }
            // Many items at a stretch that need not be sent: look at the next ones at once.
            if begun < claim && !dispatch.dry && dispatch.back.is_empty() {
                tokio::task::yield_now().await;
                continue;
            }
            self.show_wait(pause.and_then(|(wait, why)| Some((wait, why?)))).await;
            self.next(dispatch, pause.map(|(wait, _)| wait)).await?;
        }
    }

    /// Waits for whatever comes first: an answer, an order, or the next turn.
    async fn next(&mut self, dispatch: &mut Dispatch, wait: Option<Duration>) -> Result<(), EngineError> {
        if dispatch.out.is_empty() && wait.is_none() {
            return Ok(());
        }
        let (clock, control) = (self.run.clock.clone(), &mut self.run.control);
        let sleep = async {
            match wait {
                Some(wait) => clock.sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        let sent = tokio::select! {
            biased;
            _ = control.changed(), if dispatch.halt.is_none() => return Ok(()),
            Some(sent) = dispatch.out.join_next() => sent,
            () = sleep => return Ok(()),
        };
        self.take(dispatch, sent)
    }

    fn apply_control(&self, dispatch: &mut Dispatch) {
        match self.order() {
            Control::Go => {}
            order => dispatch.halt = Some(Halt::Ordered(order)),
        }
        if dispatch.halt.is_some() {
            dispatch.abandon_retries();
        }
    }

    /// Returns the permits that can be used now, and what to wait for if there could be more.
    fn permits(&mut self, dispatch: &Dispatch) -> (Vec<Permit>, Pause) {
        let now = self.run.clock.elapsed();
        if dispatch.halt.is_some() {
            return (Vec::new(), None);
        }
        if let Some((wait, why)) = self.outage.wait(now) {
            return (Vec::new(), Some((wait, Some(why))));
        }
        if let Some(wait) = dispatch.hold.checked_sub(now).filter(|wait| !wait.is_zero()) {
            return (Vec::new(), Some((wait, None)));
        }
        let most = match self.record.speed {
            _ if self.record.single || self.outage.is_probing() => 1,
            Speed::Steady => MOST_STEADY,
            Speed::Fast => MOST,
        };
        let most = most.min(self.breaker.in_flight()).min(self.unproven.in_flight());
        let due = dispatch.retries.range(..=(now, i64::MAX)).count();
        let wanted = if dispatch.dry && dispatch.back.is_empty() { due } else { usize::MAX };
        let mut permits = Vec::new();
        while permits.len() < wanted.min(most.saturating_sub(dispatch.out.len())) {
            match self.run.api.try_acquire(self.pacing()) {
                Ok(permit) => {
                    permits.push(permit);
                    failpoint::hit(FailPoint::AfterTurn);
                }
                // If the reply that the limiter waits for is to one of our own requests, it wakes the loop too.
                Err(wait) if wait.why == Throttle::Probing && !dispatch.out.is_empty() => {
                    return (permits, None);
                }
                Err(wait) => {
                    let why = match wait.why {
                        Throttle::RetryAfter => Some(WaitReason::Told),
                        Throttle::PlanFull if wait.wait >= WORTH_A_WORD => Some(WaitReason::PlanFull),
                        _ => None,
                    };
                    return (permits, Some((wait.wait, why)));
                }
            }
        }
        let later = dispatch.retries.keys().next().map(|(at, _)| (at.saturating_sub(now), None));
        (permits, later.filter(|(wait, _): &(Duration, Option<WaitReason>)| !wait.is_zero()))
    }

    /// Returns the retries that are due, at most `most`.
    fn due(&self, dispatch: &mut Dispatch, most: usize) -> Vec<(i64, PendingRetry)> {
        let now = self.run.clock.elapsed();
        let keys: Vec<_> =
            dispatch.retries.range(..=(now, i64::MAX)).map(|(key, _)| *key).take(most).collect();
        keys.into_iter().filter_map(|key| Some((key.1, dispatch.retries.remove(&key)?))).collect()
    }

    /// Writes what has ended, and claims what is sent next.
    async fn write(&mut self, dispatch: &mut Dispatch, claim: usize) -> Result<Written, EngineError> {
        let requests = std::mem::take(&mut dispatch.requests);
        let round = Checkpoint {
            known_since: (self.record.again || self.record.single).then_some(self.record.began),
            endings: std::mem::take(&mut dispatch.ended),
            back: std::mem::take(&mut dispatch.back),
            claim,
            requests,
            ..self.new_checkpoint()
        };
        let (written, round) =
            self.run.on_ledger(move |ledger| Ok((ledger.checkpoint(&round), round))).await?;
        let written = match written {
            Ok(written) => written,
            Err(error) => {
                // Not written down, so they are still to be.
                dispatch.ended = round.endings;
                return Err(error.into());
            }
        };
        self.count_request(requests);
        dispatch.in_flight.clear();
        dispatch.dry = written.dry;
        self.show(written.counts);
        Ok(written)
    }

    /// Sends a claimed item.
    fn begin(&self, dispatch: &mut Dispatch, claimed: ClaimedItem, permit: Permit) {
        let key = (self.run.mode, self.record.account.clone(), claimed.fan.clone());
        let reserved = self.run.reserved.clone();
        if let Ok(flight) = reserved.map_or_else(|| self.run.in_flight.begin(key), Ok) {
            self.launch(dispatch, claimed, 0, flight, permit);
        } else {
            dispatch.back.push((claimed.item, claimed.earlier));
            dispatch.hold = self.run.clock.elapsed() + ELSEWHERE;
        }
    }

    fn launch(
        &self,
        dispatch: &mut Dispatch,
        claimed: ClaimedItem,
        tries: u32,
        flight: InFlight,
        permit: Permit,
    ) {
        let ClaimedItem { item, fan, earlier } = claimed;
        let (api, account, action) = (self.run.api.clone(), self.record.account.clone(), self.record.action);
        dispatch.out.spawn(async move {
            failpoint::hit(FailPoint::BeforeSend);
            let verdict = api.act(permit, action, &account, &fan).await;
            Sent { item, fan, tries: tries + 1, earlier, verdict, flight }
        });
    }

    /// Decides what happens to an item after its reply.
    fn take(
        &mut self,
        dispatch: &mut Dispatch,
        sent: Result<Sent, tokio::task::JoinError>,
    ) -> Result<(), EngineError> {
        let sent = sent?;
        let now = self.run.clock.elapsed();
        let step = next_step(self.record.action, &sent.verdict, sent.tries, sent.earlier);
        let left = !matches!(&sent.verdict, Verdict::Not(reason) if reason.cause.never_left());
        dispatch.requests += u64::from(left);
        let Sent { item, earlier, .. } = sent;
        match step {
            NextStep::End(ending) => match sent.verdict {
                Verdict::Not(reason) => {
                    self.unclear(dispatch, &reason);
                    dispatch.ends(item, ending, sent.flight);
                }
                Verdict::Done { .. } => {
                    self.outage.clear();
                    self.breaker.success();
                    self.unproven.success();
                    dispatch.ends(item, ending, sent.flight);
                }
            },
            NextStep::Refuse(cause) => {
                if let Verdict::Not(reason) = &sent.verdict {
                    let reason = reason.clone();
                    self.refuse(dispatch, sent, cause, &reason);
                }
            }
            NextStep::Prove(ending) => {
                self.outage.clear();
                if let Verdict::Not(Reason { cause, shape: Some(shape), .. }) = sent.verdict {
                    self.unproven_reply(dispatch, item, (cause, shape));
                }
                dispatch.ends(item, ending, sent.flight);
            }
            NextStep::Requeue => dispatch.back.push((item, earlier)),
            NextStep::Offline if self.record.single => {
                dispatch.back.push((item, earlier));
                dispatch.halt.get_or_insert(Halt::service(Cause::NoConnection));
            }
            NextStep::Offline => {
                self.outage.offline(now);
                dispatch.back.push((item, earlier));
            }
            NextStep::Retry => {
                if let Verdict::Not(reason) = &sent.verdict {
                    self.unclear(dispatch, reason);
                }
                let at = now + self.outage.pause(sent.tries);
                let retry = PendingRetry { fan: sent.fan, tries: sent.tries, flight: sent.flight };
                dispatch.retries.insert((at, item), retry);
            }
            NextStep::CheckSession => {
                if let Verdict::Not(reason) = &sent.verdict {
                    let reason = reason.clone();
                    dispatch.refused_sessions.push((sent, reason));
                }
            }
            NextStep::Halt(cause) => {
                // A page from another server does not tell what the API did.
                let earlier = earlier.or((!cause.nothing_changed()).then_some(cause));
                dispatch.back.push((item, earlier));
                let words = match sent.verdict {
                    Verdict::Not(reason) => reason.words,
                    Verdict::Done { .. } => None,
                };
                dispatch.halt.get_or_insert(Halt::Service { cause, words });
            }
        }
        Ok(())
    }

    /// Records an unclear reply. After too many of them, the batch pauses.
    pub(super) fn unclear(&mut self, dispatch: &mut Dispatch, reason: &Reason) {
        if self.outage.unclear(self.run.clock.elapsed()) {
            let words = reason.words.clone();
            dispatch.halt.get_or_insert(Halt::Service { cause: reason.cause, words });
        }
    }

    fn unproven_reply(&mut self, dispatch: &mut Dispatch, item: i64, kind: super::unproven::Kind) {
        match self.unproven.take(item, kind) {
            ListCheck::NotNeeded => self.breaker.success(),
            ListCheck::NotYet => {}
            ListCheck::Due => _ = dispatch.halt.get_or_insert(Halt::AskTheList),
        }
    }

    /// Waits for the requests in flight after the ledger failed. Nothing more is sent, and outcomes stay in memory
    /// until they can be written.
    async fn drain_in_flight(&mut self, mut dispatch: Dispatch) {
        while let Some(sent) = dispatch.out.join_next().await {
            let _ = self.take(&mut dispatch, sent);
        }
        // They waited for a session check that will not happen.
        dispatch.refused_sessions.clear();
        dispatch.abandon_retries();
        for (item, ending) in dispatch.ended {
            let now = self.run.clock.now();
            let ended = self.run.on_ledger(move |ledger| ledger.end(item, &ending, now));
            if let Err(error) = ended.await {
                tracing::error!(error = &error as &dyn Error, "an outcome could not be written down");
            }
        }
    }
}
