//! The random plan of a trial, made before it begins.

use std::time::Duration;

use velvet_core::failpoint::FailPoint;
use velvet_practice::{Fault, Field, Rule, Shape};

use crate::dice::Dice;

/// How many times faster the runner's clock runs, so that pauses of seconds take milliseconds.
pub const HASTE: u64 = 60;
/// How long the runner waits for a reply.
pub const TIMEOUT: Duration = Duration::from_millis(400);

/// The plan of a trial.
#[allow(clippy::struct_excessive_bools)] // Each is drawn independently.
#[derive(Debug)]
pub struct Plan {
    /// The number of fans in the list.
    pub fans: usize,
    /// Whether the batch adds fans, or removes them.
    pub add: bool,
    /// Whether the speed is fast, as the API plan allows, or steady, two per second.
    pub fast: bool,
    /// How long the server takes to answer.
    pub latency: Duration,
    /// The server's faults.
    pub rules: Vec<Rule>,
    /// When the runner is killed.
    pub kills: Vec<Kill>,
    /// Whether a second runner is started while the first runs.
    pub second: bool,
    /// Whether a start after a kill gets the list again.
    pub whole_words: bool,
}

/// When the runner is killed.
#[derive(Debug, Clone)]
pub enum Kill {
    /// When it reaches a fail point for the given time.
    At(FailPoint, u64),
    /// This long after its start.
    After(Duration),
    /// This long after the server received this many of its requests.
    Received(u64, Duration),
}

impl Kill {
    /// Returns the name under which it is counted.
    pub fn word(&self) -> String {
        match self {
            Self::At(moment, _) => moment.word(),
            Self::After(_) | Self::Received(..) => "any_time".to_owned(),
        }
    }
}

impl Plan {
    /// Makes a random plan.
    pub fn throw(dice: &mut Dice) -> Self {
        let fans = dice.between(1, 60);
        let add = dice.percent(70);
        let latency = Duration::from_millis(dice.pick(&[0, 0, 1, 3, 8]));
        let faults = if dice.percent(15) { 0 } else { dice.between(1, 10) };
        let mut kills: Vec<Kill> = (0..dice.between(1, 4)).map(|_| kill(dice, fans)).collect();
        let second = dice.percent(20);
        let mut rules: Vec<Rule> = (0..faults).map(|_| rule(dice, add, fans)).collect();
        if second {
            // The first runner waits for this answer when the second one starts.
            rules.insert(0, Rule::new(Fault::Delay { ms: 100 }).method(method(add)));
            kills.insert(0, Kill::Received(1, Duration::from_millis(dice.between(600, 900))));
        }
        Self {
            fans: usize::try_from(fans).unwrap_or(1),
            add,
            fast: dice.percent(75),
            latency,
            rules,
            kills,
            second,
            whole_words: dice.percent(50),
        }
    }
}

fn kill(dice: &mut Dice, fans: u64) -> Kill {
    match dice.below(10) {
        0..6 => {
            let moment = dice.pick(&FailPoint::IN_BATCHES);
            // Most fail points occur for every item, the others once or twice per batch.
            let often = !matches!(
                moment,
                FailPoint::DuringWriteBatch
                    | FailPoint::AfterWriteBatch
                    | FailPoint::DuringSettle
                    | FailPoint::BeforeSettleCommit
                    | FailPoint::BeforeBatchEnd
                    | FailPoint::AfterBatchEnd
            );
            Kill::At(moment, if often { 1 + dice.below(fans.min(12)) } else { 1 })
        }
        6..8 => Kill::After(dice.up_to(Duration::from_millis(60))),
        _ => Kill::Received(1 + dice.below(fans), dice.up_to(Duration::from_millis(6))),
    }
}

fn method(add: bool) -> &'static str {
    if add { "POST" } else { "DELETE" }
}

/// Returns a fault that occurs a few times and then stops.
fn rule(dice: &mut Dice, add: bool, fans: u64) -> Rule {
    if dice.percent(15) {
        let fault = reading(dice);
        return Rule::new(fault).method("GET").times(dice.between(1, 3)).skip(dice.below(3));
    }
    let (fault, effect) = changing(dice, add);
    let mut rule = Rule::new(fault).method(method(add));
    rule = rule.path("*/vip").skip(dice.below(fans + fans / 2)).times(dice.pick(&[1, 1, 1, 2, 4]));
    match effect {
        Some(takes_place) => rule.effect(takes_place),
        None => rule,
    }
}

/// Returns a fault of an add or a removal, and whether the change is made anyway. No fault claims a success that did
/// not happen: the reply to a removal is undocumented, so such a claim is all the evidence there is.
fn changing(dice: &mut Dice, add: bool) -> (Fault, Option<bool>) {
    let either = Some(dice.percent(50));
    match dice.below(if add { 22 } else { 19 }) {
        0..3 => (Fault::Reset, either),
        3 => (Fault::Hang, either),
        4..7 => (Fault::Status { status: dice.pick(&[500, 502, 503, 504]) }, either),
        7 => (Fault::Html { status: 502 }, either),
        8 => (Fault::TruncatedBody, either),
        9..11 => (Fault::TooFast { retry_after: dice.between(1, 3), standard: dice.percent(50) }, None),
        11 => (Fault::Delay { ms: dice.between(5, 60) }, None),
        12 => (Fault::Refused, None),
        13 => (Fault::Status { status: dice.pick(&[400, 403, 404]) }, None),
        14 => (Fault::Status { status: dice.pick(&[401, 402]) }, None),
        15 => (dice.pick(&[Fault::AccountDenied, Fault::Inner { status: 401 }]), None),
        16 => (dice.pick(&Shape::refusals()).fault(), None),
        17 => {
            let odd = if add { Fault::unknown_successes() } else { Fault::unknown_removals() };
            (dice.pick(&odd), Some(true))
        }
        18 => (Fault::WrongFan { fan: None }, None),
        19 => (Fault::Missing { field: dice.pick(&Field::ALL) }, None),
        20 => (Fault::EmptyBody, None),
        _ => (dice.pick(&[Fault::FlagMissing, Fault::EmptyData]), None),
    }
}

/// Returns a fault of a read.
fn reading(dice: &mut Dice) -> Fault {
    match dice.below(6) {
        0 => Fault::Reset,
        1 => Fault::Status { status: 500 },
        2 => Fault::TooFast { retry_after: 1, standard: false },
        3 => Fault::EmptyData,
        4 => Fault::TruncatedBody,
        _ => Fault::Html { status: 200 },
    }
}
