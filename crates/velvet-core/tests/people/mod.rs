//! Lists of people and lookups by name: the app against the simulated server, over a real socket.

mod desk;
mod find_fans;
mod list_names;
mod look_up;
mod matching;
mod others;
mod record;
mod start;
mod vips;
