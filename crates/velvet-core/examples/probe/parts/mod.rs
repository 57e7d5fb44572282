//! What the probe is made of. Its test includes this as well.

pub mod console;
mod expected;
mod run;
mod shape;

pub use run::run;
