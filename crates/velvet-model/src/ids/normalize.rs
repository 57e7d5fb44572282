//! Removes what spreadsheets, emails, and web pages leave around an ID, and writes its digits in ASCII.

use std::borrow::Cow;

/// The zeros of the scripts whose decimal digits people type or paste. The other nine digits follow each zero.
const ZEROS: [char; 27] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{ff10}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7ec}',
    '\u{1d7f6}',
    '\u{1fbf0}',
];

/// Characters other than white space that separate groups of digits, in various languages and programs.
const GROUP_SEPARATORS: [char; 10] = [',', '.', '\'', '’', '_', '·', '˙', '٬', '，', '．'];

/// Digits of a number that is certainly an ID if it is written in groups: no amount of money has as many.
const GROUPED_DIGITS: std::ops::RangeInclusive<usize> = 16..=20;

/// Longest ID in groups, in bytes.
const LONGEST_GROUPED: usize = 80;

/// Writes the decimal digits of other scripts in ASCII. This is unambiguous: each is one of the digits 0 to 9.
pub fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| foreign_digit(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| foreign_digit(c).unwrap_or(c)).collect())
}

fn foreign_digit(c: char) -> Option<char> {
    if c < '\u{660}' {
        return None;
    }
    let digit =
        ZEROS.iter().find_map(|&zero| u32::from(c).checked_sub(u32::from(zero)).filter(|&n| n < 10))?;
    char::from_digit(digit, 10)
}

/// Trims what nobody typed on purpose: whitespace, line ends, quotes, list separators, control characters, and the
/// apostrophe that makes a spreadsheet store text. Also removes invisible characters anywhere in the text.
pub fn trim_noise(text: &str) -> String {
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let core = visible.trim_matches(|c: char| c.is_whitespace() || is_wrapping(c) || c.is_control());
    core.to_owned()
}

/// Joins an ID written in groups: with blanks, as this app shows it (`843 584 256 474 116 096`), or with the thousands
/// separators of any language (`843,584,256,474,116,096`, Indian `8,43,58,42,56,47,41,16,096`).
///
/// Two IDs next to each other are never joined, because a group of three digits is not an ID by itself.
pub(crate) fn join_groups(text: &str) -> Option<String> {
    if text.len() > LONGEST_GROUPED {
        return None;
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let blank = separator.is_whitespace();
    if !blank && !GROUP_SEPARATORS.contains(&separator) {
        return None;
    }
    let groups: Vec<&str> =
        text.split(|c: char| if blank { c.is_whitespace() } else { c == separator }).collect();
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let joined = groups.concat();
    let sizes = |sizes: std::ops::RangeInclusive<usize>, size| {
        sizes.contains(&first.len()) && middle.iter().all(|group| group.len() == size) && last.len() == 3
    };
    let grouped = if blank {
        sizes(1..=3, 3)
    } else {
        (sizes(1..=3, 3) || sizes(1..=2, 2)) && GROUPED_DIGITS.contains(&joined.len())
    };
    (grouped && joined.bytes().all(|b| b.is_ascii_digit())).then_some(joined)
}

/// Returns whether a character is zero-width, directional, joining, or a filler (Unicode category Cf and similar).
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn is_wrapping(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '´'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | ','
            | ';'
    )
}
