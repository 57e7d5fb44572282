use std::{str::FromStr, time::Duration};

use crate::Plan;

/// How the service and its world are to be.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The same seed makes the same world: ids, names, chats.
    pub seed: u64,
    /// The same seed makes the same keys; nothing: they are random at each start, so that a key that somebody read
    /// elsewhere opens nothing here.
    pub key_seed: Option<u64>,
    /// The plan of every key; it can be changed while the service runs.
    pub plan: Plan,
    /// How long an answer takes. Half of it passes before the effect and half after, so that a caller who gives up
    /// may or may not have been served.
    pub latency: Duration,
    /// How many fans there are.
    pub fans: usize,
    /// How many of them are VIPs of the first account. The other accounts have fewer.
    pub vips: usize,
    /// Credits of every key; nothing: they never run out.
    pub credits: Option<u64>,
    /// Whether `/control` is there. Never in the app.
    pub control: bool,
    /// The port on the loopback interface; 0 takes any that is free.
    pub port: u16,
    /// Over how long requests are counted against the plan. A minute, as documented; tests shorten it.
    pub window: Duration,
    /// Where the next cursor of a list is put.
    pub cursor_place: CursorPlace,
    /// How `status` of the subscribers call may be written.
    pub status_forms: StatusForms,
    /// What an add and a removal do to the other marks of a fan.
    pub marks: Marks,
    /// How many received requests are remembered; older ones are only counted.
    pub requests_kept: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            key_seed: None,
            plan: Plan::Unlimited,
            latency: Duration::ZERO,
            fans: 5_000,
            vips: 120,
            credits: None,
            control: false,
            port: 0,
            window: Duration::from_secs(60),
            cursor_place: CursorPlace::default(),
            status_forms: StatusForms::default(),
            marks: Marks::default(),
            requests_kept: 10_000,
        }
    }
}

/// Where the next cursor of a list is put. The real service was seen to use all three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CursorPlace {
    /// `data.nextCursor`
    Outer,
    /// `data.data.nextCursor`
    #[default]
    Inner,
    /// `data.data.response.cursor`
    Response,
}

/// What setting or clearing one mark of a fan does to the others. Which one the real service does is not known; its
/// native call sets a value (API.md).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Marks {
    /// They stay.
    #[default]
    Keep,
    /// They are cleared: an add leaves 4, a removal 0.
    Overwrite,
}

impl Marks {
    /// What the marks become when one of them is set or cleared.
    pub(crate) fn after(self, marks: u32, mark: u32, set: bool) -> u32 {
        match (self, set) {
            (Self::Keep, true) => marks | mark,
            (Self::Keep, false) => marks & !mark,
            (Self::Overwrite, true) => mark,
            (Self::Overwrite, false) => 0,
        }
    }
}

impl FromStr for Marks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "keep" => Ok(Self::Keep),
            "overwrite" => Ok(Self::Overwrite),
            _ => Err(format!("--marks must be keep or overwrite, not {text:?}")),
        }
    }
}

/// How `status` of the subscribers call may be written. Anything else is answered with 400.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StatusForms {
    /// Both ways.
    #[default]
    Both,
    /// `all`, `active`, `expired`.
    Words,
    /// `3,4`, `3`, `4`, as older pages of the documentation have it.
    Numbers,
}
