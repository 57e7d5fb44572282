//! What the probe is made of. Its test includes this as well.

mod act;
pub mod console;
mod expected;
mod marks;
mod run;
mod shape;

pub use run::run;
