use super::{FanInput, understand};

/// Returns the fans in a line, if there are several: IDs, usernames with an @, or links to profiles. A line with anything
/// else is one name, or none. A table is no line.
pub fn several_in_line(text: &str) -> Option<Vec<&str>> {
    let text = text.trim();
    if text.contains(['\n', '\r', '\t']) || understand(text).is_ok() {
        return None;
    }
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let fans: Vec<&str> = text.split(separates).filter(|part| !part.is_empty()).collect();
    let names_one = |part: &&str| matches!(understand(part), Ok(FanInput::Fan(_) | FanInput::Username(_)));
    (fans.len() > 1 && fans.iter().all(names_one)).then_some(fans)
}

#[cfg(test)]
mod tests {
    use super::several_in_line;

    #[test]
    fn several_fans_are_told_from_one() {
        for text in [
            "843584256474116096 227317562784874496",
            "843584256474116096,227317562784874496",
            "@jamie, @alex",
            "@jamie;843584256474116096",
            "https://fansly.com/jamie fansly.com/alex",
        ] {
            assert_eq!(several_in_line(text).map(|fans| fans.len()), Some(2), "{text:?}");
        }
        for text in [
            "",
            "843 584 256 474 116 096",
            "@jamie",
            "Mira Rose",
            "Rose, Mira",
            "@jamie alex",
            "jamie 843584256474116096",
            "https://example.com/a https://example.com/b",
            "843584256474116096\t@jamie\n227317562784874496\t@alex",
            "843584256474116096\n227317562784874496",
        ] {
            assert_eq!(several_in_line(text), None, "{text:?}");
        }
    }
}
