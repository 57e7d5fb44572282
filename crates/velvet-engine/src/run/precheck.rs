//! Loads the VIP list, before anything is sent or after everything.

use std::{ops::ControlFlow, time::Duration};

use super::{BatchRunner, Control, Halt};
use crate::EngineError;
use crate::read_consensus::ReadConsensus;
use crate::step::Step;
use crate::vip_pages::VipPages;
use velvet_api::{Completeness, PageRead};
use velvet_ledger::VipsRead;
use velvet_model::Fan;
use velvet_model::{Cause, WaitReason};

/// How long a page waits for the rate limit.
const PATIENCE: Duration = Duration::from_secs(600);
/// Failed tries before giving up, while there is a connection.
const TRIES: u32 = 5;

/// How loading the list ended.
pub(super) enum Reading<T = Box<velvet_api::PagedRead<Fan>>> {
    /// The list, complete or not. A missing fan proves nothing.
    Read(T),
    Halted(Halt),
    GivenUp(Cause),
}

impl BatchRunner {
    /// Loads the list before anything is sent. Fans on it are not sent.
    pub(super) async fn look(&mut self) -> Result<Option<Halt>, EngineError> {
        let (batch, clock) = (self.run.batch, self.run.clock.clone());
        let account = self.record.account.clone();
        let its = account.clone();
        let before = self.run.on_ledger(move |ledger| ledger.vips_seen(&its)).await?;
        let began = clock.now();
        let (ledger, writer) = (self.run.ledger.clone(), self.run.writer.clone());
        let mut pages = VipPages::new(ledger, writer, account.clone(), began, 0);
        let reading = self
            .read_vips(
                |pages| Step::Looking { pages },
                |page| {
                    let now = clock.now();
                    pages.write(page, move |ledger, fans| {
                        ledger.known_vips(batch, fans.iter().map(|fan| &fan.id), now).map(drop)
                    })
                },
            )
            .await;
        pages.written().await?;
        let reading = reading?;
        self.show_counts().await?;
        match reading {
            Reading::Read(reading) => {
                let end = reading.end().unwrap_or(Completeness::Stopped);
                let mut readings = ReadConsensus::new(before, false);
                readings.take(reading.rows().iter().map(|fan| fan.id.clone()).collect(), end);
                let read = VipsRead {
                    began,
                    read: clock.now(),
                    known: readings.known(),
                    credits: reading.credits_again(),
                    nameless: reading.nameless(),
                };
                let unseen = readings.unseen();
                self.run
                    .on_ledger(move |ledger| {
                        ledger.vips_read(&account, &read, &unseen)?;
                        ledger.looked(batch, matches!(end, Completeness::Complete | Completeness::RanOut))
                    })
                    .await?;
                Ok(None)
            }
            Reading::Halted(halt) => Ok(Some(halt)),
            // Without the list, it is not known whom to leave alone.
            Reading::GivenUp(cause) => Ok(Some(Halt::service(cause))),
        }
    }

    /// Loads the list from its beginning. After an error, it continues with the missing page. `each` receives every
    /// page and returns whether to continue.
    pub(super) async fn read_vips(
        &mut self,
        step: fn(u64) -> Step,
        mut each: impl FnMut(&PageRead<'_, Fan>) -> ControlFlow<()> + Send,
    ) -> Result<Reading, EngineError> {
        let (mut failures, mut waits) = (0, 0);
        let mut reading = velvet_api::PagedRead::of(self.record.account.clone());
        let mut counted = 0;
        loop {
            self.show_step(step(reading.pages()));
            let api = self.run.api.clone();
            let mut control = self.run.control.clone();
            let read = {
                let shown = &*self;
                let mut page = |read: PageRead<'_, Fan>| {
                    shown.show_step(step(read.number));
                    each(&read)
                };
                tokio::select! {
                    biased;
                    _ = control.wait_for(|order| *order != Control::Go) => None,
                    read = api.vip_list(&mut reading, PATIENCE, &mut page) => Some(read),
                }
            };
            let credits = reading.credits() - counted;
            counted = reading.credits();
            let batch = self.run.batch;
            self.run.on_ledger(move |ledger| ledger.count_requests(batch, credits)).await?;
            self.count_request(credits);
            let cause = match read {
                None => return Ok(Reading::Halted(Halt::Ordered(self.order()))),
                Some(Ok(_)) => return Ok(Reading::Read(Box::new(reading))),
                Some(Err(cause)) => cause,
            };
            let why = match cause {
                Cause::KeyRefused
                | Cause::CreditsSpent
                | Cause::AccountLost
                | Cause::SessionExpired
                | Cause::CaptivePortal => return Ok(Reading::Halted(Halt::service(cause))),
                // The check of the filter is repeated each time, and has the same result until somebody writes.
                Cause::VipFilterIgnored => return Ok(Reading::GivenUp(cause)),
                // These end on their own, however long it takes.
                Cause::NoConnection => WaitReason::NoConnection,
                cause if cause.never_left() => return Ok(Reading::Halted(Halt::service(cause))),
                Cause::AskedToWait => WaitReason::Told,
                _ if failures + 1 >= TRIES => return Ok(Reading::GivenUp(cause)),
                _ => WaitReason::Trouble,
            };
            waits += 1;
            failures += u32::from(why == WaitReason::Trouble);
            if let Some(halt) = self.rest(self.outage.pause(waits), why).await {
                return Ok(Reading::Halted(halt));
            }
        }
    }

    /// Waits until the end of `wait`, or an order.
    async fn rest(&mut self, wait: Duration, why: WaitReason) -> Option<Halt> {
        self.show_wait(Some((wait, why))).await;
        let mut control = self.run.control.clone();
        let ordered = tokio::select! {
            biased;
            _ = control.wait_for(|order| *order != Control::Go) => true,
            () = self.run.clock.sleep(wait) => false,
        };
        self.show_wait(None).await;
        ordered.then(|| Halt::Ordered(self.order()))
    }
}
