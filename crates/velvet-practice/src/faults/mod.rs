//! Going wrong on request.

mod edit;
mod fault;
mod field;
mod lists;
mod reshape;
mod rule;
mod shape;
mod spoil;
mod torrent;

pub use fault::Fault;
pub use field::Field;
pub use reshape::Asked;
pub use rule::{Faults, Rule};
pub use shape::{AccountIdName, AccountsForm, CursorName, Level, Shape};
pub use spoil::{Spoilt, spoil};
