use std::{
    collections::HashMap,
    ops::Range,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{Plan, Settings, limits::SlidingWindow, world::World};

/// All API keys.
pub struct Keys {
    keys: Vec<Key>,
    by_text: HashMap<String, usize>,
}

/// An API key: its accounts, and what it has used up.
pub struct Key {
    /// The key itself.
    pub text: String,
    /// Its accounts, as a range of indexes into the world's list.
    pub accounts: Range<usize>,
    meter: Mutex<Meter>,
}

/// What is left of a key's plan.
struct Meter {
    plan: Plan,
    limit: Option<u32>,
    credits: Option<u64>,
    window: SlidingWindow,
}

/// What a request was charged, and what is left.
pub struct Charge {
    /// The plan's name, for the headers.
    pub plan: Plan,
    /// The plan's limit, if it has one.
    pub limit: Option<u32>,
    /// How many requests may follow at once.
    pub remaining: u32,
    /// Why the request is refused, if it is.
    pub refusal: Option<Refusal>,
}

/// Why a request is refused although its key is valid.
pub enum Refusal {
    /// The rate limit is reached. The next request may come after this.
    TooFast(Duration),
    /// The month's credits are spent.
    CreditsSpent,
}

impl Keys {
    /// Returns the keys of a world.
    pub fn new(world: &World, settings: &Settings) -> Self {
        let keys: Vec<Key> =
            world.keys.iter().map(|(text, accounts)| Key::new(text, accounts, settings)).collect();
        let by_text = keys.iter().enumerate().map(|(place, key)| (key.text.clone(), place)).collect();
        Self { keys, by_text }
    }

    /// Returns the index of a key.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.by_text.get(text).copied()
    }

    /// Returns the key at an index.
    pub fn get(&self, place: usize) -> &Key {
        &self.keys[place]
    }

    /// Returns the key with this text, or all keys.
    pub fn selected<'a>(&'a self, text: Option<&'a str>) -> impl Iterator<Item = &'a Key> {
        self.keys.iter().filter(move |key| text.is_none_or(|text| key.text == text))
    }
}

impl Key {
    fn new(text: &str, accounts: &Range<usize>, settings: &Settings) -> Self {
        let meter = Meter {
            plan: settings.plan,
            limit: settings.plan.per_minute(),
            credits: settings.credits,
            window: SlidingWindow::new(settings.window),
        };
        Self { text: text.to_owned(), accounts: accounts.clone(), meter: Mutex::new(meter) }
    }

    /// Counts a request against the rate limit and the credits. A refused request costs no credit. Any other costs one,
    /// however it ends (a guess: the documentation does not say what a failed call costs).
    pub fn charge(&self, now: Instant) -> Charge {
        self.with(|meter| {
            let place = meter.limit.map_or(Ok(0), |limit| meter.window.pass(now, limit));
            let (remaining, refusal) = match (place, meter.credits) {
                (Err(wait), _) => (0, Some(Refusal::TooFast(wait))),
                (Ok(remaining), Some(0)) => (remaining, Some(Refusal::CreditsSpent)),
                (Ok(remaining), credits) => {
                    meter.credits = credits.map(|left| left - 1);
                    (remaining, None)
                }
            };
            Charge { plan: meter.plan, limit: meter.limit, remaining, refusal }
        })
    }

    /// Returns the plan of the key.
    pub fn plan(&self) -> Plan {
        self.with(|meter| meter.plan)
    }

    /// Changes the plan. `limit` replaces the plan's own rate limit.
    pub fn set_plan(&self, plan: Plan, limit: Option<u32>) {
        self.with(|meter| {
            meter.plan = plan;
            meter.limit = limit.or(plan.per_minute());
        });
    }

    /// Returns the credits left; `None` if they never run out.
    pub fn credits(&self) -> Option<u64> {
        self.with(|meter| meter.credits)
    }

    /// Sets the credits left; `None` means that they never run out.
    pub fn set_credits(&self, credits: Option<u64>) {
        self.with(|meter| meter.credits = credits);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Meter) -> T) -> T {
        act(&mut self.meter.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
