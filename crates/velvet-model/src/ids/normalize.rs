//! Removes what spreadsheets, emails, and web pages leave around an ID.

/// Trims what nobody typed on purpose: whitespace, line ends, quotes, list separators, control characters, and the
/// apostrophe that makes a spreadsheet store text. Also removes invisible characters anywhere in the text.
pub fn trim_noise(text: &str) -> String {
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let core = visible.trim_matches(|c: char| c.is_whitespace() || is_wrapping(c) || c.is_control());
    core.to_owned()
}

/// Joins an ID written in groups of three, as this app shows it (`843 584 256 474 116 096`).
///
/// Two IDs next to each other are never joined, because a group of three digits is not an ID by itself.
pub(crate) fn join_groups(text: &str) -> Option<String> {
    let mut groups = text.split(|c: char| c.is_whitespace());
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    if !(1..=3).contains(&first.len()) || !digits(first) {
        return None;
    }
    let mut joined = first.to_owned();
    let mut more = false;
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        joined.push_str(group);
        more = true;
    }
    more.then_some(joined)
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
