use std::{collections::HashSet, ops::ControlFlow};

use super::{
    BatchRunner,
    control::{Halt, Reconciled},
    disposition::done,
    precheck::Reading,
};
use crate::EngineError;
use crate::step::Step;
use velvet_api::Completeness;
use velvet_ledger::{Checkpoint, Completion, LedgerError, UnconfirmedItem};
use velvet_model::ids::FanId;
use velvet_model::{Action, Cause, Outcome};
use velvet_platform::failpoint::{self, FailPoint};

/// What the list says about an item.
enum Finding {
    Ends(Completion),
    Again,
    Nothing,
}

/// What a load of the list showed.
struct Shown {
    /// Fans who were looked for and not found.
    missing: HashSet<FanId>,
    /// Whether it was loaded from its beginning to its end.
    whole: bool,
}

impl BatchRunner {
    /// Reconciles the unconfirmed items with the VIP list. A fan on it was added. A fan who is missing may still be
    /// VIP, because the list shows chats, so the item is sent once more, which is harmless. If the reply is unclear
    /// again, the item stays unconfirmed.
    pub(super) async fn reconcile(&mut self) -> Result<Reconciled, EngineError> {
        let open = self.unconfirmed().await?;
        if open.is_empty() {
            return Ok(Reconciled::Whole);
        }
        match self.look_for(&open).await? {
            Reading::Halted(halt) => Ok(Reconciled::Halted(halt)),
            Reading::GivenUp(cause) => {
                tracing::warn!(?cause, "the VIP list could not be read; what is not sure stays so");
                Ok(Reconciled::Whole)
            }
            Reading::Read(shown) => self.write_findings(&open, &shown).await,
        }
    }

    /// Finds out from the VIP list what unproven replies mean. Returns what keeps the batch from going on.
    pub(super) async fn prove(&mut self) -> Result<Option<Halt>, EngineError> {
        let asked: HashSet<i64> = self.unproven.asked().collect();
        let mut open = self.unconfirmed().await?;
        open.retain(|unconfirmed| asked.contains(&unconfirmed.item));
        let shown = match self.look_for(&open).await? {
            Reading::Halted(halt) => return Ok(Some(halt)),
            Reading::GivenUp(cause) => return Ok(Some(Halt::service(cause))),
            Reading::Read(shown) => shown,
        };
        let removes = self.record.action == Action::Remove;
        let is_done = |unconfirmed: &&UnconfirmedItem| {
            let on_the_list = !shown.missing.contains(&unconfirmed.fan);
            if removes { shown.whole && !on_the_list } else { on_the_list }
        };
        let proven: HashSet<i64> = open.iter().filter(is_done).map(|unconfirmed| unconfirmed.item).collect();
        let endings: Vec<(i64, Completion)> = open
            .iter()
            .filter_map(|unconfirmed| match finding(self.record.action, unconfirmed, &shown) {
                Finding::Ends(ending) => Some((unconfirmed.item, ending)),
                Finding::Again | Finding::Nothing => None,
            })
            .collect();
        self.write_endings(endings).await?;
        self.show_counts().await?;
        if let Some(unproven) = self.unproven.learn(&proven) {
            let count = |items| u64::try_from(items).unwrap_or(u64::MAX);
            return Ok(Some(Halt::Unproven { proven: count(unproven.proven), of: count(unproven.of) }));
        }
        self.breaker.success();
        let shapes: Vec<String> = self.unproven.known().map(|(_, shape)| shape.clone()).collect();
        let batch = self.run.batch;
        self.run.on_ledger(move |ledger| ledger.note_shapes(batch, &shapes)).await?;
        Ok(None)
    }

    async fn unconfirmed(&self) -> Result<Vec<UnconfirmedItem>, LedgerError> {
        let (batch, account) = (self.run.batch, self.record.account.clone());
        self.run.on_ledger(move |ledger| ledger.unconfirmed(batch, &account)).await
    }

    /// Loads the list until every fan in question was found.
    async fn look_for(&mut self, open: &[UnconfirmedItem]) -> Result<Reading<Shown>, EngineError> {
        let mut missing: HashSet<FanId> = open.iter().map(|unconfirmed| unconfirmed.fan.clone()).collect();
        let reading = self
            .read_vips(
                |pages| Step::Checking { pages },
                |page| {
                    failpoint::hit(FailPoint::DuringSettle);
                    for fan in &page.rows {
                        missing.remove(&fan.id);
                    }
                    if missing.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            )
            .await?;
        Ok(match reading {
            Reading::Halted(halt) => Reading::Halted(halt),
            Reading::GivenUp(cause) => Reading::GivenUp(cause),
            Reading::Read(reading) => {
                let whole = matches!(reading.end(), Some(Completeness::Complete | Completeness::RanOut));
                Reading::Read(Shown { missing, whole })
            }
        })
    }

    async fn write_findings(
        &mut self,
        open: &[UnconfirmedItem],
        shown: &Shown,
    ) -> Result<Reconciled, EngineError> {
        let (mut endings, mut again, mut checked) = (Vec::new(), Vec::new(), Vec::new());
        for unconfirmed in open {
            match finding(self.record.action, unconfirmed, shown) {
                Finding::Ends(ending) => endings.push((unconfirmed.item, ending)),
                Finding::Again => again.push(unconfirmed.item),
                Finding::Nothing => checked.push(unconfirmed.item),
            }
        }
        self.write_endings(endings).await?;
        let now = self.run.clock.now();
        let done = if again.is_empty() { Reconciled::Whole } else { Reconciled::SendOnceMore };
        self.run
            .on_ledger(move |ledger| {
                checked.iter().try_for_each(|item| ledger.checked(*item, now))?;
                ledger.send_once_more(&again)
            })
            .await?;
        self.show_counts().await?;
        Ok(done)
    }

    async fn write_endings(&self, endings: Vec<(i64, Completion)>) -> Result<(), LedgerError> {
        let round = Checkpoint { endings, ..self.new_checkpoint() };
        self.run
            .on_ledger(move |ledger| {
                failpoint::hit(FailPoint::BeforeSettleCommit);
                ledger.checkpoint(&round).map(drop)
            })
            .await
    }
}

fn finding(action: Action, unconfirmed: &UnconfirmedItem, shown: &Shown) -> Finding {
    let resent = unconfirmed.resent > 0;
    match (action, !shown.missing.contains(&unconfirmed.fan)) {
        // The server said that the fan was VIP before.
        (Action::Add, true) if unconfirmed.cause == Some(Cause::AlreadyVip) => {
            Finding::Ends(Completion::of(Outcome::Already))
        }
        (Action::Add, true) => Finding::Ends(Completion::of(done(action))),
        (Action::Remove, true) if resent => {
            Finding::Ends(Completion::because(Outcome::Failed, Cause::StillVip))
        }
        // The server and its complete list agree that there was nothing to remove. About a fan who was never on the
        // list this proves nothing, since both may only mean that there is no chat.
        (Action::Remove, false)
            if unconfirmed.cause == Some(Cause::NotVip) && shown.whole && unconfirmed.listed =>
        {
            Finding::Ends(Completion::of(Outcome::Already))
        }
        _ if resent => Finding::Nothing,
        _ => Finding::Again,
    }
}
