//! Texts as they are searched and compared.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text as it is searched and compared: without accents and capital letters, compatible forms made one.
pub fn search_key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    write_search_key(text, &mut folded);
    folded
}

/// The same at the end of another text.
pub fn write_search_key(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c));
    // Down, up and down again, so that `ß`, `ẞ` and `SS`, and every sigma, are the same.
    let lower = bare.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    // What a capital letter is made of may be marked again.
    folded.extend(lower.nfkd().filter(|c| !is_combining_mark(*c)).map(without_stroke));
}

/// Unicode takes a stroke for a part of its letter, not for a mark on it; who types a name takes it for an accent.
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
