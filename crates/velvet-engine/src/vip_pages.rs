//! Writes the pages of a VIP list while the next ones are loading.

use std::{
    ops::ControlFlow,
    sync::{Arc, OnceLock},
};

use velvet_api::PageRead;
use velvet_ledger::{Ledger, LedgerError};
use velvet_model::{Fan, ids::AccountId};
use velvet_platform::worker::Worker;

/// The pages of one load of a VIP list, on their way into the ledger.
pub struct VipPages {
    /// The ledger.
    pub ledger: Arc<Ledger>,
    /// The thread that writes the ledger.
    pub writer: Worker,
    /// The account.
    pub account: AccountId,
    /// When the load began, in milliseconds since 1970.
    pub began: i64,
    /// Zero-based index of the next fan.
    pub place: u64,
    failed: Arc<OnceLock<LedgerError>>,
}

impl VipPages {
    /// Begins with the first page.
    pub fn new(ledger: Arc<Ledger>, writer: Worker, account: AccountId, began: i64) -> Self {
        Self { ledger, writer, account, began, place: 0, failed: Arc::default() }
    }

    /// Queues a page to be written, and `also` after it. Breaks if an earlier page could not be written.
    pub fn write(
        &mut self,
        page: &PageRead<'_, Fan>,
        also: impl FnOnce(&Ledger, &[Fan]) -> Result<(), LedgerError> + Send + 'static,
    ) -> ControlFlow<()> {
        let fans: Vec<Fan> = page.rows.iter().copied().cloned().collect();
        let (ledger, account, failed) = (self.ledger.clone(), self.account.clone(), self.failed.clone());
        let (began, place) = (self.began, self.place);
        self.place += fans.len() as u64;
        drop(self.writer.run(move || {
            if failed.get().is_some() {
                return;
            }
            let written = ledger.saw_vips(&account, began, place, &fans).and_then(|()| also(&ledger, &fans));
            if let Err(error) = written {
                let _ = failed.set(error);
            }
        }));
        if self.failed.get().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Waits until every page is on disk.
    ///
    /// # Errors
    /// Why a page could not be written.
    pub async fn written(self) -> Result<(), LedgerError> {
        let failed = self.failed;
        self.writer
            .run(move || Arc::into_inner(failed).and_then(OnceLock::into_inner))
            .await
            .map_or(Ok(()), Err)
    }
}
