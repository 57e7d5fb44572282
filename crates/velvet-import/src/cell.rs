//! Judges a cell: a fan ID, or the reason why it is not one.

use super::{
    column_names,
    exact::{Exactness, exactness},
    row::Cell,
};
use crate::shown::RowReason;
use velvet_model::ids::{FanId, FanIdError, IdLimits, ascii_digits};

/// Longest text, in bytes, that is searched for a fan ID.
const LONGEST: usize = 512;

/// Least length of a real ID.
const KEPT: usize = 15;

/// Digits of an account ID, now and in the years to come.
const ACCOUNT: std::ops::RangeInclusive<usize> = 17..=19;

/// Length of the shortest text that may hold an account ID.
pub(crate) const SHORTEST: usize = *ACCOUNT.start();

/// Most digits before and behind a decimal mark that does not separate two IDs.
const MANTISSA: usize = 3;
const DECIMALS: usize = 2;

/// Most words before an ID that are a label and not part of a sentence.
const LABEL_WORDS: usize = 3;

/// Whether digits look like a Fansly account ID.
pub(crate) fn is_account_like(digits: &str) -> bool {
    ACCOUNT.contains(&digits.len()) && IdLimits::MEASURED.fit(digits)
}

/// Returns the account IDs that a text holds and that are neither damaged nor signed, from left to right.
pub(crate) fn ids_within(text: &str) -> Vec<String> {
    if text.len() < SHORTEST {
        return Vec::new();
    }
    let text = ascii_digits(text);
    let mut ids = Vec::new();
    let (mut rest, mut at) = (&*text, 0);
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = &rest[begin..];
        let number = &number[..number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len())];
        let (before, after) = (&text[..at + begin], &text[at + begin + number.len()..]);
        if is_account_like(number) && !is_part_of_number(before, after) {
            ids.push(number.to_owned());
        }
        at += begin + number.len();
        rest = after;
    }
    ids
}

/// Whether a text has enough digits for an account ID. It is fast.
pub(crate) fn may_hold_ids(text: &str) -> bool {
    text.len() >= SHORTEST
        && (!text.is_ascii() || text.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST)
}

/// Returns the account IDs of a text that holds nothing else.
pub(crate) fn whole_ids(text: &str) -> Option<Vec<String>> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return is_account_like(text).then(|| vec![text.to_owned()]);
    }
    let one = FanId::parse(text).ok().filter(|id| is_account_like(id.as_str()));
    one.map(|id| vec![id.as_str().to_owned()]).or_else(|| only_ids(text))
}

/// Returns the account IDs of a text that holds at least two of them and nothing else.
pub(crate) fn only_ids(text: &str) -> Option<Vec<String>> {
    if text.len() <= 2 * SHORTEST {
        return None;
    }
    let text = ascii_digits(text);
    let text = after_label(&text)?;
    let between = |c: char| {
        c.is_whitespace() || c.is_control() || "<@!>[](){},;|/&'\"`“”‘’«»、，；・•\u{feff}".contains(c)
    };
    let mut parts = text.split(between).filter(|part| !part.is_empty());
    let all = parts.clone().all(is_account_like) && parts.nth(1).is_some();
    all.then(|| text.split(between).filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

/// Returns what comes after the label of several IDs: `fans = [843…, 227…]`. `None` if they are labeled as something else.
fn after_label(text: &str) -> Option<&str> {
    if !text.trim_start().starts_with(char::is_alphabetic) {
        return Some(text);
    }
    let (label, rest) = text.split_once(['=', ':'])?;
    let is_label = label.split_whitespace().count() <= LABEL_WORDS && !label.contains(char::is_numeric);
    (is_label && column_names::worth_for_ids(label) >= 1.0).then_some(rest)
}

/// Whether the digits between two texts are the decimals, the mantissa, or the whole part of a number, or have a sign.
fn is_part_of_number(before: &str, after: &str) -> bool {
    let mark = |c: char| matches!(c, '.' | ',' | '٫');
    let digits = |text: &str, from_end: bool| {
        let is_digit = |c: &char| c.is_ascii_digit();
        if from_end {
            text.chars().rev().take_while(is_digit).count()
        } else {
            text.chars().take_while(is_digit).count()
        }
    };
    let fraction =
        before.strip_suffix(mark).is_some_and(|whole| (1..=MANTISSA).contains(&digits(whole, true)));
    let decimals = after.strip_prefix(mark).is_some_and(|part| (1..=DECIMALS).contains(&digits(part, false)));
    let exponent = after.strip_prefix(['e', 'E']).is_some_and(|part| part.starts_with(['+', '-', '1']));
    let signed =
        before.strip_suffix(['+', '-', '−']).is_some_and(|text| !text.ends_with(char::is_alphanumeric));
    fraction || decimals || exponent || signed
}

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
        Err(FanIdError::Decimal) if was_float(cell.text) => Err(RowReason::RoundedByScript),
        Err(error) => Err(reason(&error)),
    }
}

/// Whether a text is a whole number with decimals and too many digits to be exact. Scripts write IDs like this that they
/// kept as floating-point numbers: `843584256474116096.0`.
fn was_float(text: &str) -> bool {
    let text = ascii_digits(text.trim());
    text.rfind(['.', ',', '٫'])
        .is_some_and(|mark| FanId::parse(&text[..mark]).is_ok_and(|id| id.as_str().len() > KEPT))
}

