//! Templates: files with placeholders like `@VERSION@`.

use crate::Done;

/// Replaces every placeholder.
///
/// # Errors
///
/// Names a placeholder that has no value.
pub fn fill(template: &str, values: &[(String, String)]) -> Done<String> {
    let filled = values
        .iter()
        .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value));
    // No value looks like a placeholder: they are versions, checksums, and addresses.
    let words: Vec<&str> = filled.split('@').collect();
    let between = words.get(1..words.len() - 1).unwrap_or_default();
    match between.iter().find(|word| is_name(word)) {
        Some(unknown) => Err(format!("@{unknown}@ has no value.")),
        None => Ok(filled),
    }
}

fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'0'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_replaced_and_an_unknown_one_is_named() {
        let values = [("VERSION".to_owned(), "1.2.3".to_owned())];
        assert_eq!(fill("v@VERSION@, @VERSION@", &values).unwrap(), "v1.2.3, 1.2.3");
        assert!(fill("@VERSION@ @OTHER@", &values).unwrap_err().contains("@OTHER@"));
    }
}
