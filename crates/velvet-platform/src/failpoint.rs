//! Moments between an intent and its outcome. A proof ends the process there, as a crash or a power cut would, and looks
//! at what is left. With the feature `fail-points` only, which the app does not ask for: without it nothing is left of
//! them.

#[cfg(feature = "fail-points")]
use std::sync::OnceLock;

/// A moment of a batch, or of the ledger's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailPoint {
    /// Some of a batch's items are written down, and more are to come.
    DuringWriteBatch,
    /// A batch is written down whole; nothing of it was begun.
    AfterWriteBatch,
    /// A place in the plan was taken, and nothing is known of it on the disk.
    AfterTurn,
    /// Items are `sending`, but not on the disk yet.
    BeforeClaimCommit,
    /// Items are `sending` on the disk, and no request has left.
    AfterClaimCommit,
    /// A request is about to leave.
    BeforeSend,
    /// A reply came, and nobody has read it.
    AfterSendBeforeJudge,
    /// The outcome is known, but not on the disk yet.
    BeforeOutcomeCommit,
    /// The outcome is on the disk, and nobody was told.
    AfterOutcomeCommit,
    /// The VIP list is being read to settle what is not sure.
    DuringSettle,
    /// The list was read, and what it says is not on the disk yet.
    BeforeSettleCommit,
    /// Every item has its outcome, and the batch has not ended.
    BeforeBatchEnd,
    /// The batch has ended, and nobody was told.
    AfterBatchEnd,
    /// Some rows of an export are written.
    DuringExport,
    /// An export is whole, and not in its place yet.
    BeforeExportMove,
    /// A copy of the ledger is whole, and not in its place yet.
    BeforeCopyMove,
    /// The ledger was copied aside; its upgrade has not begun.
    BeforeUpgrade,
    /// The upgrade is done, and not on the disk yet.
    BeforeUpgradeCommit,
    /// The other ledger is judged and ready; the current one is closed.
    BeforeRestoreAside,
    /// The current ledger is kept under another name too.
    BeforeRestoreMove,
    /// The other ledger is in place, and not opened yet.
    AfterRestoreMove,
    /// What is trimmed is gone, and not on the disk yet.
    BeforeTrimCommit,
    /// What is trimmed is gone from the log; its room is not given back yet.
    BeforeTrimVacuum,
}

impl FailPoint {
    /// Those of a batch, in the order in which it meets them.
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

    /// Those of exports and of the ledger's files.
    pub const IN_FILES: [Self; 10] = [
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
    ];

    /// All of them.
    fn all() -> impl Iterator<Item = Self> {
        Self::IN_BATCHES.into_iter().chain(Self::IN_FILES)
    }

    /// Its name on a command line.
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

    /// The moment of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|moment| moment.word() == word)
    }
}

#[cfg(feature = "fail-points")]
static HOOK: OnceLock<Box<dyn Fn(FailPoint) + Send + Sync>> = OnceLock::new();

/// From now on `watcher` is told of every moment, in the thread that meets it. Once for a process.
#[cfg(feature = "fail-points")]
pub fn watch(watcher: impl Fn(FailPoint) + Send + Sync + 'static) {
    let _ = HOOK.set(Box::new(watcher));
}

/// A moment has come.
#[cfg(feature = "fail-points")]
pub fn hit(moment: FailPoint) {
    if let Some(watcher) = HOOK.get() {
        watcher(moment);
    }
}

/// A moment has come, and nobody watches.
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
