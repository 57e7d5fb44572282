//! Drives the real window as a user does. Each test has its own desktop, so tests can run in parallel.
#![cfg(target_os = "linux")]
// Also in helpers, where a panic fails the test.
#![allow(clippy::unwrap_used)]

mod accessibility;
mod assistive;
mod bad_files;
mod bad_input;
mod closing;
mod commands;
mod discretion;
mod dumps;
mod elsewhere;
mod ending;
mod every_size;
mod faults;
mod first_start;
mod great_log;
mod harness;
mod key;
mod key_leak;
mod keyboard;
mod kill;
mod last_words;
mod list_files;
mod list_ids;
mod lists;
mod log;
mod long_log;
mod names;
mod no_data_folder;
mod no_keychain;
mod one_way_in;
mod outside;
mod page_process;
mod people;
mod places;
mod retry;
mod second_start;
mod security;
mod settings;
mod signals;
mod tab_key;
mod without_key;
