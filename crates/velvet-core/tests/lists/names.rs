//! Names in a list: which cells are names, and which fans are sent after the lookup.

use rust_xlsxwriter::Workbook;
use velvet_core::{
    ids::FanId,
    import::{Known, List, Named},
    model::Fan,
    view::{Called, ListGroupKind as Kind, RowReason},
};

use super::{fans, groups, read};

fn fan(id: &str, username: &str) -> Named {
    Named::Fan(Fan { id: FanId::parse(id).unwrap(), username: Some(username.to_owned()), name: None })
}

/// Returns the lookup results of the names in these lists.
fn found(name: &str) -> Option<Named> {
    match name {
        "@kim" | "kim stone" => Some(fan("843584256474116096", "kim")),
        "jo" => Some(fan("227317562784874496", "jo")),
        "me" => Some(fan("150382957103849472", "me")),
        "nobody" => Some(Named::NotFound),
        "jamie" => Some(Named::Unclear),
        _ => None,
    }
}

fn names(list: &List) -> Vec<&str> {
    list.names().collect()
}

#[test]
fn names_stand_among_ids_and_are_not_sent_before_they_are_looked_up() {
    let mut list =
        List::paste("843584256474116096\n@jo\nhttps://fansly.com/Kim/posts\nn/a\n@JO\nZoë Ö.\n").unwrap();
    assert_eq!(names(&list), ["@jo", "@Kim", "Zoë Ö."]);
    assert_eq!(groups(&list), [(Kind::Ready, 1), (Kind::Name, 3), (Kind::Duplicate, 1), (Kind::NotAFan, 1)]);
    assert_eq!(list.rows(Kind::Duplicate, 0, 9).1[0].reason, Some(RowReason::Duplicate { first: 2 }));
    assert_eq!(fans(&list), ["843584256474116096"]);
    list.check(&Known {
        named: &|name| (name == "@jo").then(|| fan("227317562784874496", "jo")),
        ..Known::NOTHING
    });
    assert_eq!(fans(&list), ["843584256474116096", "227317562784874496"]);
    assert_eq!((list.view().ready, names(&list)), (2, vec!["@Kim", "Zoë Ö."]));
    let row = list.rows(Kind::ByName, 0, 9).1.remove(0);
    assert_eq!((row.row, row.text.as_str(), row.fan.as_deref()), (2, "@jo", Some("227317562784874496")));
    assert_eq!(row.called, Some(Called { username: Some("jo".to_owned()), name: None }));
    // The same list, checked for an account for which nobody was looked up.
    list.check(&Known::NOTHING);
    assert_eq!(fans(&list), ["843584256474116096"]);
}

#[test]
fn who_is_found_by_name_is_judged_like_everybody_else() {
    let text = "jo\n@kim\nKim Stone\nnobody\njamie\nme\n843584256474116096\n310482957103849472\n";
    let mut list = List::paste(text).unwrap();
    let known = |fan: &'static str| move |id: &str| id == fan;
    let folded = |name: &str| found(&name.to_lowercase());
    list.check(&Known {
        named: &folded,
        added_before: &known("227317562784874496"),
        vip: &known("310482957103849472"),
        creator: Some("150382957103849472"),
        ..Known::NOTHING
    });
    let expected =
        [(Kind::Ready, 1), (Kind::Vip, 1), (Kind::AddedBefore, 1), (Kind::Duplicate, 2), (Kind::NotAFan, 3)];
    assert_eq!(groups(&list), expected);
    // The row with the ID itself is the one that is sent.
    let doubles: Vec<_> =
        list.rows(Kind::Duplicate, 0, 9).1.iter().map(|row| (row.row, row.reason)).collect();
    assert_eq!(doubles, [2, 3].map(|row| (row, Some(RowReason::Duplicate { first: 7 }))));
    let why: Vec<_> = list.rows(Kind::NotAFan, 0, 9).1.iter().filter_map(|row| row.reason).collect();
    assert_eq!(why, [RowReason::NameUnknown, RowReason::NameUnclear, RowReason::Creator]);
    assert_eq!(fans(&list), ["227317562784874496", "843584256474116096", "310482957103849472"]);
    // Two names of one fan count as one fan.
    let mut list = List::paste("Kim Stone\n@kim\n").unwrap();
    list.check(&Known { named: &folded, ..Known::NOTHING });
    assert_eq!((fans(&list).len(), groups(&list)), (1, vec![(Kind::ByName, 1), (Kind::Duplicate, 1)]));
    // A fan who was added before is sent again by ID.
    list.check(&Known { named: &folded, added_before: &|_| true, ..Known::NOTHING });
    let sent: Vec<_> = list.fans().map(|fan| (fan.fan, fan.group == Kind::AddedBefore)).collect();
    assert_eq!(sent, [("843584256474116096", true)]);
}

#[test]
fn a_list_of_nothing_but_names_is_a_list() {
    for (text, expected) in [
        ("jamie\nsam\n", vec!["jamie", "sam"]),
        ("Username,Spent,Date\njamie,12.50,20260512\nsam,3,20260513\n", vec!["jamie", "sam"]),
        ("Jamie Fox,jamie\nSam Lee,sam\n", vec!["jamie", "sam"]),
        ("@jamie\n\n@sam", vec!["@jamie", "@sam"]),
    ] {
        let list = List::paste(text).unwrap();
        assert_eq!(names(&list), expected, "{text}");
    }
    // If there are IDs, they are the fans.
    let list = List::paste("username,id\njamie,843584256474116096\nsam,227317562784874496\n").unwrap();
    assert_eq!((fans(&list).len(), names(&list).len()), (2, 0));
}

#[test]
fn a_sheet_with_ids_comes_before_one_with_names() {
    let mut book = Workbook::new();
    book.add_worksheet().write_column(0, 0, ["jamie", "sam"]).unwrap();
    let only_names = read("fans.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(names(&only_names), ["jamie", "sam"]);
    book.add_worksheet().write_column(0, 0, ["843584256474116096"]).unwrap();
    let both = read("fans.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((fans(&both), names(&both).len()), (vec!["843584256474116096".to_owned()], 0));
}
