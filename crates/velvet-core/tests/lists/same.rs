//! No ID changes, whatever format it comes in.

use std::collections::HashMap;

use proptest::prelude::*;
use velvet_core::import::{Known, List};

use super::{
    choose_columns, fans, read,
    zip::{ods, xlsx},
};

fn ids() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[1-9][0-9]{14,19}", 1..40).prop_map(|ids| ids.into_iter().collect())
}

/// Returns every ID of the list, ready or not.
fn all(list: &List) -> Vec<String> {
    use velvet_core::view::ListGroupKind as Kind;
    let kinds = [Kind::Ready, Kind::Duplicate, Kind::AddedBefore, Kind::Damaged, Kind::NotAFan];
    let mut rows: Vec<_> = kinds.iter().flat_map(|&kind| list.rows(kind, 0, u32::MAX).1).collect();
    rows.sort_by_key(|row| row.row);
    rows.into_iter().map(|row| row.text).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn through_paste_and_text(
        ids in ids(),
        names in prop::collection::vec("[^\0\u{1}-\u{8}\u{b}-\u{1f}\u{7f}\u{feff}]{0,12}", 40),
        delimiter in prop::sample::select(vec![",", ";", "\t", "|"]),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        prop_assert_eq!(&all(&List::paste(&ids.join(end)).unwrap()), &ids);
        let row = |(id, name): (&String, &String)| format!("{id}{delimiter}{}{end}", quoted(name));
        let table: String =
            format!("fan id{delimiter}name{end}") + &ids.iter().zip(&names).map(row).collect::<String>();
        let list = read("a.csv", table.as_bytes()).unwrap();
        prop_assert_eq!(&all(&list), &ids);
        let labels: HashMap<&str, &str> =
            ids.iter().map(String::as_str).zip(names.iter().map(|name| name.trim())).collect();
        prop_assert_eq!(list.fans().count() as u64, list.view().ready);
        for fan in list.fans() {
            prop_assert_eq!(Some(&fan.label.unwrap_or("")), labels.get(fan.fan), "{}", fan.fan);
        }
    }

    #[test]
    fn through_the_file_of_rows_skipped(ids in ids()) {
        let rows: Vec<_> = ids.iter().map(|id| format!("{id},x\n{id},x\n")).collect();
        let mut list = List::paste(&rows.concat()).unwrap();
        list.check(&Known::NOTHING);
        let mut out = Vec::new();
        list.write_rejected_rows(&mut out, &|_| "why".to_owned()).unwrap();
        let mut again = all(&read("left.csv", &out).unwrap());
        again.dedup();
        prop_assert_eq!(again, ids);
    }

    #[test]
    fn through_a_workbook(ids in ids()) {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_column(0, 2, &ids).unwrap();
        prop_assert_eq!(&all(&read("a.xlsx", &book.save_to_buffer().unwrap()).unwrap()), &ids);
        let row = |id: &String| format!("<table:table-row><table:table-cell><text:p>{id}</text:p></table:table-cell></table:table-row>");
        let rows: String = ids.iter().map(row).collect();
        let book = ods(&format!("<table:table table:name=\"One\">{rows}</table:table>"));
        prop_assert_eq!(&all(&read("a.ods", &book).unwrap()), &ids);
    }

    #[test]
    fn any_workbook_is_read_or_refused(sheet in "(<row>|<c>|</c>|<c r=\"B2\" t=\"s\">|<v>|</v>|<is>|<t>|</t>|&#65;|[0-9]{1,20}|</row>|&|<){0,40}") {
        let sheet = format!("<worksheet>{sheet}</worksheet>");
        if let Ok(list) = read("a.xlsx", &xlsx(sheet.as_bytes(), b"<sst><si><t>843584256474116096</t></si></sst>")) {
            prop_assert!(list.view().rows > 0);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
        if let Ok(list) = read("a.csv", &bytes) {
            prop_assert!(fans(&list).len() as u64 <= list.view().rows);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9a,;|\t\r\n\"\0ä ]{0,400}") {
        if let Ok(mut list) = List::paste(&text) {
            let view = list.view();
            let counted: u64 = view.groups.iter().map(|group| group.count).sum();
            prop_assert_eq!(counted, view.rows, "each row is in one group");
            let mut out = Vec::new();
            let written = list.write_rejected_rows(&mut out, &|_| String::new()).unwrap();
            prop_assert_eq!(written, view.rows - view.ready);
            for place in 0..view.columns.len() {
                choose_columns(&mut list, u32::try_from(place).unwrap(), None).unwrap();
                prop_assert_eq!(list.view().rows, view.rows);
            }
        }
    }
}
