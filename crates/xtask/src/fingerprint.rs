//! Fingerprints of an output's inputs, so that it is rebuilt only when they change.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::Done;

/// A fingerprint kept in a file next to the output.
pub struct Fingerprint {
    file: PathBuf,
}

impl Fingerprint {
    /// Names the file that keeps the fingerprint.
    pub fn new(file: PathBuf) -> Self {
        Self { file }
    }

    /// Whether the stored fingerprint equals this one.
    pub fn is(&self, mark: &str) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == mark)
    }

    /// Stores a fingerprint atomically.
    pub fn leave(&self, mark: &str) -> Done {
        let beside = self.file.with_extension("new");
        let written = fs::File::create(&beside)
            .and_then(|mut file| file.write_all(mark.as_bytes()))
            .and_then(|()| fs::rename(&beside, &self.file));
        written.map_err(|error| format!("Couldn't write {}: {error}", self.file.display()))
    }
}

/// Returns a fingerprint of the names and contents of files and folders, without those named in `leave_out`. It
/// may change between Rust releases, which costs one extra build.
pub fn mark_of(paths: &[PathBuf], leave_out: &[&str]) -> Done<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(path, leave_out, &mut hasher).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, leave_out: &[&str], hasher: &mut DefaultHasher) -> io::Result<()> {
    path.file_name().hash(hasher);
    if !path.is_dir() {
        return match fs::read(path) {
            Ok(bytes) => {
                bytes.hash(hasher);
                Ok(())
            }
            // A dangling link, or a file that an editor has just moved away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        };
    }
    let mut inside =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    inside.retain(|path| !leave_out.iter().any(|name| path.file_name().is_some_and(|found| found == *name)));
    inside.sort();
    inside.len().hash(hasher);
    inside.iter().try_for_each(|path| add(path, leave_out, hasher))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(file: &Path, text: &str) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::File::create(file).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn a_mark_follows_names_and_contents_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("src/a.ts");
        put(&source, "one");
        put(&folder.path().join("dist/out.js"), "built");
        let mark = || mark_of(&[folder.path().to_path_buf()], &["dist"]).unwrap();
        let first = mark();

        put(&source, "one");
        assert_eq!(mark(), first, "the same text again");
        put(&folder.path().join("dist/out.js"), "built anew");
        assert_eq!(mark(), first, "a folder left out");
        put(&folder.path().join("src/dist/out.js"), "built");
        assert_eq!(mark(), first, "a folder left out that wasn't there before");
        put(&source, "two");
        assert_ne!(mark(), first, "another text");
        put(&source, "one");
        fs::rename(&source, folder.path().join("src/b.ts")).unwrap();
        assert_ne!(mark(), first, "another name");
    }

    #[test]
    fn a_stamp_knows_only_the_last_mark() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = Fingerprint::new(folder.path().join("stamp"));
        assert!(!stamp.is("a"));
        stamp.leave("a").unwrap();
        assert!(stamp.is("a"));
        stamp.leave("b").unwrap();
        assert!(!stamp.is("a"));
    }
}
