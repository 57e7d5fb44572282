//! An archive's own metadata is not trusted.

use velvet_core::view::ErrorCode as E;

use super::{
    fans, read,
    zip::{ods, zip},
};

const ROW: &str = "<table:table table:name=\"One\"><table:table-row><table:table-cell>\
    <text:p>843584256474116096</text:p></table:table-cell></table:table-row></table:table>";

/// Returns the offsets of the last directory entry and of the end record.
fn places(book: &[u8]) -> (usize, usize) {
    let last = |magic: &[u8]| book.windows(4).rposition(|window| window == magic).unwrap();
    (last(b"PK\x01\x02"), last(b"PK\x05\x06"))
}

fn code(book: &[u8]) -> E {
    read("a.ods", book).err().unwrap().code
}

#[test]
fn a_directory_larger_than_any_workbook_has_is_a_bomb() {
    let names: Vec<String> = (0..20_001).map(|n| format!("part{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(code(&zip(&parts)), E::ListBomb);
    let names: Vec<String> = (0..200).map(|n| format!("{n}{}", "x".repeat(60_000))).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(code(&zip(&parts)), E::ListBomb);
}

#[test]
fn a_directory_that_states_billions_of_parts_reserves_nothing() {
    let mut book = ods(ROW);
    let (_, end) = places(&book);
    let tail = book.split_off(end);
    let record = book.len() as u64;
    book.extend(b"PK\x06\x06");
    book.extend(44_u64.to_le_bytes());
    book.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [1_u64 << 32, 1 << 32, 1 << 40, 0] {
        book.extend(number.to_le_bytes());
    }
    book.extend(b"PK\x06\x07\0\0\0\0");
    book.extend(record.to_le_bytes());
    book.extend([1, 0, 0, 0]);
    book.extend([&tail[..8], &[0xff; 12], &[0, 0]].concat());
    assert_eq!(code(&book), E::ListBomb);
}

#[test]
fn a_part_with_a_password_is_locked() {
    let mut book = ods(ROW);
    let (entry, _) = places(&book);
    book[entry + 8] |= 1;
    assert_eq!(code(&book), E::ListLocked);
}

#[test]
fn a_part_is_as_long_as_it_is_said_to_be() {
    let whole = ods(ROW);
    let (entry, _) = places(&whole);
    assert_eq!(fans(&read("a.ods", &whole).unwrap()), ["843584256474116096"]);
    let size = u32::from_le_bytes(whole[entry + 24..entry + 28].try_into().unwrap());
    for lie in [0, size - 1, size + 1, u32::MAX - 1] {
        let mut book = whole.clone();
        book[entry + 24..entry + 28].copy_from_slice(&lie.to_le_bytes());
        assert_eq!(code(&book), E::ListDamaged, "{lie}");
    }
}

#[test]
fn parts_that_share_their_bytes_are_each_bounded() {
    let blanks = vec![b' '; 100 << 20];
    let mut book = zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("x", &blanks)]);
    // A third entry points to the bytes of the second one.
    let (entry, end) = places(&book);
    let mut shared = book[entry..end].to_vec();
    shared[28] = 11;
    shared.truncate(46);
    shared.extend(b"content.xml");
    let mut tail = book.split_off(end);
    book.extend(&shared);
    (tail[8], tail[10]) = (3, 3);
    let size = u32::from_le_bytes(tail[12..16].try_into().unwrap()) + u32::try_from(shared.len()).unwrap();
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    book.extend(tail);
    assert_eq!(code(&book), E::ListBomb);
}
