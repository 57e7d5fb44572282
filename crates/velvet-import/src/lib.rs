//! Lists of fans from anywhere: pasted, or a text or workbook that was opened. Nothing of them is sent from here.
//!
//! A list is read in one go, row by row; only what stands in the columns of ids and names is kept. For anything else (a
//! different column, the rows left out as they stood) the source is read again, and must not have changed.

mod cell;
mod check;
mod columns;
mod form;
mod gather;
mod header;
mod kind;
mod left_out;
mod list;
mod name;
mod reading;
mod rounding;
mod row;
mod shorten;
mod shown;
mod source;
mod store;
mod text;
mod workbook;

pub use check::{Known, Named};
pub use left_out::NotWritten;
pub use list::{List, ListParts, ListedFan};
pub use reading::Reading;
pub use shown::{
    Called, ListColumn, ListGroup, ListGroupKind, ListProgress, ListRow, ReasonCount, RowReason,
};
