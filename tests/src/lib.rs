//! A private desktop for every test, the real app on it, and what a person does with it.
//!
//! Nothing here is shared between tests: each has its own screen, session bus, keychain, home folder and ports, and
//! all of it ends with the test, whether it passed or not. Linux only: the real window is driven through its web view.
//!
//! And what needs no window: the headless runner is killed at any moment, and its ledger compared with the service.

// A test speaks by panicking; saying so at every function would hide the few where it is worth saying.
#![allow(clippy::missing_panics_doc)]

pub mod app;
pub mod axe;
pub mod book;
mod bus;
pub mod desktop;
pub mod dialogs;
pub mod dice;
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
pub mod page;
pub mod paths;
pub mod people;
pub mod person;
pub mod processes;
pub mod screen;
pub mod service;
pub mod stage;
pub mod violations;
pub mod wait;
pub mod windowless;
pub mod words;
mod xvfb;
