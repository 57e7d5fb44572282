use std::ops::ControlFlow;

use super::{
    partial_read::{PartialRead, PartialVipRead},
    work::{ListRead, PATIENCE, ended},
};
use crate::view::{Failure, PeopleStep};
use velvet_api::{PageRead, PagedRead};
use velvet_engine::ReadConsensus;
use velvet_ledger::VipsRead;
use velvet_model::Fan;
use velvet_platform::blocking;

impl ListRead {
    /// Reads the VIP list, repeatedly if needed, and stores what the reads prove.
    pub(super) async fn read_vips(&self, sure: bool, step: PeopleStep) -> Result<(), Failure> {
        let now = self.people.ctx.deps.clock.now();
        let partial = self.workspace.people.take_partial(&self.account, None).and_then(PartialRead::vips);
        let mut partial = match partial {
            Some(partial) if self.can_go_on(partial.began) && (partial.sure || !sure) => partial,
            _ => PartialVipRead {
                began: now,
                readings: ReadConsensus::new(blocking(|| self.ledger.vips_seen(&self.account))?, sure),
                reading: PagedRead::of(self.account.clone()),
                sure,
            },
        };
        let mut again = step;
        loop {
            if let Err(failure) = self.read_once(&mut partial, again).await {
                self.workspace.people.put_partial(&self.account, None, PartialRead::Vips(partial));
                return Err(failure);
            }
            if !partial.readings.again() {
                break;
            }
            partial.reading = PagedRead::of(self.account.clone());
            again = PeopleStep::Again;
        }
        let read = VipsRead {
            began: partial.began,
            read: self.people.ctx.deps.clock.now(),
            known: partial.readings.known(),
            credits: partial.reading.credits_again(),
            nameless: partial.reading.nameless(),
        };
        blocking(|| {
            self.ledger.vips_read(&self.account, &read, &partial.readings.unseen())?;
            self.ledger.reconcile_seen(&self.account, read.began, read.read)
        })?;
        self.people.ctx.emit_log_changed(&self.workspace);
        Ok(())
    }

    async fn read_once(&self, partial: &mut PartialVipRead, step: PeopleStep) -> Result<(), Failure> {
        let mut watch = self.watch(step, partial.reading.rows().len());
        let mut place = partial.reading.rows().len() as u64;
        let mut written = Ok(());
        let mut page = |page: PageRead<'_, Fan>| {
            written = blocking(|| self.ledger.saw_vips(&self.account, partial.began, place, &page.rows));
            place += page.rows.len() as u64;
            let word = watch(page.number, page.rows.len());
            if written.is_ok() { word } else { ControlFlow::Break(()) }
        };
        let read = self.answer(self.api.vip_list(&mut partial.reading, PATIENCE, &mut page)).await;
        written?;
        let end = read.and_then(ended)?;
        partial.readings.take(partial.reading.rows().iter().map(|fan| fan.id.clone()).collect(), end);
        Ok(())
    }
}
