//! Lists of people and who is called so: the app against the practice service, over a real socket.

#[path = "../common/mod.rs"]
mod common;

mod desk;
mod list_names;
mod look_up;
mod others;
mod start;
mod vips;
