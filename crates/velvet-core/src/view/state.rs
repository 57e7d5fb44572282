use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BatchView, Failure, ListView, LogMark, Mode, Resting, Rule, SessionState};

/// Everything a window needs to draw itself, except the rows of the log.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AppState {
    /// Rises with every state that is made: of two, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// The app's version.
    pub version: String,
    /// The real service, or practice.
    pub mode: Mode,
    /// Where the real service is taken to be.
    pub address: ServiceAddress,
    /// What is known of the keys altogether. Never a key.
    pub key: KeyState,
    /// What is known of each. Keys are of the real service only.
    pub keys: Vec<KeyView>,
    /// What this system calls its keychain.
    pub keychain: KeychainKind,
    /// Names of accounts that the log knows and for which there is no key: the keychain that holds it may be another one.
    /// Only where there is no key at all.
    pub without_key: Vec<String>,
    /// The accounts of the key, or of practice mode.
    pub accounts: Vec<AccountView>,
    /// Why the accounts shown may be out of date.
    pub accounts_problem: Option<Failure>,
    /// The chosen account; nothing when the user has to choose.
    pub chosen: Option<String>,
    /// Whether the log can be written.
    pub ledger: LedgerState,
    /// The log's length and revision.
    pub log: LogMark,
    /// Items that the service told to wait.
    pub resting: Vec<Resting>,
    /// The list that is being prepared, if there is one.
    pub list: Option<ListView>,
    /// Batches that have not ended, in the order in which they run.
    pub batches: Vec<BatchView>,
    /// Which people the user wants proposed, by their names.
    pub rules: Vec<Rule>,
    /// Things to say once.
    pub notices: Vec<Notice>,
    /// What the user chose.
    pub preferences: Preferences,
    /// Fans to try in practice mode; empty otherwise.
    pub samples: Vec<Sample>,
}

/// Where the real service is taken to be. Practice mode has an address of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServiceAddress {
    /// Where it is.
    Real,
    /// Whoever started the app named a service on this computer.
    Elsewhere {
        /// Its host and port.
        host: String,
    },
    /// Whoever started the app named an address that is not allowed, so nothing is sent.
    Unusable,
}

/// A key that is there, or may be. Never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KeyView {
    /// Its number.
    pub id: u32,
    /// What is known of it.
    pub state: KeyState,
    /// The names of the accounts that it lists.
    pub accounts: Vec<String>,
    /// Why they may be out of date.
    pub problem: Option<Failure>,
}

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeyState {
    /// There is none.
    None,
    /// It is in the keychain.
    Saved,
    /// It is in memory and gone when the app ends.
    ThisRunOnly {
        /// Why it could not be kept.
        because: KeychainProblem,
    },
    /// The keychain did not answer, so it is not known whether there is one.
    Unread {
        /// Why it could not be read.
        because: KeychainProblem,
    },
}

/// What is wrong with the keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainProblem {
    /// This computer has none running.
    Missing,
    /// One is running, and has no place yet in which anything could be kept.
    NotSetUp,
    /// It is locked, or did not answer in time.
    Locked,
    /// It refused.
    Refused,
}

/// What this system calls its keychain.
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
    /// The service's own id for it.
    pub id: String,
    /// What the user calls it, or else its name.
    pub name: String,
    /// Its name in the service's list.
    pub listed_name: String,
    /// What the user calls it; nothing: as it is listed.
    pub nickname: Option<String>,
    /// One or two letters for its badge.
    pub initials: String,
    /// Which of the eight badge colours, 0 to 7: the one that the user chose, or else one that stays the same.
    pub colour: u8,
    /// Whether its session at Fansly is alive, as far as known.
    pub session: SessionState,
    /// The number of the key that lists it.
    pub key: u32,
    /// Whether this app has added or removed a fan on it.
    pub changed: bool,
}

/// Whether the log can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LedgerState {
    /// It can.
    Ready,
    /// It cannot, so nothing is sent.
    Unavailable {
        /// Why, and where the file is.
        failure: Failure,
    },
}

/// Something to say once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// The ledger was damaged; it was set aside and a new one begun.
    LedgerSetAside {
        /// Where the damaged file is now.
        path: String,
    },
    /// The log that SQLite keeps beside the ledger (`-wal`) belonged to another one; the ledger was opened without it.
    LedgerLogLeftOut {
        /// Where that log is now.
        path: String,
    },
    /// A removed key is still in the keychain, which did not let go of it. It is not used any more.
    KeyLeft,
    /// The preferences were damaged; the defaults are back.
    PreferencesReset,
    /// The app was left in practice, and practice could not be started: this is the real service.
    PracticeUnavailable,
    /// Everything was erased, as the user wanted.
    Erased,
    /// The last run ended while items were on their way; they are not sure now, and no batch settles them.
    Interrupted {
        /// How many.
        count: u32,
    },
    /// The page's process ended, and the page was loaded anew. What runs has gone on.
    PageReloaded,
    /// A part of the app fell over, beside the window.
    FellOver,
}

/// What the user chose. Losing it would not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub appearance: Appearance,
    /// The language; nothing: as the system says.
    pub language: Option<Language>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
    /// English with every letter dressed up, to find words that are not in the catalogue. Development only.
    EnXa,
}

/// A fan to try in practice mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Sample {
    /// The fan's id.
    pub fan: String,
    /// A name.
    pub name: String,
}
