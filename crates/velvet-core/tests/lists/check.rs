//! Rows are grouped by what to do about them.

use velvet_core::{
    import::{Known, List},
    view::{ListGroupKind as Kind, RowReason},
};

use super::{fans, groups};

const LIST: &str = "id,name\n843584256474116096,Kim\n227317562784874496,Jo\n843584256474116096,Kim again\n\
    8.43584E+17,x\njamie,y\n,z\n310482957103849472,Al\n150382957103849472,me\nfansly_9,a\n123,b\n";

#[test]
fn each_row_is_in_one_group_and_says_why() {
    let mut list = List::paste(LIST).unwrap();
    let known = Known {
        added_before: &|fan| fan == "227317562784874496",
        vip: &|fan| fan == "310482957103849472",

        creator: Some("150382957103849472"),
        accounts: &["fansly_9".to_owned()],
        ..Known::NOTHING
    };
    list.check(&known);
    let expected = [
        (Kind::Ready, 1),
        (Kind::Name, 1),
        (Kind::Vip, 1),
        (Kind::AddedBefore, 1),
        (Kind::Duplicate, 1),
        (Kind::Damaged, 1),
        (Kind::NotAFan, 4),
    ];
    assert_eq!(groups(&list), expected);
    assert_eq!(list.view().rows, 10);
    let reasons = |kind| -> Vec<(u64, Option<RowReason>)> {
        list.rows(kind, 0, 100).1.iter().map(|row| (row.row, row.reason)).collect()
    };
    assert_eq!(reasons(Kind::Duplicate), [(4, Some(RowReason::Duplicate { first: 2 }))]);
    assert_eq!(reasons(Kind::Name), [(6, Some(RowReason::Name))]);
    assert_eq!(reasons(Kind::Damaged), [(5, Some(RowReason::Scientific))]);
    assert_eq!(
        reasons(Kind::NotAFan),
        [
            (7, Some(RowReason::Empty)),
            (9, Some(RowReason::Creator)),
            (10, Some(RowReason::Account)),
            (11, Some(RowReason::TooShort { digits: 3 })),
        ]
    );
    let sent: Vec<(&str, bool)> = list.fans().map(|fan| (fan.fan, fan.group == Kind::AddedBefore)).collect();
    assert_eq!(
        sent,
        [("843584256474116096", false), ("227317562784874496", true), ("310482957103849472", false)]
    );
    list.check(&Known::NOTHING);
    assert_eq!(list.view().ready, 4, "judged anew, not on top");
}

#[test]
fn groups_are_given_in_slices() {
    let ids: Vec<_> = (0..100_u64).map(|n| (843_584_256_474_116_096 + n * 4096).to_string()).collect();
    let list = List::paste(&ids.join("\n")).unwrap();
    let (total, rows) = list.rows(Kind::Ready, 98, 10);
    assert_eq!((total, rows.len()), (100, 2));
    assert_eq!(rows[1].row, 100);
}

#[test]
fn a_file_that_went_through_excel_is_seen_and_its_good_rows_are_kept() {
    let good: Vec<String> = (0..40_u64).map(|n| (843_584_256_474_116_096 + n * 4096).to_string()).collect();
    let bad = [
        "843584256474116000",
        "227317562784874000",
        "310482957103849000",
        "517492048173649000",
        "9175930284756120000",
    ];
    let text = good.iter().map(String::as_str).chain(bad).collect::<Vec<_>>().join("\n");
    let list = List::paste(&text).unwrap();
    assert_eq!(groups(&list), [(Kind::Ready, 40), (Kind::Damaged, 5)]);
    assert_eq!(fans(&list), good);
    let reasons = list.view().groups[1].reasons.clone();
    assert_eq!((reasons[0].reason, reasons[0].count), (RowReason::RoundedByExcel, 5));
}

#[test]
fn one_round_end_is_a_hint_and_no_more() {
    let list = List::paste("843584256474116096\n227317562784874000\n310482957103849472\n").unwrap();
    assert_eq!(groups(&list), [(Kind::Ready, 3)]);
    let hints: Vec<u64> =
        list.rows(Kind::Ready, 0, 9).1.iter().filter(|row| row.hint).map(|row| row.row).collect();
    assert_eq!((hints, list.view().hints), (vec![2], 1));
}

#[test]
fn rows_skipped_are_written_as_they_stood_and_do_no_harm() {
    let mut list = List::paste(
        "id;name;note\n843584256474116096;Kim;x\n12;=HYPERLINK(1);\"a \"\"b\"\"; c\"\nfoo;+1;@x\n",
    )
    .unwrap();
    list.check(&Known::NOTHING);
    let mut out = Vec::new();
    let words = |reason| match reason {
        RowReason::TooShort { digits } => format!("too short, {digits}"),
        _ => "letters".to_owned(),
    };
    assert_eq!(list.write_rejected_rows(&mut out, &words).unwrap(), 2);
    let expected = "\u{feff}id,name,note,\r\n'12,'=HYPERLINK(1),\"a \"\"b\"\"; c\",\"too short, 2\"\r\nfoo,'+1,'@x,letters\r\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
