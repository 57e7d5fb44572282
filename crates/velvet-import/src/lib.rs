//! Lists of fans from anywhere: pasted, or a text or workbook that was opened. Nothing of them is sent from here.
//!
//! A list is read in one go, row by row; only what stands in the columns of ids and names is kept. For anything else (a
//! different column, the rows left out as they stood) the source is read again, and must not have changed.

mod cell;
mod check;
mod columns;
mod format;
mod header;
mod list;
mod name;
mod progress;
mod rejected_rows;
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

pub use check::{Known, Named};
pub use list::{List, ListParts, ListedFan};
pub use progress::ReadProgress;
pub use rejected_rows::NotWritten;
pub use shown::{
    Called, ListColumn, ListGroup, ListGroupKind, ListProgress, ListRow, ReasonCount, RowReason,
};
