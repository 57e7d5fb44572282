//! Bad input: each kind has its own error code.

use std::{fs::File, path::Path};

use velvet_core::{
    import::{List, NotWritten, ReadProgress},
    view::{ErrorCode as E, Failure, ListProgress, RowReason},
};

use super::{choose_columns, code_of, file, read, read_path};

fn code(name: &str, bytes: &[u8]) -> E {
    read(name, bytes).err().unwrap().code
}

#[test]
fn what_is_no_list_is_refused_for_what_it_is() {
    assert_eq!(code("a.csv", b""), E::ListEmpty);
    assert_eq!(code("a.csv", b" \r\n\xc2\xa0\n"), E::ListEmpty);
    assert_eq!(code("a.csv", b"id,name\n"), E::ListNoIds);
    assert_eq!(
        code("a.csv", b"Dear Jamie,\nthank you for the lovely evening!\nSee you soon.\n"),
        E::ListNoIds
    );
    assert_eq!(code("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), E::ListNotAList);
    assert_eq!(code("a.csv", &(0..=255).cycle().take(9000).collect::<Vec<u8>>()), E::ListNotAList);
    assert_eq!(code("a.csv", &[0; 5000]), E::ListNotAList);
    assert_eq!(code("a.csv", b"%PDF-1.7 843584256474116096"), E::ListNotAList);
    assert_eq!(code_of(List::paste(" \n")), E::ListEmpty);
}

#[test]
fn a_failure_names_the_file_and_not_where_it_is() {
    let failure = read("my fans.csv", b"\x89PNG").err().unwrap();
    let params: Vec<_> = failure.params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(params, [("file", "my fans.csv"), ("kind", "picture")]);
}

#[test]
fn only_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read_path(folder.path()).err().unwrap().code, E::ListNotAList);
    assert_eq!(read_path(&folder.path().join("gone.csv")).err().unwrap().code, E::ListGone);
    #[cfg(unix)]
    assert_eq!(read_path(Path::new("/dev/zero")).err().unwrap().code, E::ListNotAList);
}

#[test]
fn a_file_too_large_is_not_even_begun() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.csv");
    File::create(&path).unwrap().set_len(2 << 30).unwrap();
    let failure = read_path(&path).err().unwrap();
    assert_eq!((failure.code, failure.params["limit"].as_str()), (E::ListTooLarge, "1024"));
}

#[test]
fn ten_million_rows_are_too_many() {
    let text = "843584256474116096\n".repeat(2_000_001);
    let failure = read("many.txt", text.as_bytes()).err().unwrap();
    assert_eq!((failure.code, failure.params["limit"].as_str()), (E::ListTooManyRows, "2000000"));
}

#[test]
fn a_row_of_a_million_letters_is_one_bad_row() {
    for (long, expected) in [
        ("x".repeat(1_000_000), RowReason::Letters),
        ("7".repeat(1_000_000), RowReason::TooLong { digits: 1_000_000 }),
        (format!("\"{}", "x\"\"".repeat(400_000)), RowReason::Letters),
    ] {
        let list =
            read("a.txt", format!("843584256474116096\n{long}\n227317562784874496\n").as_bytes()).unwrap();
        let view = list.view();
        assert_eq!((view.rows, view.ready), (3, 2));
        assert_eq!(view.groups[1].reasons[0].reason, expected);
        assert!(view.groups[1].examples[0].text.len() < 200);
    }
}

#[test]
fn nothing_stray_changes_an_id() {
    let list =
        read("a.txt", b"843584256474116096\0\n2273\x0017562784874496\n\xff310482957103849472\n").unwrap();
    assert_eq!(super::fans(&list), ["843584256474116096"]);
}

#[test]
fn a_file_that_changes_is_noticed() {
    let row = |n: u64| format!("{},227317562784874496\n", 843_584_256_474_116_096 + n * 4096);
    let table = (0..450_000).map(row).collect::<Vec<_>>().concat();
    let (_folder, path) = file("large.csv", table.as_bytes());
    let mut list = read_path(&path).unwrap();
    // The length and the modification time are the same. Only the content differs.
    let about = std::fs::metadata(&path).unwrap();
    let mut other = table.into_bytes();
    other[3] = b'9';
    std::io::Write::write_all(&mut File::create(&path).unwrap(), &other).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(about.modified().unwrap()).unwrap();
    assert_eq!(choose_columns(&mut list, 1, None).unwrap_err().code, E::ListChanged);
    assert_eq!(list.view().ready, 450_000, "the list is as before");
    let left_out = |list: &List| match list.write_rejected_rows(&mut Vec::new(), &|_| String::new()) {
        Err(NotWritten::List(error)) => {
            let failure = Failure::from(error);
            (failure.code, failure.params["file"].clone())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(left_out(&list), (E::ListChanged, "large.csv".to_owned()));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(left_out(&list).0, E::ListGone);
    assert_eq!(choose_columns(&mut list, 1, None).unwrap_err().code, E::ListGone);
}

#[test]
fn reading_tells_how_far_it_is_and_can_be_stopped() {
    let text = "843584256474116096\n".repeat(50_000);
    let (_folder, path) = file("a.csv", text.as_bytes());
    let mut told: Vec<ListProgress> = Vec::new();
    List::read(&path, ReadProgress { stop: &|| false, progress: &mut |progress| told.push(progress) })
        .unwrap();
    assert!(told.len() > 10);
    assert!(told.windows(2).all(|pair| pair[0].done <= pair[1].done && pair[0].rows <= pair[1].rows));
    let last = told.last().unwrap();
    assert!(last.total == text.len() as u64 && last.done > last.total / 2 && last.rows > 40_000);
    let stopped = List::read(&path, ReadProgress { stop: &|| true, progress: &mut |_| () });
    assert_eq!(code_of(stopped), E::ListOutdated);
}

#[test]
fn choosing_columns_tells_how_far_it_is_and_can_be_stopped() {
    let text = "843584256474116096,227317562784874496\n".repeat(50_000);
    let mut list = read("a.csv", text.as_bytes()).unwrap();
    let stopped = list.choose_columns(1, None, ReadProgress { stop: &|| true, progress: &mut |_| () });
    assert_eq!(code_of(stopped), E::ListOutdated);
    assert_eq!(list.view().id_column, 0, "the list is as before");
    let mut told: Vec<ListProgress> = Vec::new();
    let reading = ReadProgress { stop: &|| false, progress: &mut |progress| told.push(progress) };
    list.choose_columns(1, None, reading).unwrap();
    assert!(told.len() > 10 && told.last().unwrap().rows > 40_000);
    assert_eq!(list.view().id_column, 1);
}
