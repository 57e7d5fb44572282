//! Batches: an action on one account for a list of fans. A single add is a batch of one.

mod flights;
mod run;
mod single;

pub use flights::Flights;
pub(crate) use flights::{Busy, Flight, InFlight};
pub use run::{Order, Patience, Progress, Run, RunEnd};
pub use single::{Resting, Single};
