//! Judges any bytes as the reply to an add or a removal. Only complete proof may count as a success.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| velvet_core::fuzzing::reply(bytes));
