//! Judges a cell: a fan ID, or the reason why it is not one.

use super::{
    exact::{Exactness, exactness},
    row::Cell,
};
use crate::shown::RowReason;
use velvet_model::ids::{FanId, FanIdError};

/// Longest text, in bytes, that is searched for a fan ID.
const LONGEST: usize = 512;

/// Least length of a real ID.
const KEPT: usize = 15;

/// Judges a cell of the ID column.
pub(crate) fn judge(cell: Cell<'_>) -> Result<FanId, RowReason> {
    let start = &cell.text[..cell.text.floor_char_boundary(LONGEST)];
    if start.len() < cell.text.len() && cell.text.trim().len() > LONGEST {
        return Err(too_much(cell.text));
    }
    let fan = FanId::parse(cell.text).or_else(|error| within(cell.text).ok_or(error));
    match fan {
        Ok(fan) if cell.number && exactness(fan.as_str()) != Exactness::Exact => {
            Err(RowReason::StoredAsNumber)
        }
        Ok(fan) => Ok(fan),
        Err(error) => Err(reason(&error)),
    }
}

/// Whether a cell holds a fan ID, intact or damaged. It must be fast, because it runs for every cell of a list.
pub(crate) fn looks_like_id(text: &str, number: bool) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == text.len() {
        return (6..=20).contains(&digits);
    }
    let likely = digits >= 6 || (digits >= 3 && text.contains(['e', 'E']));
    likely
        && matches!(
            judge(Cell { text, number }),
            Ok(_) | Err(RowReason::Scientific | RowReason::StoredAsNumber)
        )
}

/// Whether the text is an ID as long as real ones, or one that a spreadsheet damaged.
pub(crate) fn looks_real(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= KEPT || text.contains(['e', 'E'])
}

/// Finds the only ID in a line of free text. It must be as long as real IDs and stand apart from other letters and
/// signs.
fn within(text: &str) -> Option<FanId> {
    let words = text.split(|c: char| c.is_whitespace() || ",;:()[]{}<>#@=|/\"'".contains(c));
    let number = |word: &&str| word.bytes().any(|b| b.is_ascii_digit());
    let mut numbers =
        words.filter(number).filter(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 6);
    let (first, more) = (numbers.next()?, numbers.next());
    let real = more.is_none() && (KEPT..=20).contains(&first.len());
    if text.contains("fansly_") || text.contains("acct_") || !real {
        return None;
    }
    FanId::from_digits(first.to_owned()).ok()
}

/// Returns the reason for a cell far too long for an ID, without parsing all of it as one.
fn too_much(text: &str) -> RowReason {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return RowReason::TooLong { digits: text.len() as u64 };
    }
    let ids = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    match ids
        .filter(|part| (6..=20).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
        .count()
    {
        0 | 1 => RowReason::Letters,
        count => RowReason::Several { count: count as u64 },
    }
}

fn reason(error: &FanIdError) -> RowReason {
    match *error {
        FanIdError::Empty => RowReason::Empty,
        FanIdError::Several { count } => RowReason::Several { count: count as u64 },
        FanIdError::Scientific => RowReason::Scientific,
        FanIdError::Decimal => RowReason::Decimal,
        FanIdError::Sign => RowReason::Sign,
        FanIdError::TooShort { digits } => RowReason::TooShort { digits: digits as u64 },
        FanIdError::TooLong { digits } => RowReason::TooLong { digits: digits as u64 },
        FanIdError::IsAccount => RowReason::Account,
        FanIdError::Letters { .. } => RowReason::Letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<String, RowReason> {
        judge(Cell { text, number: false }).map(|fan| fan.as_str().to_owned())
    }

    #[test]
    fn the_one_id_of_a_line_is_found() {
        for line in [
            "@jamie 843584256474116096",
            "met in May: 843584256474116096 (likes tea)",
            "https://example.com/u/843584256474116096",
        ] {
            assert_eq!(text(line).as_deref(), Ok("843584256474116096"), "{line}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for (line, expected) in [
            ("jamie 843584256474116096 227317562784874496", RowReason::Several { count: 2 }),
            ("x843584256474116096", RowReason::Letters),
            ("jamie -843584256474116096", RowReason::Letters),
            ("jamie 843584256474116096.0", RowReason::Letters),
            ("jamie 84358425", RowReason::Letters),
            ("fansly_1 843584256474116096", RowReason::Account),
            ("8.43584E+17", RowReason::Scientific),
        ] {
            assert_eq!(text(line), Err(expected), "{line}");
        }
        assert_eq!(text(&"9".repeat(1_000_000)), Err(RowReason::TooLong { digits: 1_000_000 }));
        assert_eq!(text(&"x".repeat(1_000_000)), Err(RowReason::Letters));
    }

    #[test]
    fn a_number_in_a_workbook_keeps_15_digits_or_proves_to_be_exact() {
        let number = |text| judge(Cell { text, number: true });
        assert_eq!(number("843584256474116000"), Err(RowReason::StoredAsNumber));
        assert_eq!(number("843584256474116096"), Err(RowReason::StoredAsNumber));
        assert!(number("843584256474116").is_ok());
        assert!(number("843584256474116097").is_ok());
    }
}
