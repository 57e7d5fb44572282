//! A simulated apifansly.com: the same calls, envelopes, headers and limits over real HTTP on the loopback interface.
//!
//! Practice mode runs on it, and so does every test that needs a service. It invents a small world from a seed
//! (accounts, fans, chats, subscriptions), answers like the real service as far as that is known, goes wrong on
//! request ([`Fault`]), and can say what really happened ([`Running::vips`], [`Running::requests`]), so that a test can
//! compare what the app believes with the truth.
//!
//! Where the real service's behaviour is not documented, the answer given here is a guess, and the place says so.

mod calls;
mod connection;
mod control;
mod envelope;
mod faults;
mod gate;
mod host;
mod keys;
mod limits;
mod middleware;
mod requests;
mod router;
mod server;
mod service;
mod settings;
mod timestamp;
mod truth;
mod world;

pub use faults::{AccountIdName, AccountsForm, CursorName, Fault, Field, Level, Rule, Shape};
pub use limits::{Plan, SlidingWindow};
pub use requests::Received;
pub use server::Running;
pub use settings::{CursorPlace, Marks, Settings, StatusForms};
pub use truth::{AccountInfo, KeyInfo};
