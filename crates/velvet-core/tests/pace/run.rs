//! Simulates a batch: the app's side, the network delay, the server, and other clients on the same key.

use std::{cmp::Reverse, collections::BinaryHeap, time::Duration};

use velvet_core::api::{
    Pacing,
    rate_limit::{RateLimitHeaders, RateLimiter, Reservation},
};

use super::{
    judge::Judge,
    service::{Counting, Service},
};

/// The most requests that the engine has in flight.
const AT_ONCE: usize = 32;

/// The results of a run.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Story {
    /// From the first request to the last answer.
    pub took: Duration,
    /// Answers other than 429.
    pub served: u64,
    /// Requests of other clients that were served.
    pub others: u64,
    /// 429s that the app could have foreseen ([`Judge`]).
    pub self_made: u64,
    /// 429s that it could not.
    pub unforeseen: u64,
    /// Of the requests examined, those that left without room, whether or not they got a 429.
    pub without_room: u64,
    /// The requests that the limit had room for, minus those of other clients.
    pub possible: f64,
    /// Own requests that were served while there was a limit.
    pub served_limited: u64,
}

enum Event {
    /// The engine asks for permits.
    Ask,
    Arrives(usize),
    Answered(usize, RateLimitHeaders),
    /// Other clients send this many requests, one every 50 ms.
    Others(u32),
    Limit(Option<u32>),
}

struct InFlightKey {
    place: Option<Reservation>,
    number: u64,
    back: Duration,
}

/// Events that the app does not control.
pub struct World {
    pub limit: Option<u32>,
    pub counting: Counting,
    pub latency: std::ops::Range<u64>,
    pub dice: fastrand::Rng,
    events: BinaryHeap<Reverse<(Duration, u64)>>,
    what: std::collections::HashMap<u64, Event>,
    next: u64,
}

impl World {
    pub fn new(seed: u64, limit: Option<u32>, latency_ms: std::ops::Range<u64>) -> Self {
        Self {
            limit,
            counting: Counting::Sliding,
            latency: latency_ms,
            dice: fastrand::Rng::with_seed(seed),
            events: BinaryHeap::new(),
            what: std::collections::HashMap::new(),
            next: 0,
        }
    }

    /// Sets another limit from `at` on.
    pub fn limit_becomes(&mut self, at: Duration, limit: Option<u32>) {
        self.plan(at, Event::Limit(limit));
    }

    /// Makes other clients send this many requests from `at` on.
    pub fn others_send(&mut self, at: Duration, count: u32) {
        self.plan(at, Event::Others(count));
    }

    fn plan(&mut self, at: Duration, event: Event) {
        self.events.push(Reverse((at, self.next)));
        self.what.insert(self.next, event);
        self.next += 1;
    }

    /// Sends `fans` requests with this pacing, or as many as fit until `end`.
    pub fn run(mut self, tempo: Pacing, fans: u64, end: Duration) -> Story {
        let mut pace = RateLimiter::seeded(self.dice.u64(..));
        let (mut service, mut judge) = (Service::new(self.counting, self.limit), Judge::default());
        let mut in_flight: Vec<InFlightKey> = Vec::new();
        let mut free: Vec<usize> = Vec::new();
        let (mut waiting, mut story, mut since) = (fans, Story::default(), Duration::ZERO);
        let mut asked = None;
        self.plan(Duration::ZERO, Event::Ask);
        while let Some(Reverse((now, id))) = self.events.pop() {
            if now >= end {
                break;
            }
            match self.what.remove(&id).expect("planned") {
                // Another wait has replaced this one.
                Event::Ask if asked.is_some_and(|asked| asked != id) => continue,
                Event::Ask => asked = None,
                Event::Arrives(at) => {
                    let said = service.receives(now);
                    let back = in_flight[at].back;
                    self.plan(now + back, Event::Answered(at, said));
                    continue;
                }
                Event::Answered(at, said) => {
                    let InFlightKey { place, number, .. } = &mut in_flight[at];
                    judge.answered(*number, said, now);
                    pace.answered(place.take().expect("out"), &said, now);
                    if said.status == 429 {
                        waiting += 1;
                        let foreseeable = judge.without_room(*number);
                        story.self_made += u64::from(foreseeable);
                        story.unforeseen += u64::from(!foreseeable);
                    } else {
                        story.served += 1;
                        story.served_limited += u64::from(said.limit.is_some());
                        story.took = now;
                    }
                    if said.limit.is_some() && *number % 100 == 0 {
                        story.without_room += u64::from(judge.without_room(*number));
                    }
                    free.push(at);
                    if story.served == fans {
                        break;
                    }
                }
                Event::Others(left) => {
                    let served = service.receives(now).status != 429;
                    story.others += u64::from(served);
                    if served && service.limit.is_some() {
                        story.possible -= 1.0;
                    }
                    if left > 1 {
                        self.plan(now + Duration::from_millis(50), Event::Others(left - 1));
                    }
                    continue;
                }
                Event::Limit(limit) => {
                    let minutes = now.saturating_sub(since).as_secs_f64() / 60.0;
                    story.possible += service.limit.map_or(0.0, |limit| f64::from(limit) * minutes);
                    (service.limit, since) = (limit, now);
                    continue;
                }
            }
            while waiting > 0 && in_flight.len() - free.len() < AT_ONCE {
                match pace.try_acquire(tempo, now) {
                    Ok(mut place) => {
                        pace.leaves(&mut place, now);
                        waiting -= 1;
                        let way = self.dice.u64(self.latency.clone());
                        let there = self.dice.u64(0..=way);
                        let back = Duration::from_millis(way - there);
                        let flight = InFlightKey { place: Some(place), number: judge.leaves(now), back };
                        let at = free.pop().unwrap_or(in_flight.len());
                        if at == in_flight.len() {
                            in_flight.push(flight);
                        } else {
                            in_flight[at] = flight;
                        }
                        self.plan(now + Duration::from_millis(there), Event::Arrives(at));
                    }
                    Err(wait) => {
                        // Timers fire late.
                        let late = Duration::from_micros(self.dice.u64(0..2_000));
                        asked = Some(self.next);
                        self.plan(now + wait.wait + late, Event::Ask);
                        break;
                    }
                }
            }
        }
        let minutes = end.min(story.took.max(since)).saturating_sub(since).as_secs_f64() / 60.0;
        story.possible += service.limit.map_or(0.0, |limit| f64::from(limit) * minutes);
        story
    }
}
