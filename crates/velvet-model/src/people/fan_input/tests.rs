use proptest::prelude::*;

use super::*;

const ID: &str = "843584256474116096";

fn found(text: &str) -> String {
    match understand(text) {
        Ok(FanInput::Username(username)) => format!("@{username}"),
        other => panic!("{text:?}: {other:?}"),
    }
}

#[test]
fn ids_are_ids() {
    for text in [ID, " 843584256474116096\n", "'843584256474116096", "843 584 256 474 116 096"] {
        assert_eq!(understand(text), Ok(FanInput::Fan(FanId::parse(ID).unwrap())), "{text:?}");
    }
}

#[test]
fn names_are_names() {
    for text in ["@jamie", " @jamie ", "＠jamie", "\u{200b}@jamie", "@ jamie"] {
        assert_eq!(found(text), "@jamie", "{text:?}");
    }
    for (text, shown) in [
        ("jamie", "jamie"),
        ("Mira Rose", "Mira Rose"),
        (" \"Mira\u{202e} Rose\" ", "Mira Rose"),
        ("jamie.fox", "jamie.fox"),
        ("ليلى حسن", "ليلى حسن"),
        ("نور 77", "نور 77"),
        ("Sam 2024", "Sam 2024"),
        ("<3", "<3"),
        ("jamie/fox", "jamie/fox"),
    ] {
        assert_eq!(understand(text), Ok(FanInput::Name(shown.to_owned())), "{text:?}");
    }
}

#[test]
fn links_to_a_profile_name_somebody() {
    for text in [
        "https://fansly.com/jamie",
        "http://www.fansly.com/jamie/posts?from=mail#top",
        "HTTPS://FANSLY.COM/jamie",
        "fansly.com/jamie",
        "www.fansly.com/@jamie/",
        "//fansly.com//jamie",
        "https://fansly.com/live/jamie",
        "\"fansly.com/jamie?a=123456,654321\"",
    ] {
        assert_eq!(found(text), "@jamie", "{text:?}");
    }
    assert_eq!(found("https://fansly.com/Jamie_Fox-1.x"), "@Jamie_Fox-1.x");
}

#[test]
fn links_elsewhere_and_to_nobody_are_refused_with_the_reason() {
    for (text, host) in [
        ("https://onlyfans.com/jamie", "onlyfans.com"),
        ("onlyfans.com/jamie", "onlyfans.com"),
        ("https://fansly.com.example.com/jamie", "fansly.com.example.com"),
        ("https://fansly.com@example.com/jamie", "example.com"),
        ("https://fansly.com:8443/jamie", "fansly.com"),
        ("https://apifansly.com/jamie", "apifansly.com"),
        ("https://fansl\u{443}.com/jamie", "xn--fansl-ize.com"),
    ] {
        assert_eq!(understand(text), Err(FanInputError::OtherSite(host.to_owned())), "{text:?}");
    }
    for text in
        ["fansly.com", "https://fansly.com/", "https://fansly.com/post/614181860624310272", "fansly.com/live"]
    {
        assert_eq!(understand(text), Err(FanInputError::NoProfile), "{text:?}");
    }
    for text in
        ["https://fansly.com/ja%6die", "ftp://fansly.com/jamie", "https://", "see https://fansly.com/a"]
    {
        assert!(matches!(understand(text), Err(FanInputError::NotAName(_))), "{text:?}");
    }
}

#[test]
fn what_is_no_id_is_refused_as_where_only_ids_are_taken() {
    use FanIdError as E;
    let letters = |found: &str| E::Letters { found: found.to_owned() };
    for (text, error) in [
        ("", E::Empty),
        (" \u{200b}\n", E::Empty),
        ("8.43584E+17", E::Scientific),
        ("843584256474116096.0", E::Decimal),
        ("-843584256474116096", E::Sign),
        ("12345", E::TooShort { digits: 5 }),
        ("123456789012345678901", E::TooLong { digits: 21 }),
        ("fansly_9f3ab2", E::IsAccount),
        ("843584256474116096 227317562784874496", E::Several { count: 2 }),
        ("jamie\nalex", E::Several { count: 2 }),
        ("84358425647411609O", letters("84358425647411609O")),
        ("jamie 843584256474116096", letters("jamie 843584256474116096")),
        ("jamie,843584256474116096", letters("jamie,843584256474116096")),
        ("843-584-256-474-116-096", letters("843-584-256-474-116-096")),
        ("⑧④③⑤⑧④②⑤⑥④⑦④", letters("⑧④③⑤⑧④②⑤⑥④⑦④")),
    ] {
        assert_eq!(understand(text), Err(FanInputError::NoId(error)), "{text:?}");
    }
}

#[test]
fn digits_where_a_name_belongs_are_taken_for_neither() {
    for text in
        ["@843584256474116096", "https://fansly.com/843584256474116096", "fansly.com/@843584256474116096"]
    {
        assert_eq!(understand(text), Err(FanInputError::Digits(18)), "{text:?}");
    }
    assert_eq!(understand("@7"), Err(FanInputError::Digits(1)));
    for text in ["@", "me@example.com", "@me@example.com", "@a b", &"x".repeat(81), "@../x"] {
        assert!(matches!(understand(text), Err(FanInputError::NotAName(_))), "{text:?}");
    }
    let Err(FanInputError::NotAName(shown)) = understand(&"x".repeat(1_000_000)) else { panic!() };
    assert_eq!(shown.len(), super::super::fan_input_error::ECHO);
}

fn looked_for(text: &str) -> Option<String> {
    match understand(text).ok()? {
        FanInput::Fan(_) => None,
        FanInput::Username(name) => Some(name.as_str().to_owned()),
        FanInput::Name(name) => Some(name),
    }
}

proptest! {
    #[test]
    fn every_id_comes_through_unchanged(
        id in "[0-9]{6,20}",
        before in "[ \t\"'\u{feff}]{0,3}",
        after in "[ \r\n\"',;]{0,3}",
    ) {
        prop_assert_eq!(understand(&format!("{before}{id}{after}")), Ok(FanInput::Fan(FanId::parse(&id).unwrap())));
    }

    #[test]
    fn an_id_is_never_taken_for_a_name(
        id in "[0-9]{6,20}",
        before in "(|@|fansly[.]com/|https://www[.]fansly[.]com/@|-|#|[+]|x/|ja mie )",
        after in "(|/|[?]x=1|[.]0| |#| x)",
    ) {
        prop_assert_eq!(looked_for(&format!("{before}{id}{after}")), None);
    }

    #[test]
    fn whatever_is_typed_is_understood_or_refused(text in any::<String>()) {
        if let Ok(FanInput::Fan(id)) = understand(&text) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(id.as_str(), digits.as_str());
        }
        if let Some(name) = looked_for(&text) {
            prop_assert!(FanId::parse(&name).is_err() && !name.is_empty() && name.chars().count() <= LONGEST);
        }
    }

    #[test]
    fn no_link_to_another_site_names_anybody(
        host in "[a-z]{1,12}([.][a-z]{2,8}){1,3}",
        name in "[a-z]{1,8}",
    ) {
        prop_assume!(!matches!(host.as_str(), "fansly.com" | "www.fansly.com"));
        prop_assert_eq!(understand(&format!("https://{host}/{name}")), Err(FanInputError::OtherSite(host.clone())));
        prop_assert_eq!(understand(&format!("{host}/{name}")), Err(FanInputError::OtherSite(host)));
    }
}
