use std::fmt;

use super::normalize::{join_groups, trim_noise};
use crate::{ErrorCode, Failure};

/// A fan's native user ID: 6 to 20 decimal digits, as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FanId(String);

/// Real IDs have 17 to 19 digits (API.md, "IDs"). These limits leave room on both sides and still catch typos.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=20;

/// Maximum length of rejected input that is quoted back, in characters.
const ECHO: usize = 24;

impl FanId {
    /// Parses typed or pasted input.
    ///
    /// # Errors
    /// A `fan_…` code with its message parameters if the input is not exactly one fan ID.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let text = trim_noise(text);
        if text.is_empty() {
            return Err(Failure::new(ErrorCode::FanEmpty));
        }
        if let Some(joined) = join_groups(&text) {
            return Self::from_digits(joined);
        }
        if text.starts_with("fansly_") || text.starts_with("acct_") {
            return Err(Failure::new(ErrorCode::FanIsAccount));
        }
        let parts = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|p| !p.is_empty());
        let numbers = parts.clone().filter(|part| looks_like_id(part)).count();
        if numbers > 1 {
            return Err(Failure::new(ErrorCode::FanSeveral).with("count", numbers));
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_digits(text);
        }
        Err(why_not_digits(&text))
    }

    /// Wraps an ID from the API or the ledger if it has the format of a fan ID.
    pub fn from_digits(text: String) -> Result<Self, Failure> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(why_not_digits(&text));
        }
        let digits = text.len();
        if digits < *DIGITS.start() {
            return Err(Failure::new(ErrorCode::FanTooShort).with("digits", digits));
        }
        if digits > *DIGITS.end() {
            return Err(Failure::new(ErrorCode::FanTooLong).with("digits", digits));
        }
        Ok(Self(text))
    }

    /// Returns the digits of the ID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn looks_like_id(part: &str) -> bool {
    let part = trim_noise(part);
    DIGITS.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
}

/// Picks the error for input that is not only digits, with the most helpful one first.
fn why_not_digits(text: &str) -> Failure {
    let number = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    if is_scientific(number) {
        return Failure::new(ErrorCode::FanScientific);
    }
    let plain = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if !number.is_empty() && number.chars().all(plain) {
        let code = if number.len() == text.len() { ErrorCode::FanDecimal } else { ErrorCode::FanSign };
        return Failure::new(code);
    }
    Failure::new(ErrorCode::FanLetters).with("found", text.chars().take(ECHO).collect::<String>())
}

/// Matches `8.43584E+17` and `8,43584e17`: digits with at most one point or comma, and an exponent.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(exponent) && digits(&mantissa.replacen(['.', ','], "", 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> ErrorCode {
        FanId::parse(text).unwrap_err().code
    }

    #[test]
    fn what_stands_around_an_id_is_taken_off() {
        let id = "843584256474116096";
        for text in [
            " 843584256474116096\r\n",
            "\"843584256474116096\"",
            "'843584256474116096",
            "“843584256474116096”",
            "\u{feff}843584256474116096\u{200b}",
            "843584\u{200d}256474116096",
            "\u{202a}843584256474116096\u{202c}",
            "843584256474116096,",
            "\u{a0}843584256474116096\u{3000}",
            "843 584 256 474 116 096",
            "843\u{202f}584\u{202f}256\u{202f}474\u{202f}116\u{202f}096",
        ] {
            assert_eq!(FanId::parse(text).unwrap().as_str(), id, "{text:?}");
        }
    }

    #[test]
    fn each_refusal_says_why() {
        use ErrorCode as E;
        for (text, expected) in [
            ("", E::FanEmpty),
            (" \u{200b}\n", E::FanEmpty),
            ("8.43584E+17", E::FanScientific),
            ("8,43584e17", E::FanScientific),
            ("843584256474116096.0", E::FanDecimal),
            ("843,584", E::FanDecimal),
            ("-843584256474116096", E::FanSign),
            ("+843584256474116096", E::FanSign),
            ("jamie", E::FanLetters),
            ("84358425647411609O", E::FanLetters),
            ("٨٤٣٥٨٤٢٥٦٤٧٤", E::FanLetters),
            ("12345", E::FanTooShort),
            ("123456789012345678901", E::FanTooLong),
            ("fansly_9f3ab2", E::FanIsAccount),
            ("acct_1", E::FanIsAccount),
            ("843584256474116096\n227317562784874496", E::FanSeveral),
            ("843584256474116096 227317562784874496", E::FanSeveral),
            ("'843584256474116096', '227317562784874496'", E::FanSeveral),
            ("123456 789012", E::FanSeveral),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_refused_text_is_echoed_in_part_only() {
        let failure = FanId::parse(&"x".repeat(1_000_000)).unwrap_err();
        assert_eq!(failure.params["found"].len(), ECHO);
    }

    proptest! {
        #[test]
        fn every_id_comes_through_unchanged(id in "[0-9]{6,20}") {
            let parsed = FanId::parse(&id).unwrap();
            prop_assert_eq!(parsed.as_str(), id.as_str());
        }

        #[test]
        fn nothing_but_digits_ever_comes_through(text in any::<String>()) {
            if let Ok(id) = FanId::parse(&text) {
                prop_assert!(DIGITS.contains(&id.as_str().len()));
                prop_assert!(id.as_str().bytes().all(|b| b.is_ascii_digit()));
                let given: String = text.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(id.as_str(), given.as_str(), "digits were invented or lost");
            }
        }
    }
}
