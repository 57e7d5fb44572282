//! The core of the app: everything a user can ask for. It knows no window and no keychain, and is given its clock and
//! its network.
//!
//! It re-exports the crates below it for the shell and the tests.

pub mod app;
mod failure;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod id_lines;
pub mod log;
mod result_cache;
pub mod view;

pub use id_lines::IdLines;
pub use velvet_api as api;
pub use velvet_engine as engine;
pub use velvet_export as export;
pub use velvet_import as import;
pub use velvet_ledger as ledger;
pub use velvet_model::{self as model, ids};
pub use velvet_platform::{clock, failpoint, files, proxy, worker};
pub use velvet_updates as updates;