/// Whether a cell holds a fan ID, intact or damaged. It must be fast, because it runs for every cell of a list.
pub(crate) fn looks_like_id(text: &str, number: bool) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let text = &*ascii_digits(text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == text.len() {
        return (6..=20).contains(&digits);
    }
    let likely = digits >= 6 || (digits >= 3 && text.contains(['e', 'E']));
    likely
        && matches!(
            judge(Cell { text, number }),
            Ok(_) | Err(RowReason::Scientific | RowReason::StoredAsNumber | RowReason::RoundedByScript)
        )
}

/// Whether the text is an ID as long as real ones, or one that a spreadsheet damaged.
pub(crate) fn looks_real(text: &str) -> bool {
    ascii_digits(text).bytes().filter(u8::is_ascii_digit).count() >= KEPT || text.contains(['e', 'E'])
}

/// Finds the only ID in a line of free text. It must be as long as real IDs, stand apart from other letters and signs,
/// and not have a label that says it is something else.
fn within(text: &str) -> Option<FanId> {
    let text = &*ascii_digits(text);
    let words =
        text.split(|c: char| c.is_whitespace() || ",;:()[]{}<>#@!=|/\"'*`：，；、（）【】「」“”".contains(c));
    let number = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= 6;
    let mut numbers = words.filter(number);
    let (first, more) = (numbers.next()?.trim_end_matches(['.', '?', '。', '…']), numbers.next());
    let real = more.is_none() && (KEPT..=20).contains(&first.len());
    if text.contains("fansly_") || text.contains("acct_") || !real {
        return None;
    }
    let before = &text[..text.find(first)?];
    (!is_label_of_another(before)).then(|| FanId::from_digits(first.to_owned()).ok()).flatten()
}

/// Whether the text before an ID says that it is not a fan's: `Order 843…`, `"planId": "843…`, `fansly.com/post/843…`.
fn is_label_of_another(before: &str) -> bool {
    let label = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'<`“".contains(c));
    let is_label = label.ends_with([':', '=', '#', '/', '：'])
        || label.split_whitespace().take(LABEL_WORDS + 1).count() <= LABEL_WORDS;
    let words = label
        .trim_end_matches([':', '=', '#', '/', '：'])
        .rsplit([',', ';', '|', '?'])
        .next()
        .unwrap_or_default();
    is_label && column_names::worth_for_ids(words) < 1.0
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
            "<@!843584256474116096>",
            "Fan: **843584256474116096**.",
            "ファン：８４３５８４２５６４７４１１６０９６",
            "\"subscriberId\": \"843584256474116096\",",
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
            ("Order 843584256474116096", RowReason::Letters),
            ("\"planId\": \"843584256474116096\",", RowReason::Letters),
            ("https://fansly.com/post/843584256474116096", RowReason::Letters),
            ("843584256474116096.0", RowReason::RoundedByScript),
            ("843.584.256.474.116.096,00", RowReason::RoundedByScript),
            ("12.50", RowReason::Decimal),
            ("fansly_1 843584256474116096", RowReason::Account),
            ("8.43584E+17", RowReason::Scientific),
        ] {
            assert_eq!(text(line), Err(expected), "{line}");
        }
        assert_eq!(text(&"9".repeat(1_000_000)), Err(RowReason::TooLong { digits: 1_000_000 }));
        assert_eq!(text(&"x".repeat(1_000_000)), Err(RowReason::Letters));
    }

    #[test]
    fn ids_are_found_inside_any_text() {
        const ID: &str = "603889907139637249";
        for text in [
            "user603889907139637249",
            "ID_603889907139637249",
            "c:603889907139637249x",
            "asked (603889907139637249).",
        ] {
            assert_eq!(ids_within(text), [ID], "{text}");
        }
        assert_eq!(
            ids_within("603889907139637249,604889907139637249;x").len(),
            1,
            "the second one is no account's"
        );
        assert_eq!(ids_within("603889907139637249/774157554858065922"), [ID, "774157554858065922"]);
        for text in [
            "603889907139637249.0",
            "603889907139637249,50 EUR",
            "-603889907139637249",
            "6.03889907139637249E+17",
            "603889907139637249E+17",
            "60388990713963724",
            "1603889907139637249",
        ] {
            assert!(ids_within(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_cell_of_nothing_but_ids_holds_each_of_them() {
        for text in [
            "603889907139637249, 774157554858065922",
            "<@!603889907139637249>, <@774157554858065922>",
            "[603889907139637249, 774157554858065922]",
            "\"603889907139637249\";\"774157554858065922\"",
            "fan_ids = [603889907139637249, 774157554858065922]",
            "VIP: 603889907139637249 774157554858065922",
        ] {
            assert_eq!(only_ids(text).map(|ids| ids.len()), Some(2), "{text}");
        }
        for text in [
            "603889907139637249",
            "603889907139637249, x",
            "603889907139637249 -774157554858065922",
            "603889907139637249 5",
            "orders: 603889907139637249 774157554858065922",
        ] {
            assert_eq!(only_ids(text), None, "{text}");
        }
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
