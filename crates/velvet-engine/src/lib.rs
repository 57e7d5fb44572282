//! The engine for batches. A batch is an action on one account for a list of fans; a single add is a batch of one.

mod error;
mod in_flight;
mod read_consensus;
mod run;
mod step;
mod vip_pages;

pub use error::EngineError;
pub use in_flight::{BusyGuard, InFlight, InFlightKey, InFlightRegistry};
pub use read_consensus::ReadConsensus;
pub use run::{Backoff, Control, Progress, Run, RunEnd};
pub use step::{BatchWait, Step};
pub use vip_pages::VipPages;
