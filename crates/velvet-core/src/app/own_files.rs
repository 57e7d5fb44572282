//! The app's own files in its data folder.

use std::{fs, path::Path};

use velvet_platform::files;

/// Returns whether a path that the user chose is one of the app's files, whatever its name there.
pub(super) fn is_own(path: &Path, data_dir: &Path) -> bool {
    let is_one = |entry: &fs::DirEntry| {
        is_ours(&entry.file_name().to_string_lossy()) && files::is_same_file(&entry.path(), path)
    };
    let beside = path.parent().is_some_and(|folder| files::is_same_file(folder, data_dir));
    // A file that does not exist yet only has a name. Some disks ignore case.
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    beside && is_ours(&name)
        || fs::read_dir(data_dir).is_ok_and(|entries| entries.flatten().any(|one| is_one(&one)))
}

/// Returns whether this is the name of a log file, such as `velvet-rope.2026-11-24.log`.
pub(super) fn is_log(name: &str) -> bool {
    let rest = name.strip_prefix(files::LOG_BEGINS).and_then(|rest| rest.strip_prefix('.'));
    rest.and_then(|rest| rest.strip_suffix(".log")).is_some_and(|date| !date.is_empty())
}

/// Returns whether this is the name of one of the app's files. The user may have chosen a folder with other files.
pub(super) fn is_ours(name: &str) -> bool {
    let base = ["ledger.", "practice."].iter().find_map(|start| name.strip_prefix(start));
    let database = |rest: &str| {
        let rest = BESIDE.iter().find_map(|beside| rest.strip_suffix(beside)).unwrap_or(rest);
        rest == "sqlite3" || SET_ASIDE.iter().any(|why| is_aside(rest, why, ".sqlite3"))
    };
    let preferences = |rest: &str| {
        let rest = rest.strip_prefix("good.").unwrap_or(rest);
        rest == "json" || is_aside(rest, "damaged", ".json")
    };
    name.starts_with(files::UNFINISHED)
        || name == "window.json"
        || name.strip_prefix("preferences.").is_some_and(preferences)
        || base.is_some_and(database)
}

/// Suffixes of the files beside a ledger.
const BESIDE: [&str; 4] = ["-wal", "-shm", "-journal", "-lock"];

/// Reasons why a ledger was set aside, as written in its name.
const SET_ASIDE: [&str; 4] = ["damaged", "foreign", "before-restore", "before-upgrade"];

/// Returns whether a name is a reason and numbers, such as `damaged-7` or `before-upgrade-2-1`, and an ending.
fn is_aside(rest: &str, why: &str, ending: &str) -> bool {
    let digits = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let numbers = rest.strip_prefix(why).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(ending));
    numbers.is_some_and(|numbers| numbers.split('-').all(digits))
}

#[cfg(test)]
mod tests {
    use super::{is_log, is_ours};

    #[test]
    fn only_files_of_ours_are_erased() {
        for name in [
            "ledger.sqlite3",
            "ledger.sqlite3-wal",
            "practice.sqlite3-shm",
            "ledger.sqlite3-lock",
            "ledger.sqlite3-journal",
            "ledger.damaged-1.sqlite3",
            "ledger.foreign-1.sqlite3-wal",
            "ledger.damaged-12.sqlite3-wal",
            "ledger.before-restore-1.sqlite3",
            "ledger.before-upgrade-1.sqlite3",
            "practice.before-upgrade-1-2.sqlite3",
            "preferences.json",
            "preferences.damaged-3.json",
            "preferences.good.json",
            "preferences.good.damaged-1.json",
            "window.json",
            ".velvet-rope-unfinished-a1b2",
        ] {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "ledger.xlsx",
            "ledger.sqlite3.bak",
            "practice.pdf",
            "window.png",
            "preferences.txt",
            "preferences.good.txt",
            "holiday.jpg",
            "ledger.damaged-.sqlite3",
            "ledger.before-upgrade.sqlite3",
            "ledger.before-we-met.sqlite3",
        ] {
            assert!(!is_ours(name), "{name}");
        }
        assert!(is_log("velvet-rope.2026-11-24.log"));
        for name in ["velvet-rope.log", "velvet-rope.2026-11-24.txt", "my velvet-rope.1.log", "diary.log"] {
            assert!(!is_log(name), "{name}");
        }
    }
}
