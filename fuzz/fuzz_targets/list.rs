//! Any bytes as a file: read or refused, and what was read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| velvet_core::fuzzing::list(bytes));
