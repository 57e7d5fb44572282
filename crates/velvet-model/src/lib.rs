//! Types that all layers share: IDs, accounts, actions, outcomes, causes.
//!
//! No I/O, no async, no UI. The feature `window`, which only `velvet-core` enables, adds their TypeScript form.

mod account;
mod action;
mod batch;
mod cause;
mod export_row;
mod fan;
pub mod ids;
pub mod people;
mod person;
pub mod sanitize;
pub mod search_key;
mod vip;

pub use account::{ListedAccount, Mode, SessionState};
pub use action::{Action, Outcome, Phase, Standing};
pub use batch::{Counts, LedgerProblem, PauseReason, Speed, WaitReason};
pub use cause::Cause;
pub use export_row::ExportRow;
pub use fan::Fan;
pub use person::{Person, Subscription, VipState};
pub use vip::{Absence, Actor, PeopleKnown, PeopleSource, Rule, SubscribersOf, VipStanding};
