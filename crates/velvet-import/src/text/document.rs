//! Texts that are one document, not lines: JSON and HTML. They are read as a whole, up to a limit.

use serde_json::{Deserializer, value::RawValue};

use super::{html, json_document};
use crate::{FileKind, ListProblem, progress::Sink};

/// Largest document, in MiB. It must fit in memory.
pub(crate) const LARGEST: u64 = 64;

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Document {
    Json,
    Html,
}

impl Document {
    /// Recognizes a document from the beginning of a text. `whole` tells whether that is all of it, and `lines` whether
    /// its lines are JSON objects.
    pub fn recognize(sample: &str, whole: bool, lines: bool) -> Result<Option<Self>, ListProblem> {
        let start = sample.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if is_drive_shortcut(start) {
            return Err(ListProblem::NotAList(FileKind::DriveShortcut));
        }
        if html::is_html(start) {
            return Ok(Some(Self::Html));
        }
        Ok(is_json(start, whole, lines).then_some(Self::Json))
    }

    /// Passes each non-blank row to `sink` until it breaks.
    pub fn each_row(self, text: &str, sink: Sink<'_>) -> Result<(), ListProblem> {
        match self {
            Self::Json => json_document::each_row(text.trim_start_matches('\u{feff}'), sink),
            Self::Html => html::each_row(text, sink),
        }
    }
}

/// Whether a text is JSON, but not JSON Lines. A document that begins as JSON and is damaged later must not be read as
/// text, because its lines also hold IDs of other things than fans.
fn is_json(start: &str, whole: bool, lines: bool) -> bool {
    let mut values = Deserializer::from_str(start).into_iter::<&RawValue>();
    match values.next() {
        None => false,
        // Each line may be a whole reply.
        Some(Ok(value)) if lines => (whole && values.next().is_none()) || json_document::holds_list(value),
        Some(Ok(value)) => {
            value.get().starts_with(['[', '{'])
                && values.all(|value| value.is_ok() || value.is_err_and(|error| !whole && error.is_eof()))
        }
        Some(Err(_)) if lines => false,
        Some(Err(error)) => begins_with_object(start) || (!whole && error.is_eof() && start.starts_with('[')),
    }
}

fn begins_with_object(start: &str) -> bool {
    let start = start.strip_prefix('[').unwrap_or(start).trim_start();
    start.strip_prefix('{').is_some_and(|fields| fields.trim_start().starts_with('"'))
}

/// Whether a text is what Google Drive puts on a computer in place of a spreadsheet.
fn is_drive_shortcut(start: &str) -> bool {
    start.len() < 4096
        && start.starts_with('{')
        && start.contains("\"doc_id\"")
        && start.trim_end().lines().count() < 16
}
