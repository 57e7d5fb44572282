//! Going wrong on request.

mod fault;
mod lists;
mod rule;
mod spoil;
mod torrent;

pub use fault::{Fault, Field};
pub use rule::{Faults, Rule};
pub use spoil::{Spoilt, spoil};
