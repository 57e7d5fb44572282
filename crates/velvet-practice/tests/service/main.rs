//! Tests the practice server over a real socket.

// Clippy allows this in test functions, but not in their helpers.
#![allow(clippy::unwrap_used)]

mod accounts;
mod caller;
mod chats;
mod control;
mod faults;
mod limits;
mod list_faults;
mod lists;
mod search;
mod shapes;
mod standalone;
mod vip;
mod wire;
