//! Everything Velvet Rope knows: ids, the service's replies, batches, the ledger. It knows no window, no keychain,
//! and chooses neither clock nor network: they are handed in.

pub mod app;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
pub mod log;
mod recent;
pub mod view;

pub use velvet_api as api;
pub use velvet_engine as batch;
pub use velvet_export as export;
pub use velvet_import as import;
pub use velvet_ledger as ledger;
pub use velvet_model::{self as model, ids};
pub use velvet_platform::{clock, files, moments};
