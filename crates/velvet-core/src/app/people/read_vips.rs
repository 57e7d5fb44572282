use std::ops::ControlFlow;

use super::{
    halves::{Half, VipHalf},
    work::{PATIENCE, Work, ended},
};
use crate::view::{Failure, PeopleStep};
use velvet_api::{PageRead, Reading};
use velvet_engine::Readings;
use velvet_ledger::VipsRead;
use velvet_model::Fan;
use velvet_platform::on_disk;

impl Work {
    /// Reads the VIP list, once more where that is needed, and writes down what it proves.
    pub(super) async fn read_vips(&self, sure: bool, step: PeopleStep) -> Result<(), Failure> {
        let now = self.app.parts().clock.now();
        let half = self.desk.people.take_half(&self.account, None).and_then(Half::vips);
        let mut half = match half {
            Some(half) if self.can_go_on(half.began) && (half.sure || !sure) => half,
            _ => VipHalf {
                began: now,
                readings: Readings::new(on_disk(|| self.ledger.vips_seen(&self.account))?, sure),
                reading: Reading::of(self.account.clone()),
                sure,
            },
        };
        let mut again = step;
        loop {
            if let Err(failure) = self.read_once(&mut half, again).await {
                self.desk.people.put_half(&self.account, None, Half::Vips(half));
                return Err(failure);
            }
            if !half.readings.again() {
                break;
            }
            half.reading = Reading::of(self.account.clone());
            again = PeopleStep::Again;
        }
        let read = VipsRead {
            began: half.began,
            read: self.app.parts().clock.now(),
            known: half.readings.known(),
            credits: half.reading.credits_again(),
            nameless: half.reading.nameless(),
        };
        on_disk(|| {
            self.ledger.vips_read(&self.account, &read, &half.readings.unseen())?;
            self.ledger.settle_seen(&self.account, read.began, read.read)
        })?;
        self.app.tell_log(&self.desk);
        Ok(())
    }

    async fn read_once(&self, half: &mut VipHalf, step: PeopleStep) -> Result<(), Failure> {
        let mut watch = self.watch(step, half.reading.rows().len());
        let mut place = half.reading.rows().len() as u64;
        let mut written = Ok(());
        let mut page = |page: PageRead<'_, Fan>| {
            written = on_disk(|| self.ledger.saw_vips(&self.account, half.began, place, &page.rows));
            place += page.rows.len() as u64;
            let word = watch(page.number, page.rows.len());
            if written.is_ok() { word } else { ControlFlow::Break(()) }
        };
        let read = self.answer(self.api.vip_list(&mut half.reading, PATIENCE, &mut page)).await;
        written?;
        let end = read.and_then(ended)?;
        half.readings.take(half.reading.rows().iter().map(|fan| fan.id.clone()).collect(), end);
        Ok(())
    }
}
