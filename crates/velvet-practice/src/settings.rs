use std::{str::FromStr, time::Duration};

use crate::Plan;

/// The settings of the server and of its world.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Seed of the world: the same one makes the same IDs, names, and chats.
    pub seed: u64,
    /// Seed of the keys: the same one makes the same keys. With `None` they are random at each start, so that a key
    /// read elsewhere opens nothing here.
    pub key_seed: Option<u64>,
    /// The plan of every key. It can be changed while the server runs.
    pub plan: Plan,
    /// How long a reply takes. Half of it passes before the effect and half after, so a client that gives up may or may
    /// not have been served.
    pub latency: Duration,
    /// Number of fans.
    pub fans: usize,
    /// Number of VIPs of the first account. The other accounts have fewer.
    pub vips: usize,
    /// Credits of every key; `None` if they never run out.
    pub credits: Option<u64>,
    /// Whether `/control` exists. Never enabled in the app.
    pub control: bool,
    /// The port on the loopback interface; 0 picks any free one.
    pub port: u16,
    /// The window of the rate limit. A minute, as documented; tests shorten it.
    pub window: Duration,
    /// Where a list's next cursor is.
    pub cursor_place: CursorPlace,
    /// Which forms of `status` the subscribers call accepts.
    pub status_forms: StatusForms,
    /// What an add or a removal does to the other marks of a fan.
    pub marks: Marks,
    /// How many received requests are kept; older ones are only counted.
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

/// Where a list's next cursor is. The real service was seen to use all three places.
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

/// What setting or clearing one mark of a fan does to the others. It is not known which the real service does; its
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
    /// Returns the marks after one of them is set or cleared.
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

/// Which forms of `status` the subscribers call accepts. Any other is answered with 400.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StatusForms {
    /// Both forms.
    #[default]
    Both,
    /// `all`, `active`, `expired`.
    Words,
    /// `3,4`, `3`, `4`, as on older pages of the documentation.
    Numbers,
}
