//! Faults that the server injects on request.

mod edit;
mod fault;
mod field;
mod huge_body;
mod inject;
mod lists;
mod reshape;
mod rule;
mod shape;

pub use fault::Fault;
pub use field::Field;
pub use inject::{Spoilt, inject_fault};
pub use reshape::Asked;
pub use rule::{Faults, Rule};
pub use shape::{AccountIdName, AccountsForm, CursorName, Level, Shape};
