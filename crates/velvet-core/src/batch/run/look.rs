//! Reading the VIP list, before anything is sent or after all of it.

use std::{ops::ControlFlow, time::Duration};

use super::{Halt, Order, Runner};
use crate::{
    api::VipEnd,
    ids::FanId,
    on_disk,
    view::{Cause, Failure, Step, WaitReason},
};

/// How long a page waits in its turn.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often the list is tried in vain, as long as there is a connection.
const TRIES: u32 = 5;

/// How a reading of the list came to its end.
pub(super) enum Reading {
    /// Whole or not: nothing is concluded from a fan who was not seen.
    Read(VipEnd),
    Halted(Halt),
    GivenUp(Cause),
}

impl Runner {
    /// Reads the list before anything is sent: who is on it is left alone.
    pub(super) async fn look(&mut self) -> Result<Option<Halt>, Failure> {
        let (ledger, batch, clock) = (self.parts.ledger.clone(), self.parts.batch, self.parts.clock.clone());
        let mut written = Ok(());
        let reading = self
            .read_vips(
                |pages| Step::Looking { pages },
                |fans| {
                    if written.is_ok() {
                        written = on_disk(|| ledger.known_vips(batch, fans, clock.now())).map(drop);
                    }
                    written.is_ok()
                },
            )
            .await?;
        written?;
        self.show_counts()?;
        match reading {
            Reading::Read(end) => {
                on_disk(|| ledger.looked(batch, end == VipEnd::Complete))?;
                Ok(None)
            }
            Reading::Halted(halt) => Ok(Some(halt)),
            // Who is VIP cannot be left alone when it is not known who is.
            Reading::GivenUp(cause) => Ok(Some(Halt::Service(cause))),
        }
    }

    /// Reads the list from its beginning, as often as it takes. `each` is given every page's fans and says whether to
    /// go on.
    pub(super) async fn read_vips(
        &mut self,
        step: fn(u64) -> Step,
        mut each: impl FnMut(&[FanId]) -> bool + Send,
    ) -> Result<Reading, Failure> {
        let mut failures = 0;
        loop {
            self.show_step(step(0));
            let (account, api) = (self.record.account.clone(), self.parts.api.clone());
            let mut orders = self.parts.orders.clone();
            let mut pages = 0;
            let read = {
                let shown = &*self;
                let mut page = |number: u64, fans: &[FanId]| {
                    pages = number;
                    shown.show_step(step(number));
                    if each(fans) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                };
                tokio::select! {
                    biased;
                    _ = orders.wait_for(|order| *order != Order::Go) => None,
                    read = api.vips(&account, PATIENCE, &mut page) => Some(read),
                }
            };
            on_disk(|| self.parts.ledger.count_requests(self.parts.batch, pages))?;
            self.count_request(pages);
            let cause = match read {
                None => return Ok(Reading::Halted(Halt::Ordered(self.order()))),
                Some(Ok(end)) => return Ok(Reading::Read(end)),
                Some(Err(cause)) => cause,
            };
            let why = match cause {
                Cause::KeyRefused | Cause::CreditsSpent | Cause::AccountLost | Cause::SessionExpired => {
                    return Ok(Reading::Halted(Halt::Service(cause)));
                }
                Cause::NoConnection => WaitReason::NoConnection,
                Cause::AskedToWait => WaitReason::Told,
                _ if failures + 1 >= TRIES => return Ok(Reading::GivenUp(cause)),
                _ => WaitReason::Trouble,
            };
            failures += 1;
            if let Some(halt) = self.rest(self.trouble.pause(failures), why).await {
                return Ok(Reading::Halted(halt));
            }
        }
    }

    /// Waits, unless there is an order.
    async fn rest(&mut self, wait: Duration, why: WaitReason) -> Option<Halt> {
        self.show_wait(Some((wait, why)));
        let mut orders = self.parts.orders.clone();
        let ordered = tokio::select! {
            biased;
            _ = orders.wait_for(|order| *order != Order::Go) => true,
            () = self.parts.clock.sleep(wait) => false,
        };
        self.show_wait(None);
        ordered.then(|| Halt::Ordered(self.order()))
    }
}
