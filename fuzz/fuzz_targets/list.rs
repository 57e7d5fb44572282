//! Reads any bytes as a file. It must be read or refused without a panic, and what was read must be consistent.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| velvet_core::fuzzing::list(bytes));
