//! The modules of the probe. Its test includes this file as well.

mod act;
pub mod console;
mod expected;
mod marks;
mod run;
mod shape;

pub use run::run;
