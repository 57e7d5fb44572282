use std::{collections::BTreeMap, time::Duration};

use tokio::task::JoinSet;

use super::{
    Halt, Order, Runner,
    fate::{Fate, fate},
    odd::Odd,
};
use crate::InFlight;
use crate::shown::Step;
use velvet_api::{Reason, Turn, Verdict, WaitCause};
use velvet_ledger::{Claimed, Ending, Round, Written};
use velvet_model::ids::FanId;
use velvet_model::{Cause, ErrorCode, Failure, Outcome, Pace, WaitReason};
use velvet_platform::{
    moments::{Moment, pass},
    on_disk,
};

/// Requests on their way at the same time at most: enough for a slow service, too few to be taken for an attack.
const MOST: usize = 32;
/// The same for the pace that is kind to the account.
const MOST_STEADY: usize = 4;
/// How long a fan is left alone who is being sent by somebody else.
const ELSEWHERE: Duration = Duration::from_millis(250);
/// A shorter wait for the plan is not worth a word.
const WORTH_A_WORD: Duration = Duration::from_secs(2);

/// An item whose answer came, or will not come.
pub(super) struct Sent {
    pub(super) item: i64,
    fan: FanId,
    tries: u32,
    /// Why an earlier sending had no clear answer, if one had not.
    pub(super) earlier: Option<Cause>,
    verdict: Verdict,
    pub(super) flight: InFlight,
}

/// An item that is sent again after trouble; on the disk it is `sending` still, since the trouble may have come after
/// the effect.
struct Repeat {
    fan: FanId,
    tries: u32,
    flight: InFlight,
}

/// What is on its way, and what is to be written down about it.
#[derive(Default)]
pub(super) struct Desk {
    out: JoinSet<Sent>,
    ended: Vec<(i64, Ending)>,
    /// Nobody else may touch these fans until their outcomes are on the disk.
    flights: Vec<InFlight>,
    pub(super) back: Vec<(i64, Option<Cause>)>,
    /// Items whose replies accuse the key or the account's session.
    pub(super) accused: Vec<(Sent, Reason)>,
    repeats: BTreeMap<(Duration, i64), Repeat>,
    pub(super) requests: u64,
    /// Nothing waits on the disk.
    dry: bool,
    /// A fan is being sent by somebody else: nothing more is begun until then.
    hold: Duration,
    pub(super) halt: Option<Halt>,
}

impl Desk {
    fn is_done(&self) -> bool {
        let on_the_way = !self.out.is_empty()
            || !self.ended.is_empty()
            || !self.back.is_empty()
            || !self.accused.is_empty();
        !on_the_way && self.repeats.is_empty() && (self.dry || self.halt.is_some())
    }

    pub(super) fn ends(&mut self, item: i64, ending: Ending, flight: InFlight) {
        self.ended.push((item, ending));
        self.flights.push(flight);
    }

    /// What was to be sent again will not be for now. The trouble may have come after the effect.
    fn give_up_repeats(&mut self) {
        let goes_on = matches!(self.halt, Some(Halt::AskTheList));
        for ((_, item), repeat) in std::mem::take(&mut self.repeats) {
            if goes_on {
                self.back.push((item, Some(Cause::ServiceError)));
            } else {
                self.ends(item, Ending::because(Outcome::Unsure, Cause::ServiceError), repeat.flight);
            }
        }
    }
}

/// Why nothing more is sent right now.
type Pause = Option<(Duration, Option<WaitReason>)>;

impl Runner {
    /// Sends until nothing waits any more, or something stops it.
    pub(super) async fn send_all(&mut self) -> Result<Option<Halt>, Failure> {
        self.show_step(Step::Sending);
        let mut desk = Desk::default();
        let halt = self.send_on(&mut desk).await;
        if halt.is_err() {
            self.save_what_comes(desk).await;
        }
        self.show_wait(None);
        halt
    }

    async fn send_on(&mut self, desk: &mut Desk) -> Result<Option<Halt>, Failure> {
        loop {
            while let Some(sent) = desk.out.try_join_next() {
                self.take(desk, sent)?;
            }
            self.hear_the_accused(desk).await;
            self.heed_orders(desk);
            let (turns, pause) = self.turns(desk);
            let due = self.due(desk, turns.len());
            let claim = turns.len() - due.len();
            let mut turns = turns.into_iter();
            for ((item, repeat), turn) in due.into_iter().zip(turns.by_ref()) {
                let tries = repeat.tries;
                let claimed = Claimed { item, fan: repeat.fan, earlier: Some(Cause::ServiceError) };
                self.launch(desk, claimed, tries, repeat.flight, turn);
            }
            let mut begun = 0;
            if claim > 0 || !desk.ended.is_empty() || !desk.back.is_empty() {
                let written = self.write(desk, claim)?;
                begun = written.claimed.len();
                for (claimed, turn) in written.claimed.into_iter().zip(turns.by_ref()) {
                    self.begin(desk, claimed, turn);
                }
            }
            drop(turns);
            if desk.is_done() {
                return Ok(desk.halt.take());
            }
            // Many items at a stretch that need not be sent: look at the next ones at once.
            if begun < claim && !desk.dry && desk.back.is_empty() {
                tokio::task::yield_now().await;
                continue;
            }
            self.show_wait(pause.and_then(|(wait, why)| Some((wait, why?))));
            self.next(desk, pause.map(|(wait, _)| wait)).await?;
        }
    }

