//! What the two binary formats of Excel share: XLS ([MS-XLS]) and XLSB ([MS-XLSB]).
//!
//! Calamine reads both, but not safely: a damaged XLS file can make it loop or reserve all memory, and it tells no hidden
//! rows. The few records with cells are simple.

use super::{sheet::WIDEST, strings::Strings};
use crate::{ListProblem, row::Row};

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// The index of a shared string.
    Shared(u32),
    Text(String),
    Number(f64),
    /// A truth value or an error, as a spreadsheet shows it.
    Other(&'static str),
}

impl Value {
    /// Adds the value to a row, as the cell with this zero-based index.
    pub fn add(&self, row: &mut Row, place: usize, strings: &Strings) -> Result<(), ListProblem> {
        if !(row.width()..WIDEST).contains(&place) {
            return Ok(());
        }
        while row.width() < place {
            row.add("", false);
        }
        match self {
            Self::Shared(string) => {
                row.add(strings.get(*string as usize).ok_or(ListProblem::Damaged)?, false);
            }
            Self::Text(text) => row.add(text, false),
            // All digits, without an exponent. Whether they are those of an ID is judged later.
            Self::Number(number) => row.add(&number.to_string(), true),
            Self::Other(text) => row.add(text, true),
        }
        Ok(())
    }

    pub fn truth(value: u8) -> Self {
        Self::Other(if value == 0 { "FALSE" } else { "TRUE" })
    }

    pub fn error(code: u8) -> Self {
        Self::Other(match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0f => "#VALUE!",
            0x17 => "#REF!",
            0x1d => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        })
    }

    /// Unpacks a number of four bytes: 30 bits of a whole number or of a double, perhaps times 100 ([MS-XLS] 2.5.217).
    pub fn packed_number(packed: u32) -> Self {
        let number = if packed & 2 == 0 {
            f64::from_bits(u64::from(packed & !3) << 32)
        } else {
            f64::from(packed.cast_signed() >> 2)
        };
        Self::Number(if packed & 1 == 0 { number } else { number / 100.0 })
    }
}

/// Reads `N` bytes at a place, lowest first.
pub(super) fn bytes<const N: usize>(data: &[u8], at: usize) -> Result<[u8; N], ListProblem> {
    let bytes = data.get(at..).and_then(|rest| rest.first_chunk());
    bytes.copied().ok_or(ListProblem::Damaged)
}

/// Reads a number of two bytes.
pub(super) fn short(data: &[u8], at: usize) -> Result<u16, ListProblem> {
    bytes(data, at).map(u16::from_le_bytes)
}

/// Reads a number of four bytes.
pub(super) fn long(data: &[u8], at: usize) -> Result<u32, ListProblem> {
    bytes(data, at).map(u32::from_le_bytes)
}

/// Reads a double.
pub(super) fn double(data: &[u8], at: usize) -> Result<f64, ListProblem> {
    bytes(data, at).map(f64::from_le_bytes)
}

/// Decodes UTF-16.
pub(super) fn wide(data: &[u8]) -> String {
    encoding_rs::UTF_16LE.decode_without_bom_handling(data).0.into_owned()
}
