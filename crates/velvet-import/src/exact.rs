//! Tells whether a number in a workbook still has all the digits it was given.
//!
//! Most programs hold the numbers of a workbook as doubles, which carry 15 to 17 digits, so an ID that is stored as a
//! number has usually lost its last digits. Some writers copy all digits from text or from integers. An ID that no
//! double gives back, in any usual notation, proves that its writer did.

/// Significant digits that every double keeps.
pub(crate) const KEPT: usize = 15;

/// Most digits of a whole number that a double may give back without being exact. Programs write up to 17 significant
/// digits, and a few write more.
const WRITTEN: std::ops::RangeInclusive<usize> = 15..=19;

/// How a number came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exactness {
    /// Its digits never went through a double, or a double keeps them all.
    Exact,
    /// It is the exact value of a double: the number itself, or the double nearest to it.
    ValueOfDouble,
    /// Its last digits are those of a double's notation, or zeros.
    Rounded,
}

/// Returns how a number came through. `digits` must be decimal digits.
pub(crate) fn exactness(digits: &str) -> Exactness {
    let digits = digits.trim_start_matches('0');
    if digits.len() <= KEPT {
        return Exactness::Exact;
    }
    // The double only classifies the text. It never carries the ID.
    let Ok(double) = digits.parse::<f64>() else { return Exactness::Rounded };
    let same = |decimals: usize| scientific(double, decimals) == digits;
    if digits[KEPT..].bytes().all(|b| b == b'0') {
        Exactness::Rounded
    } else if format!("{double:.0}") == digits {
        Exactness::ValueOfDouble
    } else if format!("{double}") == digits || (digits.ends_with('0') && WRITTEN.into_iter().any(same)) {
        Exactness::Rounded
    } else {
        Exactness::Exact
    }
}

/// Returns a whole number with this many significant digits, then zeros.
fn scientific(double: f64, significant: usize) -> String {
    super::workbook::expand_exponent(&format!("{double:.*e}", significant - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_no_double_gives_back_are_exact() {
        for digits in
            ["843584256474116111", "843584256474116097", "1844674407370955163", "12345", "100000000000000"]
        {
            assert_eq!(exactness(digits), Exactness::Exact, "{digits}");
        }
        for digits in ["843584256474116096", "843584256474116224", "9007199254740993024"] {
            assert_eq!(exactness(digits), Exactness::ValueOfDouble, "{digits}");
        }
        for digits in [
            "843584256474116000",
            "843584256474116100",
            "843584256474116220",
            "843584256474115970",
            "9223372036854775810",
        ] {
            assert_eq!(exactness(digits), Exactness::Rounded, "{digits}");
        }
    }

    #[test]
    fn every_usual_notation_of_a_double_is_recognized() {
        for id in (0..2000).map(|n| 843_584_256_474_116_097_u64 + n * 7_777_777_777_777) {
            #[expect(clippy::cast_precision_loss, reason = "this is the damage that must be recognized")]
            let double = id as f64;
            for text in [format!("{double}"), format!("{double:.0}")] {
                assert_ne!(exactness(&text), Exactness::Exact, "{id}");
            }
            for significant in WRITTEN {
                assert_ne!(
                    exactness(&scientific(double, significant)),
                    Exactness::Exact,
                    "{id} {significant}"
                );
            }
        }
    }
}
