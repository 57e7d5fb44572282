//! Lists in every format: what is read, how rows are grouped, and that no ID changes.

mod archives;
mod bad;
mod books;
mod check;
mod found;
mod json;
mod names;
mod same;
mod zip;

use std::{fs::File, io::Write, path::PathBuf};

use tempfile::TempDir;
use velvet_core::{
    import::{List, ReadProgress},
    view::{ErrorCode, Failure, ListGroupKind, ListProgress},
};

/// Creates a file with this name and content in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    File::create(&path).unwrap().write_all(bytes).unwrap();
    (folder, path)
}

fn read_path(path: &std::path::Path) -> Result<List, Failure> {
    Ok(List::read(path, ReadProgress { stop: &|| false, progress: &mut |_: ListProgress| () })?)
}

/// Reads IDs and names from other columns, without progress.
fn choose_columns(list: &mut List, id: u32, label: Option<u32>) -> Result<(), Failure> {
    Ok(list.choose_columns(
        id,
        label,
        ReadProgress { stop: &|| false, progress: &mut |_: ListProgress| () },
    )?)
}

fn read(name: &str, bytes: &[u8]) -> Result<List, Failure> {
    let (_folder, path) = file(name, bytes);
    read_path(&path)
}

/// Returns the code for the window.
fn code_of<T>(done: Result<T, impl Into<Failure>>) -> ErrorCode {
    done.err().unwrap().into().code
}

fn fans(list: &List) -> Vec<String> {
    list.fans().map(|fan| fan.fan.to_owned()).collect()
}

/// Returns the groups of rows with their counts.
fn groups(list: &List) -> Vec<(ListGroupKind, u64)> {
    list.view().groups.iter().map(|group| (group.kind, group.count)).collect()
}
