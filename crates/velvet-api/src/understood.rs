use std::sync::atomic::AtomicBool;

/// What the service did not understand, and what it did, kept for the next pages.
#[derive(Debug, Default)]
pub(super) struct Understood {
    /// `status` in figures. Older pages of the documentation have them, newer ones words.
    pub(super) figures: AtomicBool,
    /// No `limit`: what its maximum is is not documented (API.md, "Found since").
    pub(super) no_limit: AtomicBool,
}