    /// Waits for whatever comes first: an answer, an order, or the next turn.
    async fn next(&mut self, desk: &mut Desk, wait: Option<Duration>) -> Result<(), Failure> {
        if desk.out.is_empty() && wait.is_none() {
            return Ok(());
        }
        let (clock, orders) = (self.parts.clock.clone(), &mut self.parts.orders);
        let sleep = async {
            match wait {
                Some(wait) => clock.sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        let sent = tokio::select! {
            biased;
            _ = orders.changed(), if desk.halt.is_none() => return Ok(()),
            Some(sent) = desk.out.join_next() => sent,
            () = sleep => return Ok(()),
        };
        self.take(desk, sent)
    }

    fn heed_orders(&self, desk: &mut Desk) {
        match self.order() {
            Order::Go => {}
            order => desk.halt = Some(Halt::Ordered(order)),
        }
        if desk.halt.is_some() {
            desk.give_up_repeats();
        }
    }

    /// As many turns as may be used now, and what to wait for when there could be more.
    fn turns(&mut self, desk: &Desk) -> (Vec<Turn>, Pause) {
        let now = self.parts.clock.elapsed();
        if desk.halt.is_some() {
            return (Vec::new(), None);
        }
        if let Some((wait, why)) = self.trouble.wait(now) {
            return (Vec::new(), Some((wait, Some(why))));
        }
        if let Some(wait) = desk.hold.checked_sub(now).filter(|wait| !wait.is_zero()) {
            return (Vec::new(), Some((wait, None)));
        }
        let most = match self.record.pace {
            _ if self.trouble.is_probing() => 1,
            Pace::Steady => MOST_STEADY,
            Pace::Fast => MOST,
        };
        let most = most.min(self.breaker.in_flight()).min(self.odd.in_flight());
        let due = desk.repeats.range(..=(now, i64::MAX)).count();
        let wanted = if desk.dry && desk.back.is_empty() { due } else { usize::MAX };
        let mut turns = Vec::new();
        while turns.len() < wanted.min(most.saturating_sub(desk.out.len())) {
            match self.parts.api.turn(self.tempo()) {
                Ok(turn) => {
                    turns.push(turn);
                    pass(Moment::AfterTurn);
                }
                // The answer that is waited for wakes this up as well, when it is to one of our own.
                Err(wait) if wait.why == WaitCause::FirstAnswer && !desk.out.is_empty() => {
                    return (turns, None);
                }
                Err(wait) => {
                    let why = match wait.why {
                        WaitCause::Told => Some(WaitReason::Told),
                        WaitCause::PlanFull if wait.wait >= WORTH_A_WORD => Some(WaitReason::PlanFull),
                        _ => None,
                    };
                    return (turns, Some((wait.wait, why)));
                }
            }
        }
        let later = desk.repeats.keys().next().map(|(at, _)| (at.saturating_sub(now), None));
        (turns, later.filter(|(wait, _): &(Duration, Option<WaitReason>)| !wait.is_zero()))
    }

    /// What is to be sent again now, at most so many.
    fn due(&self, desk: &mut Desk, most: usize) -> Vec<(i64, Repeat)> {
        let now = self.parts.clock.elapsed();
        let keys: Vec<_> = desk.repeats.range(..=(now, i64::MAX)).map(|(key, _)| *key).take(most).collect();
        keys.into_iter().filter_map(|key| Some((key.1, desk.repeats.remove(&key)?))).collect()
    }

    /// Writes down what has ended, and what is sent next.
    fn write(&mut self, desk: &mut Desk, claim: usize) -> Result<Written, Failure> {
        let round = Round {
            batch: self.parts.batch,
            account: &self.record.account,
            action: self.record.action,
            known_since: self.record.again.then_some(self.record.began),
            endings: &desk.ended,
            back: &desk.back,
            claim,
            requests: desk.requests,
            now: self.parts.clock.now(),
        };
        let written = on_disk(|| self.parts.ledger.round(&round))?;
        self.count_request(desk.requests);
        desk.requests = 0;
        desk.ended.clear();
        desk.back.clear();
        desk.flights.clear();
        desk.dry = written.dry;
        self.show(written.counts);
        Ok(written)
    }

    /// Sends an item that was written down for it.
    fn begin(&self, desk: &mut Desk, claimed: Claimed, turn: Turn) {
        let flight = (self.parts.mode, self.record.account.clone(), claimed.fan.clone());
        if let Ok(flight) = self.parts.flights.takes_off(flight) {
            self.launch(desk, claimed, 0, flight, turn);
        } else {
            desk.back.push((claimed.item, claimed.earlier));
            desk.hold = self.parts.clock.elapsed() + ELSEWHERE;
        }
    }

    fn launch(&self, desk: &mut Desk, claimed: Claimed, tries: u32, flight: InFlight, turn: Turn) {
        let Claimed { item, fan, earlier } = claimed;
        let (api, account, action) =
            (self.parts.api.clone(), self.record.account.clone(), self.record.action);
        desk.out.spawn(async move {
            pass(Moment::BeforeSend);
            let verdict = api.act(turn, action, &account, &fan).await;
            Sent { item, fan, tries: tries + 1, earlier, verdict, flight }
        });
    }

    /// Decides what becomes of an item.
    fn take(&mut self, desk: &mut Desk, sent: Result<Sent, tokio::task::JoinError>) -> Result<(), Failure> {
        let Ok(sent) = sent else {
            return Err(Failure::new(ErrorCode::Internal));
        };
        let now = self.parts.clock.elapsed();
        let fate = fate(self.record.action, &sent.verdict, sent.tries, sent.earlier);
        let left = !matches!(&sent.verdict, Verdict::Not(reason) if reason.cause.never_left());
        desk.requests += u64::from(left);
        let Sent { item, earlier, .. } = sent;
        match fate {
            Fate::Ends(ending) => match sent.verdict {
                Verdict::Not(reason) => {
                    self.unclear(desk, &reason);
                    desk.ends(item, ending, sent.flight);
                }
                Verdict::Done { .. } => {
                    self.trouble.clear();
                    self.breaker.success();
                    self.odd.success();
                    desk.ends(item, ending, sent.flight);
                }
            },
            Fate::Refused(cause) => {
                if let Verdict::Not(reason) = &sent.verdict {
                    let reason = reason.clone();
                    self.refuse(desk, sent, cause, &reason);
                }
            }
            Fate::Odd(ending) => {
                self.trouble.clear();
                if let Verdict::Not(Reason { cause, shape: Some(shape), .. }) = sent.verdict {
                    self.odd_reply(desk, item, (cause, shape));
                }
                desk.ends(item, ending, sent.flight);
            }
            Fate::Waits => desk.back.push((item, earlier)),
            Fate::Offline => {
                self.trouble.offline(now);
                desk.back.push((item, earlier));
            }
            Fate::Repeats => {
                if let Verdict::Not(reason) = &sent.verdict {
                    self.unclear(desk, reason);
                }
                let at = now + self.trouble.pause(sent.tries);
                let repeat = Repeat { fan: sent.fan, tries: sent.tries, flight: sent.flight };
                desk.repeats.insert((at, item), repeat);
            }
            Fate::Accuses => {
                if let Verdict::Not(reason) = &sent.verdict {
                    let reason = reason.clone();
                    desk.accused.push((sent, reason));
                }
            }
            Fate::Halts(cause) => {
                // A page that is not the service's proves nothing about what the service did.
                let earlier = earlier.or((!cause.nothing_changed()).then_some(cause));
                desk.back.push((item, earlier));
                let words = match sent.verdict {
                    Verdict::Not(reason) => reason.words,
                    Verdict::Done { .. } => None,
                };
                desk.halt.get_or_insert(Halt::Service { cause, words });
            }
        }
        Ok(())
    }

    /// There was no answer that can be understood; after too many of them the user is asked.
    pub(super) fn unclear(&mut self, desk: &mut Desk, reason: &Reason) {
        if self.trouble.unclear(self.parts.clock.elapsed()) {
            let words = reason.words.clone();
            desk.halt.get_or_insert(Halt::Service { cause: reason.cause, words });
        }
    }

    fn odd_reply(&mut self, desk: &mut Desk, item: i64, kind: super::odd::Kind) {
        match self.odd.take(item, kind) {
            Odd::Known => self.breaker.success(),
            Odd::Open => {}
            Odd::Ask => _ = desk.halt.get_or_insert(Halt::AskTheList),
        }
    }

    /// The ledger cannot be written: nothing more leaves, and what comes back is kept in memory until it can.
    async fn save_what_comes(&mut self, mut desk: Desk) {
        while let Some(sent) = desk.out.join_next().await {
            let _ = self.take(&mut desk, sent);
        }
        // These waited for a question that nobody asks any more.
        desk.accused.clear();
        desk.give_up_repeats();
        for (item, ending) in &desk.ended {
            if let Err(failure) = on_disk(|| self.parts.ledger.end(*item, ending, self.parts.clock.now())) {
                tracing::error!(code = ?failure.code, "an outcome could not be written down");
            }
        }
    }
}
