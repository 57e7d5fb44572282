//! Fills in Tauri's installer script, a Handlebars template. It uses a few forms only: values, `if`, and `each`.

use std::collections::BTreeMap;

use crate::Done;

/// What the template's names stand for. A list that is not given is empty.
#[derive(Default)]
pub struct Values {
    /// The texts, by name.
    pub texts: BTreeMap<&'static str, String>,
    /// The lists, by name.
    pub lists: BTreeMap<&'static str, Vec<String>>,
}

impl Values {
    /// Fills in a template.
    pub fn fill(&self, template: &str) -> Done<String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, tagged)) = rest.split_once("{{") {
            let (tag, after) =
                tagged.split_once("}}").ok_or("A tag of the installer's template has no end.")?;
            filled += before;
            rest = after;
            match tag.split_whitespace().collect::<Vec<_>>()[..] {
                ["#if", name] => {
                    let (body, after) = block(rest, "if")?;
                    if self.texts.get(name).is_some_and(|text| !text.is_empty()) {
                        filled += &self.fill(body)?;
                    }
                    rest = after;
                }
                ["#each", name, ..] => {
                    let (body, after) = block(rest, "each")?;
                    for item in self.lists.get(name).into_iter().flatten() {
                        filled += &body.replace("{{this}}", item);
                    }
                    rest = after;
                }
                [name] if self.texts.contains_key(name) => filled += &self.texts[name],
                _ => return Err(format!("The installer's template has an unknown tag: {tag}")),
            }
        }
        Ok(filled + rest)
    }
}

/// Splits a text after the start of a block into the block's body and what follows the block.
fn block<'a>(text: &'a str, kind: &str) -> Done<(&'a str, &'a str)> {
    let (start, end) = (format!("{{{{#{kind} "), format!("{{{{/{kind}}}}}"));
    let mut at = 0;
    loop {
        let close =
            text[at..].find(&end).ok_or_else(|| format!("A block of the template has no {end}"))? + at;
        at = close + end.len();
        if text[..close].matches(&start).count() == text[..close].matches(&end).count() {
            return Ok((&text[..close], &text[at..]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            texts: BTreeMap::from([("name", "Velvet Rope".to_owned()), ("license", String::new())]),
            lists: BTreeMap::from([("languages", vec!["English".to_owned(), "German".to_owned()])]),
        }
    }

    #[test]
    fn values_conditions_and_lists_are_filled_in() {
        let template = "a {{name}}{{#if license}} {{gone}}{{/if}}{{#if name}} b{{/if}}{{#each languages}} {{this}}{{/each}} c";
        assert_eq!(values().fill(template).unwrap(), "a Velvet Rope b English German c");
    }

    #[test]
    fn a_list_that_is_not_given_is_left_out_with_the_lists_inside() {
        let template =
            "a{{#each types as |type| ~}} b {{#each type.ext as |ext|}} {{ext}} {{/each}} c {{/each}} d";
        assert_eq!(values().fill(template).unwrap(), "a d");
    }

    #[test]
    fn what_is_unknown_is_an_error() {
        for template in ["{{other}}", "{{helper name}}", "{{name", "{{#if name}} a"] {
            assert!(values().fill(template).is_err(), "{template}");
        }
    }
}
