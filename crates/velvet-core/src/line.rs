/// A text for the screen: one line, no control or direction characters, at most so many characters.
pub(crate) fn line(text: &str, most: usize) -> String {
    let disturbing = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !disturbing(*c))
        .take(most)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_cannot_disturb_the_screen() {
        assert_eq!(line("  Mira\u{202e}\n Rose\u{7} ", 80), "Mira  Rose");
        assert_eq!(line(&"é".repeat(500), 80).chars().count(), 80);
    }
}
