//! What every layer speaks of: IDs, accounts, actions, outcomes, causes. No I/O, no async, no window: the window's form of
//! these types is made by the feature `window`, which only `velvet-core` asks for.

mod account;
mod action;
mod batch;
mod export_row;
mod failure;
mod fan;
pub mod ids;
pub mod people;
mod person;
pub mod sanitize;
pub mod search_key;
mod vip;

pub use account::{ListedAccount, Mode, SessionState};
pub use action::{Action, Outcome, Phase, Standing};
pub use batch::{Counts, PauseReason, Speed, WaitReason};
pub use export_row::ExportRow;
pub use failure::{Cause, ErrorCode, Failure};
pub use fan::Fan;
pub use person::{Person, Subscription, VipState};
pub use vip::{Absence, Actor, PeopleKnown, PeopleSource, Rule, SubscribersOf, VipStanding};
