//! Batches: an action on one account for a list of fans. A single add is a batch of one.

mod flights;
mod readings;
mod run;
mod shown;
mod single;

pub use flights::{Busy, Flight, Flights, InFlight};
pub use readings::Readings;
pub use run::{Order, Patience, Progress, Run, RunEnd};
pub use shown::{BatchWait, Step};
pub use single::{Resting, Single};
