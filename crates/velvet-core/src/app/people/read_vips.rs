use super::{
    partial_read::{PartialRead, PartialVipRead},
    work::{ListRead, PATIENCE, ended},
};
use crate::view::{Failure, PeopleStep};
use velvet_api::{PageRead, PagedRead};
use velvet_engine::{ReadConsensus, VipPages};
use velvet_ledger::VipsRead;
use velvet_model::Fan;

impl ListRead {
    /// Reads the VIP list, repeatedly if needed, and stores what the reads prove.
    pub(super) async fn read_vips(&self, sure: bool, step: PeopleStep) -> Result<(), Failure> {
        let now = self.people.ctx.deps.clock.now();
        let partial = self.workspace.people.take_partial(&self.account, None).and_then(PartialRead::vips);
        let account = self.account.clone();
        let mut partial = match partial {
            Some(partial) if self.can_go_on(partial.began) && (partial.sure || !sure) => partial,
            _ => PartialVipRead {
                began: now,
                readings: ReadConsensus::new(
                    self.workspace.read(move |ledger| ledger.vips_seen(&account)).await?,
                    sure,
                ),
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
        let (account, unseen) = (self.account.clone(), partial.readings.unseen());
        let written = self.workspace.write(move |ledger| {
            ledger.vips_read(&account, &read, &unseen)?;
            ledger.reconcile_seen(&account, read.began, read.read)
        });
        written.await.map(drop)
    }

    async fn read_once(&self, partial: &mut PartialVipRead, step: PeopleStep) -> Result<(), Failure> {
        let mut watch = self.watch(step, partial.reading.rows().len());
        let (ledger, writer) = (self.workspace.ledger()?, self.workspace.writer.clone());
        let (account, place) = (self.account.clone(), partial.reading.rows().len());
        let mut pages = VipPages::new(ledger, writer, account, partial.began, place);
        let mut page = |page: PageRead<'_, Fan>| {
            pages.write(&page, |_, _| Ok(()))?;
            watch(page.number, page.rows.len())
        };
        let read = self.answer(self.api.vip_list(&mut partial.reading, PATIENCE, &mut page)).await;
        if let Err(error) = pages.written().await {
            // What was loaded after the page that is missing counts as not loaded, or the list would have a gap.
            partial.reading = PagedRead::of(self.account.clone());
            return Err(error.into());
        }
        let end = read.and_then(ended)?;
        partial.readings.take(partial.reading.rows().iter().map(|fan| fan.id.clone()).collect(), end);
        Ok(())
    }
}
