//! Private desktops with the real app for tests, and helpers that act as a user.
//!
//! Tests share nothing: each has its own screen, session bus, keychain, home folder, and ports, and all of it is
//! removed at the test's end, whether it passed or failed. Linux only, because the window is driven through its web
//! view.
//!
//! The kill test needs no window. It kills the headless runner at random times and compares its ledger with the server.

// Tests report failures by panicking. A section in every function would hide the few where it matters.
#![allow(clippy::missing_panics_doc)]

pub mod app;
pub mod assistive;
pub mod axe;
pub mod book;
mod bus;
pub mod desktop;
pub mod dialogs;
pub mod dice;
mod drag;
mod driver;
mod evidence;
pub mod files;
pub mod http;
mod keyboard;
mod keyring;
mod keys;
pub mod kill;
pub mod leak;
pub mod ledger;
pub mod lists;
pub mod log;
pub mod memory;
pub mod notices;
pub mod page;
pub mod paths;
pub mod people;
pub mod person;
pub mod processes;
pub mod screen;
pub mod service;
pub mod stage;
pub mod tab;
pub mod violations;
pub mod wait;
pub mod wayland;
pub mod windowless;
pub mod words;
mod xvfb;
