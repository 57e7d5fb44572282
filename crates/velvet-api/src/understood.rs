use std::sync::atomic::AtomicBool;

/// Forms of a request that the server accepts, remembered for the next pages.
#[derive(Debug, Default)]
pub(super) struct Understood {
    /// Whether `status` is sent in numeric form. Older pages of the documentation use numbers, newer ones words.
    pub(super) figures: AtomicBool,
    /// Whether `limit` is omitted. Its maximum is not documented (API.md, "Found since").
    pub(super) no_limit: AtomicBool,
}
