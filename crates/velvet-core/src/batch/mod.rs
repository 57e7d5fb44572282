//! Batches: an action on one account for a list of fans. A single add is a batch of one.

mod single;

pub use single::{Resting, Single};
