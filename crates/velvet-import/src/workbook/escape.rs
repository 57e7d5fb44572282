//! The escapes in the strings of XLSX workbooks (ECMA-376, part 1, 22.9.2.19): `_x000D_` is a carriage return.

/// Length of `_x000D_`.
const LONG: usize = 7;

/// Returns the text with its escapes decoded, if it may have any.
pub(super) fn decoded(text: &str) -> Option<String> {
    text.contains("_x").then(|| {
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(place) = rest.find("_x") {
            let (before, from) = rest.split_at(place);
            let (c, len) = escaped(from).map_or(('_', 1), |c| (c, LONG));
            plain.push_str(before);
            plain.push(c);
            rest = &from[len..];
        }
        plain + rest
    })
}

/// Returns the character at the beginning of a text, if it is escaped.
fn escaped(text: &str) -> Option<char> {
    let digits = text.get(2..LONG - 1)?;
    let whole = text.as_bytes().get(LONG - 1) == Some(&b'_') && digits.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| whole).and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn escaped_characters_are_decoded_and_nothing_else_is() {
        for (text, plain) in [
            ("843584256474116097_x000D_", "843584256474116097\r"),
            ("_x0041__x00e4_b", "Aäb"),
            ("_x005F_x000D_", "_x000D_"),
            ("fan_x1_x000_x00zz_x000D", "fan_x1_x000_x00zz_x000D"),
            ("_xD800_", "_xD800_"),
        ] {
            assert_eq!(decoded(text).as_deref(), Some(plain));
        }
        assert_eq!(decoded("843584256474116097"), None);
    }
}
