//! The practice service over a real socket.

// Clippy knows test functions, but not what helps them.
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
