use std::collections::HashSet;

use super::{Halt, Runner, fate::done, look::Reading};
use crate::{
    ids::FanId,
    ledger::{Ending, Round, Unsure},
    moments::{Moment, pass},
    on_disk,
    view::{Action, Cause, Failure, Outcome, Step},
};

/// What is left to do after the list was read.
pub(super) enum Settled {
    /// Nothing.
    Whole,
    /// Some items wait again.
    SendOnceMore,
    /// The reading was stopped.
    Halted(Halt),
}

/// What the list says about an item.
enum Word {
    Ends(Ending),
    Again,
    Nothing,
}

impl Runner {
    /// Settles what is not sure by reading the VIP list. Who is on it was added. Who is not may be VIP all the same (the
    /// list shows chats), so nothing is concluded: the item is sent once more, which is harmless, and should the answer
    /// be unclear again, it stays as it is.
    pub(super) async fn settle(&mut self) -> Result<Settled, Failure> {
        let (ledger, batch) = (self.parts.ledger.clone(), self.parts.batch);
        let open = on_disk(|| ledger.unsure(batch, &self.record.account))?;
        if open.is_empty() {
            return Ok(Settled::Whole);
        }
        let mut missing: HashSet<FanId> = open.iter().map(|unsure| unsure.fan.clone()).collect();
        let reading = self
            .read_vips(
                |pages| Step::Checking { pages },
                |page| {
                    pass(Moment::DuringSettle);
                    for fan in &page.rows {
                        missing.remove(&fan.id);
                    }
                    !missing.is_empty()
                },
            )
            .await?;
        match reading {
            Reading::Halted(halt) => return Ok(Settled::Halted(halt)),
            Reading::GivenUp(cause) => {
                tracing::warn!(?cause, "the VIP list could not be read; what is not sure stays so");
                return Ok(Settled::Whole);
            }
            Reading::Read(..) => {}
        }
        self.write_words(&open, &missing)
    }

    fn write_words(&mut self, open: &[Unsure], missing: &HashSet<FanId>) -> Result<Settled, Failure> {
        let (mut endings, mut again, mut checked) = (Vec::new(), Vec::new(), Vec::new());
        for unsure in open {
            match word(self.record.action, !missing.contains(&unsure.fan), unsure.resent) {
                Word::Ends(ending) => endings.push((unsure.item, ending)),
                Word::Again => again.push(unsure.item),
                Word::Nothing => checked.push(unsure.item),
            }
        }
        let now = self.parts.clock.now();
        let round = Round {
            batch: self.parts.batch,
            account: &self.record.account,
            action: self.record.action,
            known_since: None,
            endings: &endings,
            back: &[],
            claim: 0,
            requests: 0,
            now,
        };
        let ledger = &self.parts.ledger;
        on_disk(|| {
            pass(Moment::BeforeSettleCommit);
            ledger.round(&round)?;
            checked.iter().try_for_each(|item| ledger.checked(*item, now))?;
            ledger.send_once_more(&again)
        })?;
        self.show_counts()?;
        Ok(if again.is_empty() { Settled::Whole } else { Settled::SendOnceMore })
    }
}

fn word(action: Action, seen: bool, resent: u32) -> Word {
    match (action, seen) {
        (Action::Add, true) => Word::Ends(Ending { outcome: done(action), cause: None, marks: None }),
        (Action::Remove, true) if resent > 0 => Word::Ends(Ending::because(Outcome::Failed, Cause::StillVip)),
        _ if resent > 0 => Word::Nothing,
        _ => Word::Again,
    }
}
