//! A simulated apifansly.com: the same calls, envelopes, headers, and limits over real HTTP on the loopback interface.
//!
//! Practice mode runs on it, and so does every test that needs a server. It invents a small world (accounts, fans,
//! chats, subscriptions) from a seed and answers like the real service as far as that is known. It injects faults on
//! request ([`Fault`]). It also tells what really happened ([`Running::vips`], [`Running::requests`]), so that a test
//! can compare the app's state with the truth.
//!
//! Where the behavior of the real service is not documented, the answer here is a guess, and a comment says so.

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
