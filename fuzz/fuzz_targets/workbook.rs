//! Reads any bytes as the rows, then the strings, of an XLSX workbook, or as the content of an ODS workbook.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| velvet_core::fuzzing::workbook(bytes));
