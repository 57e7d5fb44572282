//! Normalizes text for search and comparison.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns the search form of a text: lowercase, without accents, and with compatibility forms unified.
pub fn search_key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    write_search_key(text, &mut folded);
    folded
}

/// Appends the search form of `text` to `folded`.
pub fn write_search_key(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c));
    // Lower, upper, and lower again, so that `ß`, `ẞ`, and `SS` become equal, and so do all forms of sigma.
    let lower = bare.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    // Case mapping can produce combining marks again.
    folded.extend(lower.nfkd().filter(|c| !is_combining_mark(*c)).map(without_stroke));
}

/// Replaces letters with a stroke. Unicode treats the stroke as part of the letter, but users treat it as an accent.
fn without_stroke(letter: char) -> char {
    match letter {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::search_key;

    #[test]
    fn accents_and_capital_letters_make_no_difference() {
        for (one, other) in [
            ("Zoë", "zoe"),
            ("ÉLAN", "e\u{301}lan"),
            ("Straße", "STRASSE"),
            ("İstanbul", "istanbul"),
            ("ΣΊΣΥΦΟΣ", "σισυφος"),
            ("ﬁne", "FINE"),
            ("１２３", "123"),
            ("Ångström", "ANGSTROM"),
            ("Ødgar", "odgar"),
            ("Łucja", "LUCJA"),
        ] {
            assert_eq!(search_key(one), search_key(other), "{one}");
        }
        assert_ne!(search_key("Ann"), search_key("Anna"));
    }
}
