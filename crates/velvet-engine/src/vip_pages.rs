//! Writes the pages of a VIP list while the next ones are loading.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures::future::{BoxFuture, FutureExt, join_all};
use velvet_api::PageRead;
use velvet_ledger::{Ledger, LedgerError};
use velvet_model::{Fan, ids::AccountId};
use velvet_platform::worker::Worker;

/// The pages of one load of a VIP list, on their way into the ledger.
pub struct VipPages {
    ledger: Arc<Ledger>,
    writer: Worker,
    account: AccountId,
    began: i64,
    place: u64,
    failed: Arc<AtomicBool>,
    pages: Vec<BoxFuture<'static, Result<(), LedgerError>>>,
}

impl VipPages {
    /// Begins with the fan at the zero-based index `place`. The load began at `began`, in milliseconds since 1970.
    pub fn new(ledger: Arc<Ledger>, writer: Worker, account: AccountId, began: i64, place: usize) -> Self {
        let (failed, place) = (Arc::default(), place as u64);
        Self { ledger, writer, account, began, place, failed, pages: Vec::new() }
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
        let written = self.writer.run(move || {
            // After a page that is missing, no other is written.
            if failed.load(Ordering::Relaxed) {
                return Ok(());
            }
            let written = ledger.saw_vips(&account, began, place, &fans).and_then(|()| also(&ledger, &fans));
            failed.store(written.is_err(), Ordering::Relaxed);
            written
        });
        self.pages.push(written.boxed());
        if self.failed.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Waits until every page is on disk.
    ///
    /// # Errors
    /// Why a page could not be written. The pages after it were not written either.
    pub async fn written(self) -> Result<(), LedgerError> {
        join_all(self.pages).await.into_iter().collect()
    }
}
