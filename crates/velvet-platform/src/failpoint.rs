//! Fail points between an intent and its outcome. A test ends the process there, as a crash or power loss would, and
//! checks what is left.
//!
//! They exist only with the feature `fail-points`, which the app does not enable. Without it, [`hit`] compiles to
//! nothing.

#[cfg(feature = "fail-points")]
use std::sync::OnceLock;

/// A fail point in the run of a batch, or in the handling of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailPoint {
    /// Some of a batch's items are written, and more will follow.
    DuringWriteBatch,
    /// The whole batch is written, and no item has started.
    AfterWriteBatch,
    /// A permit was acquired, and nothing about it is on disk.
    AfterTurn,
    /// Items are marked `sending`, but the transaction is not committed.
    BeforeClaimCommit,
    /// Items are `sending` on disk, and no request was sent.
    AfterClaimCommit,
    /// A request is about to be sent.
    BeforeSend,
    /// A reply arrived but was not judged yet.
    AfterSendBeforeJudge,
    /// The outcome is known, but the transaction is not committed.
    BeforeOutcomeCommit,
    /// The outcome is on disk, and no event was emitted.
    AfterOutcomeCommit,
    /// The VIP list is being loaded to reconcile unconfirmed items.
    DuringSettle,
    /// The VIP list was loaded, and the result is not on disk.
    BeforeSettleCommit,
    /// Every item has its outcome, and the batch is still open.
    BeforeBatchEnd,
    /// The batch has ended, and no event was emitted.
    AfterBatchEnd,
    /// Some rows of an export are written.
    DuringExport,
    /// An export is complete but not moved into place.
    BeforeExportMove,
    /// A copy of the ledger is complete but not moved into place.
    BeforeCopyMove,
    /// The ledger was copied, and its upgrade has not started.
    BeforeUpgrade,
    /// The upgrade is done, but the transaction is not committed.
    BeforeUpgradeCommit,
    /// The new ledger is verified and ready, and the current one is closed.
    BeforeRestoreAside,
    /// The current ledger also has a second name.
    BeforeRestoreMove,
    /// The new ledger is in place but not opened yet.
    AfterRestoreMove,
    /// The trimmed entries are deleted, but the transaction is not committed.
    BeforeTrimCommit,
    /// The trimmed entries are gone, and their disk space is not freed yet.
    BeforeTrimVacuum,
    /// The ledger without free pages is being copied back into its file, and the transaction is not committed.
    DuringTrimVacuum,
}

impl FailPoint {
    /// The fail points of a batch, in the order in which a batch reaches them.
    pub const IN_BATCHES: [Self; 13] = [
        Self::DuringWriteBatch,
        Self::AfterWriteBatch,
        Self::AfterTurn,
        Self::BeforeClaimCommit,
        Self::AfterClaimCommit,
        Self::BeforeSend,
        Self::AfterSendBeforeJudge,
        Self::BeforeOutcomeCommit,
        Self::AfterOutcomeCommit,
        Self::DuringSettle,
        Self::BeforeSettleCommit,
        Self::BeforeBatchEnd,
        Self::AfterBatchEnd,
    ];

    /// The fail points of exports and of the ledger's files.
    pub const IN_FILES: [Self; 11] = [
        Self::DuringExport,
        Self::BeforeExportMove,
        Self::BeforeCopyMove,
        Self::BeforeUpgrade,
        Self::BeforeUpgradeCommit,
        Self::BeforeRestoreAside,
        Self::BeforeRestoreMove,
        Self::AfterRestoreMove,
        Self::BeforeTrimCommit,
        Self::BeforeTrimVacuum,
        Self::DuringTrimVacuum,
    ];

    /// Returns all fail points.
    fn all() -> impl Iterator<Item = Self> {
        Self::IN_BATCHES.into_iter().chain(Self::IN_FILES)
    }

    /// Returns the name used on a command line.
    pub fn word(self) -> String {
        let mut word = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !word.is_empty() {
                word.push('_');
            }
            word.push(letter.to_ascii_lowercase());
        }
        word
    }

    /// Returns the fail point with this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|moment| moment.word() == word)
    }
}

#[cfg(feature = "fail-points")]
static HOOK: OnceLock<Box<dyn Fn(FailPoint) + Send + Sync>> = OnceLock::new();

/// Calls `watcher` at every fail point from now on, on the thread that hits it. Only the first call per process counts.
#[cfg(feature = "fail-points")]
pub fn watch(watcher: impl Fn(FailPoint) + Send + Sync + 'static) {
    let _ = HOOK.set(Box::new(watcher));
}

/// Hits a fail point: calls the watcher, if there is one.
#[cfg(feature = "fail-points")]
pub fn hit(moment: FailPoint) {
    if let Some(watcher) = HOOK.get() {
        watcher(moment);
    }
}

/// Does nothing without the feature `fail-points`.
#[cfg(not(feature = "fail-points"))]
#[inline]
pub fn hit(_: FailPoint) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_has_a_word_of_its_own() {
        assert_eq!(FailPoint::AfterSendBeforeJudge.word(), "after_send_before_judge");
        for moment in FailPoint::all() {
            assert_eq!(FailPoint::from_word(&moment.word()), Some(moment));
        }
        assert_eq!(FailPoint::from_word("never"), None);
    }
}
