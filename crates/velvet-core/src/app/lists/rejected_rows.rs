use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use serde_json::Value;

use super::Lists;
use crate::app::{file_names::safe_file_name, open_lists::lock, workspace::run_blocking};
use crate::view::{Failure, RejectedRowsWords, RowReason};
use velvet_import::{List, NotWritten};
use velvet_platform::files;

/// The rejected rows of a list, for a file.
pub struct RejectedRows {
    list: Arc<Mutex<List>>,
    path: Option<PathBuf>,
    name: String,
    words: RejectedRowsWords,
}

impl Lists {
    /// Returns the rejected rows of the open list, with texts in the language of the window.
    ///
    /// # Errors
    /// `list_outdated` if no list is open.
    pub fn rejected_rows(&self, words: RejectedRowsWords) -> Result<RejectedRows, Failure> {
        let open = self.ctx.open_lists.open()?;
        Ok(RejectedRows { list: open.list, path: open.path, name: open.view.name, words })
    }
}

impl RejectedRows {
    /// Returns a suggested name for the file.
    pub fn file_name(&self) -> String {
        let parts = [&self.name, &self.words.name].map(|part| safe_file_name(part));
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}.csv", parts.join(" – "))
    }

    /// Writes the file, whole or not at all, and returns its name.
    ///
    /// # Errors
    /// `list_not_saved`, or why the list could not be read again. An existing file is then unchanged.
    pub async fn write(self, path: PathBuf) -> Result<String, Failure> {
        run_blocking(move || {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.write_to(&path).map_err(|error| Failure::not_written(error, &name))?;
            Ok(name)
        })
        .await
    }

    fn write_to(&self, path: &Path) -> Result<(), NotWritten> {
        // The rejected rows must not replace the list itself.
        let whole = |path: &Path| fs::canonicalize(path).ok();
        if self.path.as_deref().is_some_and(|list| whole(list).is_some() && whole(list) == whole(path)) {
            return Err(io::Error::other("that is the list's own file").into());
        }
        files::replace_with(path, |file| {
            let mut out = BufWriter::new(file);
            lock(&self.list).write_rejected_rows(&mut out, &|reason| self.words.of(reason))?;
            Ok(out.flush()?)
        })
    }
}

impl RejectedRowsWords {
    /// Returns the text of a reason, with its numbers filled in.
    fn of(&self, reason: RowReason) -> String {
        let Ok(Value::Object(reason)) = serde_json::to_value(reason) else { return String::new() };
        let kind = reason.get("kind").and_then(Value::as_str).unwrap_or_default();
        let words = self.reasons.get(kind).cloned().unwrap_or_default();
        let numbers = reason.iter().filter_map(|(name, value)| Some((name, value.as_u64()?)));
        numbers
            .fold(words, |words, (name, number)| words.replace(&format!("{{{name}}}"), &number.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_with_its_numbers() {
        let reasons = [("duplicate", "as row {first}"), ("sign", "a sign")];
        let reasons = reasons.map(|(kind, words)| (kind.to_owned(), words.to_owned())).into();
        let words = RejectedRowsWords { name: "left out".to_owned(), reasons };
        assert_eq!(words.of(RowReason::Duplicate { first: 12 }), "as row 12");
        assert_eq!(words.of(RowReason::Sign), "a sign");
        assert_eq!(words.of(RowReason::Empty), "", "a word that is missing");
    }
}
