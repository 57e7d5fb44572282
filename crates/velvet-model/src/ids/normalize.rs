//! What spreadsheets, mails and web pages leave around an id.

/// Takes off everything around the text that no one typed on purpose: blanks, line ends, quotes, the apostrophe that
/// makes a spreadsheet keep text, list separators at the end; and, anywhere in it, characters that cannot be seen.
pub fn trim_noise(text: &str) -> String {
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let core = visible.trim_matches(|c: char| c.is_whitespace() || is_wrapping(c) || c.is_control());
    core.to_owned()
}

/// Joins an id that was written in groups of three, the way this app shows it (`843 584 256 474 116 096`).
///
/// Two ids beside each other are never taken for one: a group of three digits is no id by itself.
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

/// Zero-width, direction, joining and filler characters (Unicode general category Cf and its like).
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
