//! Sanitizes text from outside, so that it fits on one line of the screen.
//!
//! Markup is kept: the window renders text and never markup, and a fan may really be called `<3`.

use unicode_normalization::char::is_combining_mark;

use crate::ids::is_invisible;

/// Longest name that is shown, in characters. Real names are a quarter of that.
const NAME: usize = 80;

/// Maximum combining marks on one letter. No script needs more, and a name with hundreds of them covers the rows above.
const MARKS: usize = 8;

const JOINER: char = '\u{200d}';
const AS_PICTURE: char = '\u{fe0f}';

/// Returns `text` as a single line of at most `most` characters, without characters that control, reorder, or hide
/// other text.
pub fn line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let (mut length, mut marks, mut last) = (0, 0, ' ');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if length == most {
            break;
        }
        let c = if c.is_whitespace() || c == '\u{2800}' { ' ' } else { c };
        let mark = is_combining_mark(c) && c != AS_PICTURE;
        let fits = match c {
            // Some emoji are sequences of others. Joiners are kept within them and nowhere else.
            JOINER => (is_picture(last) || last == AS_PICTURE) && rest.peek().is_some_and(|&c| is_picture(c)),
            AS_PICTURE => is_picture(last),
            _ if c.is_control() || is_invisible(c) => false,
            _ => !mark || (last != ' ' && marks < MARKS),
        };
        if fits {
            line.push(c);
            length += 1;
            marks = if mark { marks + 1 } else { 0 };
            last = c;
        }
    }
    line.trim_matches(|c: char| c.is_whitespace() || c == JOINER).to_owned()
}

/// Sanitizes a name. Returns `None` if nothing visible is left.
pub fn name(text: &str) -> Option<String> {
    Some(line(text, NAME)).filter(|name| !name.is_empty())
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{303d}' | '\u{1f000}'..='\u{1faff}')
        && c != '\u{2800}'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_cannot_disturb_the_screen() {
        assert_eq!(line("  Mira\u{202e}\n Rose\u{7} ", 80), "Mira  Rose");
        assert_eq!(line(&"é".repeat(500), 80).chars().count(), 80);
        assert_eq!(line("Mi\u{200b}ra\u{feff}\u{e0041}\u{2028}Rose", 80), "Mira Rose");
        let marked = |marks| format!("a{}b", "\u{301}".repeat(marks));
        assert_eq!(line(&marked(300), 80), marked(MARKS));
        assert_eq!(line("\u{301}a", 80), "a", "a mark without a letter would sit on whatever stands before");
    }

    #[test]
    fn nothing_to_be_seen_is_no_name() {
        for text in [
            "",
            "   ",
            "\u{a0}\u{3000}\t",
            "\u{200b}\u{200d}\u{fe0f}",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{301}",
        ] {
            assert_eq!(name(text), None, "{text:?}");
        }
    }

    #[test]
    fn names_of_any_script_and_emoji_come_through() {
        for text in [
            "José Peña",
            "ليلى حسن",
            "דניאל (Dan) שלום",
            "王小明",
            "Ngọc Ánh",
            "Leo 👩🏽‍🎤",
            "Mia 🏳️‍🌈",
            "Kit ☕️",
            "<b>Ben</b>",
        ] {
            assert_eq!(name(text).as_deref(), Some(text));
        }
        // Between letters, these only hide a difference.
        assert_eq!(name("M\u{200d}ira\u{fe0f}").as_deref(), Some("Mira"));
    }

    proptest! {
        #[test]
        fn a_name_is_one_short_visible_line(text in any::<String>()) {
            if let Some(name) = name(&text) {
                prop_assert!(name.chars().count() <= NAME && name.trim() == name && !name.is_empty());
                let seen = |c: char| !is_invisible(c) || c == JOINER || c == AS_PICTURE;
                prop_assert!(name.chars().all(|c| !c.is_control() && seen(c)));
                prop_assert_eq!(super::name(&name), Some(name.clone()), "made safe once, it stays as it is");
            }
        }
    }
}
