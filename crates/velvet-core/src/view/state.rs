use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    BatchView, Failure, ListView, LogMark, Mode, Resting, Rule, SessionState, Speed, UpdateChoice,
    UpdateState,
};

/// Everything the window needs to draw itself, except the entries of the log.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AppState {
    /// Increases with every state. Of two states, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// Version of the app.
    pub version: String,
    /// Live or practice mode.
    pub mode: Mode,
    /// Address of the live server.
    pub address: ServiceAddress,
    /// State of the keys as a whole: the most serious one. It never holds a key.
    pub key: KeyState,
    /// State of each key. Only live mode has keys.
    pub keys: Vec<KeyView>,
    /// What this system calls its keychain.
    pub keychain: KeychainKind,
    /// Names of the accounts in the log, if there is no key at all: the key may be in another keychain.
    pub without_key: Vec<String>,
    /// The accounts of the keys, or of practice mode. Without a key, those whose log and VIPs are here.
    pub accounts: Vec<AccountView>,
    /// Why the accounts may be out of date.
    pub accounts_problem: Option<Failure>,
    /// ID of the chosen account. `None` if the user has to choose.
    pub chosen: Option<String>,
    /// Whether the log can be written.
    pub ledger: LedgerState,
    /// Length and revision of the log.
    pub log: LogMark,
    /// Single items that wait.
    pub resting: Vec<Resting>,
    /// The list that is being prepared, if there is one.
    pub list: Option<ListView>,
    /// The batch that was started last from a list. That list can be checked for another account.
    #[ts(type = "number | null")]
    pub started_list: Option<i64>,
    /// Batches that have not ended, in the order in which they run.
    pub batches: Vec<BatchView>,
    /// The user's saved views of people.
    pub rules: Vec<Rule>,
    /// Notices to show once.
    pub notices: Vec<Notice>,
    /// The user's preferences.
    pub preferences: Preferences,
    /// Whether names are hidden on the screen in this run of the app. It outlives the page, which may be loaded again.
    pub names_hidden: bool,
    /// Fans to try in practice mode. Empty in live mode.
    pub samples: Vec<Sample>,
    /// What is known of new versions. `None` in a build that cannot look for any.
    pub updates: Option<UpdateState>,
}

/// Address of the live server. Practice mode has its own address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServiceAddress {
    /// The real server.
    Real,
    /// A server on this computer, as configured for this run of the app.
    Elsewhere {
        /// Host and port.
        host: String,
    },
    /// The address configured for this run of the app is not allowed, so nothing is sent.
    Unusable,
}

/// A key that the app has or may have. Never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KeyView {
    /// Number of the key.
    pub id: u32,
    /// State of the key.
    pub state: KeyState,
    /// Names of the accounts that the key lists.
    pub accounts: Vec<String>,
    /// Why the accounts may be out of date.
    pub problem: Option<Failure>,
}

/// State of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeyState {
    /// There is no key.
    None,
    /// The key is in the keychain.
    Saved,
    /// The key is kept in memory until the app closes.
    SessionOnly {
        /// Why it could not be saved.
        because: KeychainProblem,
    },
    /// The keychain could not be read, so it is unknown whether there is a key.
    Unread {
        /// Why it could not be read.
        because: KeychainProblem,
    },
}

/// A problem with the keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainProblem {
    /// No keychain is running on this computer.
    Missing,
    /// A keychain is running, but has no place to store anything yet.
    NotSetUp,
    /// It is locked, or did not answer in time.
    Locked,
    /// It refused.
    Refused,
}

/// The name of a system's keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainKind {
    /// Linux.
    SecretService,
    /// macOS.
    Keychain,
    /// Windows.
    CredentialManager,
}

/// A connected creator account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountView {
    /// The API's own ID for the account.
    pub id: String,
    /// The user's nickname for it, or else its listed name.
    pub name: String,
    /// Its name as the server lists it, or else its ID.
    pub listed_name: String,
    /// The user's nickname for it. `None` if the listed name is shown.
    pub nickname: Option<String>,
    /// One or two letters for its badge.
    pub initials: String,
    /// Color of the badge, 0 to 7: the user's choice, or else a stable default.
    pub colour: u8,
    /// State of its Fansly session, as far as known.
    pub session: SessionState,
    /// Number of the key that lists it.
    pub key: u32,
    /// Whether this app has added or removed a fan on it.
    pub changed: bool,
}

/// Whether the log can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LedgerState {
    /// It can be written.
    Ready,
    /// It cannot be written, so nothing is sent.
    Unavailable {
        /// The reason, and the path of the file.
        failure: Failure,
    },
}

/// A notice to show once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// The ledger was damaged. It was set aside, and a new one was created.
    LedgerSetAside {
        /// Path of the damaged file.
        path: String,
    },
    /// SQLite's log beside the ledger (`-wal`) belonged to another ledger. The ledger was opened without it.
    LedgerLogLeftOut {
        /// Path of that log now.
        path: String,
    },
    /// A removed key is still in the keychain, which did not delete it. The app no longer uses it.
    KeyLeft,
    /// The preferences were damaged and are back to the defaults.
    PreferencesReset,
    /// The app was closed in practice mode, but practice mode could not be started. This is live mode.
    PracticeUnavailable,
    /// Everything was erased, as the user asked.
    Erased,
    /// The last run ended with items in flight. They are unconfirmed now, and no batch reconciles them.
    Interrupted {
        /// Number of such items.
        count: u32,
    },
    /// The page's process ended, and the page was reloaded. Everything else continued to run.
    PageReloaded,
    /// A part of the app panicked, while the window stayed open.
    Crashed,
}

/// The user's preferences. Losing them does no harm.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the settings")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub appearance: Appearance,
    /// The language. `None` follows the system.
    pub language: Option<Language>,
    /// The speed that new batches begin with.
    pub speed: Speed,
    /// Whether system notifications are turned off.
    pub notifications_off: bool,
    /// Whether links to profiles open without a question.
    pub opens_profiles: bool,
    /// Whether links to the console of apifansly.com open without a question.
    pub opens_console: bool,
    /// Whether links to the page with new versions open without a question.
    pub opens_releases: bool,
    /// Whether the app looks for new versions.
    pub updates: UpdateChoice,
    /// Whether names are hidden when the app opens.
    pub hide_names_at_start: bool,
    /// Whether the first steps were done or dismissed, so that they are not shown again.
    pub first_steps_done: bool,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// Follows the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A language of the message catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Italian.
    It,
    /// Portuguese of Brazil.
    #[serde(rename = "pt-BR")]
    PtBr,
    /// Pseudo-English with every letter decorated, to find text that is not in the catalog. For development only.
    EnXa,
    /// Pseudo-Arabic: English from right to left, to find what doesn't follow the direction. For development only.
    ArXb,
}

/// A fan to try in practice mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Sample {
    /// The fan's ID.
    pub fan: String,
    /// The fan's name.
    pub name: String,
}
