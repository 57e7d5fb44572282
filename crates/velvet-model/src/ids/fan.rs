use std::fmt;

use super::normalize::{ascii_digits, join_groups, trim_noise};

/// A fan's native user ID: 6 to 20 decimal digits, as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FanId(String);

/// Why a text is not exactly one fan ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FanIdError {
    /// The text is empty.
    #[error("empty")]
    Empty,
    /// The text has several IDs.
    #[error("{count} IDs")]
    Several {
        /// Number of IDs.
        count: usize,
    },
    /// A number such as `8.43584E+17`. A spreadsheet has already lost its last digits.
    #[error("a number in scientific notation")]
    Scientific,
    /// The text has a decimal point or comma.
    #[error("a decimal point or comma")]
    Decimal,
    /// The text has a plus or minus sign.
    #[error("a plus or minus sign")]
    Sign,
    /// The text has characters that are not digits.
    #[error("not only digits")]
    Letters {
        /// The beginning of the text.
        found: String,
    },
    /// The text has fewer than 6 digits.
    #[error("only {digits} digits")]
    TooShort {
        /// Number of digits.
        digits: usize,
    },
    /// The text has more than 20 digits.
    #[error("{digits} digits")]
    TooLong {
        /// Number of digits.
        digits: usize,
    },
    /// The text is an account ID.
    #[error("an account ID")]
    IsAccount,
}

/// Real IDs have 17 to 19 digits (API.md, "IDs"). These limits leave room on both sides and still catch typos.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=20;

/// Maximum length of rejected input that is quoted back, in characters.
const ECHO: usize = 24;

impl FanId {
    /// Parses typed or pasted input.
    ///
    /// # Errors
    /// If the input is not exactly one fan ID.
    pub fn parse(text: &str) -> Result<Self, FanIdError> {
        // Most cells of a list: there is nothing to remove.
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_digits(text.to_owned());
        }
        let text = ascii_digits(&trim_noise(text)).into_owned();
        if text.is_empty() {
            return Err(FanIdError::Empty);
        }
        if let Some(joined) = join_groups(&text) {
            return Self::from_digits(joined);
        }
        if text.starts_with("fansly_") || text.starts_with("acct_") {
            return Err(FanIdError::IsAccount);
        }
        let parts = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|p| !p.is_empty());
        let numbers = parts.clone().filter(|part| looks_like_id(part)).count();
        if numbers > 1 {
            return Err(FanIdError::Several { count: numbers });
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_digits(text);
        }
        Err(why_not_digits(&text))
    }

    /// Wraps an ID from the API or the ledger if it has the format of a fan ID.
    pub fn from_digits(text: String) -> Result<Self, FanIdError> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(why_not_digits(&text));
        }
        let digits = text.len();
        if digits < *DIGITS.start() {
            return Err(FanIdError::TooShort { digits });
        }
        if digits > *DIGITS.end() {
            return Err(FanIdError::TooLong { digits });
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
fn why_not_digits(text: &str) -> FanIdError {
    let number = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    if is_scientific(number) {
        return FanIdError::Scientific;
    }
    let plain = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if !number.is_empty() && number.chars().all(plain) {
        return if number.len() == text.len() { FanIdError::Decimal } else { FanIdError::Sign };
    }
    FanIdError::Letters { found: text.chars().take(ECHO).collect() }
}

/// Matches `8.43584E+17`, `8,43584e17`, and `8.43584 × 10^17`: digits with at most one point or comma, and an exponent.
fn is_scientific(text: &str) -> bool {
    const MARKS: [char; 5] = ['.', ',', '٫', '．', '，'];
    const SUPERSCRIPTS: [char; 12] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁺', '⁻'];
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(end) = text.find(|c: char| !c.is_ascii_digit() && !MARKS.contains(&c)) else { return false };
    let (mantissa, power) = text.split_at(end);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let of_ten = || {
        let power = power.strip_prefix(['×', 'x', 'X', '*', '·', '⋅', '∙'])?.strip_prefix("10")?;
        power.strip_prefix('^').or_else(|| power.strip_prefix("**")).or_else(|| {
            (!power.is_empty() && power.chars().all(|c| SUPERSCRIPTS.contains(&c))).then_some("1")
        })
    };
    let Some(exponent) = power.strip_prefix(['e', 'E', 'ｅ', 'Ｅ']).or_else(of_ten) else { return false };
    let exponent = exponent.strip_prefix(['+', '-', '−', '＋', '－']).unwrap_or(exponent);
    digits(exponent) && digits(&mantissa.replacen(MARKS, "", 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            "843,584,256,474,116,096",
            "843.584.256.474.116.096",
            "843’584’256’474’116’096",
            "843_584_256_474_116_096",
            "8,43,58,42,56,47,41,16,096",
            "８４３５８４２５６４７４１１６０９６",
            "٨٤٣٥٨٤٢٥٦٤٧٤١١٦٠٩٦",
            "٨٤٣٬٥٨٤٬٢٥٦٬٤٧٤٬١١٦٬٠٩٦",
            "८४३५८४२५६४७४११६०९६",
        ] {
            assert_eq!(FanId::parse(text).unwrap().as_str(), id, "{text:?}");
        }
    }

    #[test]
    fn each_refusal_says_why() {
        use FanIdError as E;
        let letters = |found: &str| E::Letters { found: found.to_owned() };
        for (text, expected) in [
            ("", E::Empty),
            (" \u{200b}\n", E::Empty),
            ("8.43584E+17", E::Scientific),
            ("8,43584e17", E::Scientific),
            ("8.43584 × 10^17", E::Scientific),
            ("8,43584·10¹⁷", E::Scientific),
            ("８．４３５８４Ｅ＋１７", E::Scientific),
            ("8.43584x10", letters("8.43584x10")),
            ("84,358,425", E::Decimal),
            ("843,584,256,474,116,09", E::Decimal),
            ("843584256474116096.0", E::Decimal),
            ("843,584", E::Decimal),
            ("-843584256474116096", E::Sign),
            ("+843584256474116096", E::Sign),
            ("jamie", letters("jamie")),
            ("84358425647411609O", letters("84358425647411609O")),
            ("⑧④③⑤⑧④②⑤⑥④⑦④", letters("⑧④③⑤⑧④②⑤⑥④⑦④")),
            ("12345", E::TooShort { digits: 5 }),
            ("123456789012345678901", E::TooLong { digits: 21 }),
            ("fansly_9f3ab2", E::IsAccount),
            ("acct_1", E::IsAccount),
            ("843584256474116096\n227317562784874496", E::Several { count: 2 }),
            ("843584256474116096 227317562784874496", E::Several { count: 2 }),
            ("'843584256474116096', '227317562784874496'", E::Several { count: 2 }),
            ("123456 789012", E::Several { count: 2 }),
        ] {
            assert_eq!(FanId::parse(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn a_refused_text_is_echoed_in_part_only() {
        let found = "x".repeat(ECHO);
        assert_eq!(FanId::parse(&"x".repeat(1_000_000)), Err(FanIdError::Letters { found }));
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
                let given: String = ascii_digits(&text).chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(id.as_str(), given.as_str(), "digits were invented or lost");
            }
        }
    }
}
