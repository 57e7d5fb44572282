//! Lists of fans from pasted text, text files, and workbooks. This crate makes no requests.
//!
//! A list is read once, row by row, and only the columns of fans and labels are kept. For anything else (another
//! column, the rejected rows as they were), the source is read again and must not have changed.

mod cell;
mod check;
mod choice;
mod column_names;
mod columns;
mod error;
mod exact;
mod format;
mod header;
mod known;
mod list;
mod matching;
mod name;
mod progress;
mod rejected_rows;
mod report;
mod rounding;
mod row;
mod row_collector;
mod shorten;
mod shown;
mod sniff;
mod source;
mod store;
mod text;
mod workbook;

pub use error::{FileKind, ImportError, ListProblem};
pub use known::{Known, Named};
pub use list::{List, ListParts, ListedFan};
pub use progress::ReadProgress;
pub use rejected_rows::NotWritten;
pub use report::{ListReport, ReportedRow};
pub use shown::{
    Called, Candidate, ListColumn, ListExtra, ListGroup, ListGroupKind, ListProgress, ListQuestion, ListRow,
    ReasonCount, RowReason,
};
