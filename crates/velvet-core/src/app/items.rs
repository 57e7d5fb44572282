use std::{
    convert::Infallible,
    sync::{Arc, PoisonError},
};

use tokio::sync::watch;

use super::{
    context::Context,
    id_check::IdCheck,
    people,
    workspace::{Workspace, to_the_end},
};
use crate::view::{Action, Cause, ErrorCode, Failure, LogRow, Outcome, Resting, SessionState};
use velvet_api::Presence;
use velvet_engine::{Backoff, BatchWait, Control, InFlightKey, Progress, Run};
use velvet_ledger::{Completion, Intent, Ledger, LedgerError};
use velvet_model::{
    WaitReason,
    ids::{AccountId, FanId},
};

/// Single items: adding, undoing, retrying, and checking one fan. Each item is a batch of one.
#[derive(Clone)]
pub struct Items {
    pub(super) ctx: Context,
}

impl Items {
    /// Adds a fan to the VIP list of `account`. `fan` is the text as typed.
    ///
    /// # Errors
    /// Why nothing was sent: a `fan_unlikely_…` code if the ID is probably a typo. Once something was sent, the returned
    /// entry says how it ended.
    pub async fn add(&self, account: String, fan: String) -> Result<LogRow, Failure> {
        self.check_and_add(account, &fan, false).await
    }

    /// Adds a fan even if the ID is probably a typo.
    ///
    /// # Errors
    /// As for [`Items::add`], without `fan_unlikely_…` codes.
    pub async fn add_anyway(&self, account: String, fan: String) -> Result<LogRow, Failure> {
        self.check_and_add(account, &fan, true).await
    }

    async fn check_and_add(&self, account: String, fan: &str, anyway: bool) -> Result<LogRow, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let fan = self.fan_of(&workspace, &account, fan, anyway).await?;
        let account = AccountId::new(account).ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))?;
        // Fans who were looked up or seen on a list appear in the log with their name.
        let its = fan.clone();
        let known = workspace.read(move |ledger| ledger.person(&its)).await?;
        let label = people::label(known.name.as_deref(), known.username.as_deref());
        self.send(workspace, Intent { account, fan, action: Action::Add, undoes: None, label }).await
    }

    /// Undoes `item`.
    ///
    /// # Errors
    /// `nothing_to_undo`, or why nothing was sent.
    pub async fn undo(&self, item: i64) -> Result<LogRow, Failure> {
        let (workspace, intent, row) = self.recall(item, ErrorCode::NothingToUndo).await?;
        if !row.can_undo {
            return Err(Failure::new(ErrorCode::NothingToUndo));
        }
        self.send(workspace, Intent { action: intent.action.opposite(), undoes: Some(item), ..intent }).await
    }

    /// Retries `item`. Setting or clearing a mark is idempotent.
    ///
    /// # Errors
    /// `internal` if the item succeeded or is still open, or why nothing was sent.
    pub async fn retry(&self, item: i64) -> Result<LogRow, Failure> {
        let (workspace, intent, row) = self.recall(item, ErrorCode::Internal).await?;
        if !matches!(row.outcome, Some(Outcome::Failed | Outcome::Unconfirmed | Outcome::Stopped)) {
            return Err(Failure::new(ErrorCode::Internal));
        }
        self.send(workspace, intent).await
    }

    /// Reconciles an `unconfirmed` item by reading the VIP list. A fan seen there is proof. A fan not seen proves
    /// nothing, and the item stays `unconfirmed`.
    ///
    /// # Errors
    /// `nothing_to_check`, or the error from the server.
    pub async fn check(&self, item: i64) -> Result<LogRow, Failure> {
        let (workspace, intent, row) = self.recall(item, ErrorCode::NothingToCheck).await?;
        if !row.can_check {
            return Err(Failure::new(ErrorCode::NothingToCheck));
        }
        // Nothing else may change this fan in the meantime, because the list would show that change instead.
        let _flight = self.ctx.in_flight.begin(in_flight_key(&workspace, &intent))?;
        let sighting = workspace
            .api_of(&intent.account)
            .await?
            .look_for_vip(&intent.account, &intent.fan)
            .await
            .map_err(Failure::new)?;
        let now = self.ctx.deps.clock.now();
        let ending = match (sighting, intent.action) {
            (Presence::NotSeen, _) => None,
            (Presence::Seen, Action::Add) => Some(Completion::of(Outcome::Added)),
            (Presence::Seen, Action::Remove) => Some(Completion::because(Outcome::Failed, Cause::StillVip)),
        };
        let checked = workspace.write(move |ledger| {
            match ending {
                Some(ending) => drop(ledger.end(item, &ending, now)?),
                None => ledger.checked(item, now)?,
            }
            row_of(ledger, item)
        });
        let row = checked.await?;
        self.ctx.emit_log_changed(&workspace).await;
        // The item's batch changed as well.
        if let Some(batch) = row.batch {
            self.ctx.emit_batch(&workspace, batch).await;
        }
        Ok(row)
    }

    /// Stops a single item that waits, which makes it `stopped`. Has no effect on an item that is being sent.
    pub async fn stop_waiting(&self, item: i64) -> Result<(), Failure> {
        let (workspace, intent, _) = self.recall(item, ErrorCode::Internal).await?;
        self.ctx.in_flight.stop(&in_flight_key(&workspace, &intent));
        Ok(())
    }

    /// Judges the text before anything is sent.
    async fn fan_of(
        &self,
        workspace: &Arc<Workspace>,
        account: &str,
        text: &str,
        anyway: bool,
    ) -> Result<FanId, Failure> {
        let accounts = workspace.read(Ledger::accounts).await?;
        if accounts.iter().any(|one| one.id.as_str() == text.trim()) {
            return Err(Failure::new(ErrorCode::FanIsAccount));
        }
        let fan = FanId::parse(text)?;
        let known = accounts.into_iter().find(|one| one.id.as_str() == account);
        let known = known.ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))?;
        // The next step may make a request.
        if !anyway && known.native.as_ref() != Some(&fan) {
            self.doubt_typos(workspace, &fan).await?;
        }
        let native = match known.native {
            Some(native) => Some(native),
            None => ask_native(workspace, &known.id).await,
        };
        if native == Some(fan.clone()) {
            return Err(Failure::new(ErrorCode::FanIsCreator).with("account", known.name));
        }
        Ok(fan)
    }

    /// Refuses an ID that is probably a typo.
    async fn doubt_typos(&self, workspace: &Arc<Workspace>, fan: &FanId) -> Result<(), Failure> {
        let (its, now) = (fan.clone(), self.ctx.deps.clock.now());
        let check = move |ledger: &Ledger| Ok::<_, LedgerError>(IdCheck::load(ledger, now)?.doubt(&its));
        match workspace.read(check).await? {
            Some(doubt) => Err(doubt.into()),
            None => Ok(()),
        }
    }

    /// Returns an item of the log shown now, with the intent behind it.
    async fn recall(
        &self,
        item: i64,
        missing: ErrorCode,
    ) -> Result<(Arc<Workspace>, Intent, LogRow), Failure> {
        let workspace = self.ctx.workspace();
        let found =
            workspace.read(move |ledger| Ok::<_, LedgerError>(ledger.intent(item)?.zip(ledger.row(item)?)));
        let found = found.await?;
        let (intent, row) = found.ok_or_else(|| Failure::new(missing))?;
        Ok((workspace, intent, row))
    }

    /// Writes the intent to the ledger, runs it as a batch of one, and returns how it ended. Continues even if the
    /// caller stops waiting.
    async fn send(&self, workspace: Arc<Workspace>, intent: Intent) -> Result<LogRow, Failure> {
        let api = workspace.api_of(&intent.account).await?;
        let reserved = self.ctx.in_flight.begin(in_flight_key(&workspace, &intent))?;
        // Now, because no ledger is replaced while a fan is in flight.
        let ledger = workspace.ledger()?;
        let this = self.clone();
        to_the_end(async move {
            let (intent, now) = (Arc::new(intent), this.ctx.deps.clock.now());
            let its = intent.clone();
            let begun = workspace.write(move |ledger| ledger.begin(&its, now)).await?;
            this.ctx.emit_log_changed(&workspace).await;
            let (control, orders) = watch::channel(Control::Go);
            let (progress, seen) = watch::channel(Progress::default());
            let run = Run {
                batch: begun.batch,
                api: api.clone(),
                ledger,
                writer: workspace.writer.clone(),
                clock: this.ctx.deps.clock.clone(),
                mode: workspace.mode,
                in_flight: this.ctx.in_flight.clone(),
                reserved: Some(reserved.clone()),
                backoff: Backoff::default(),
                control: orders,
                progress,
            };
            let stop = async {
                tokio::select! {
                    () = reserved.stopped() => {}
                    () = api.revoked() => {}
                }
                control.send_replace(Control::Stop);
                std::future::pending::<Infallible>().await
            };
            let ended = tokio::select! {
                // The run is polled first, so that every wait it shows is seen before the next.
                biased;
                ended = run.run() => ended,
                never = stop => match never {},
                never = this.forward_waits(&workspace, begun.item, &intent, seen) => match never {},
            };
            this.emit_wait(&workspace, begun.item, &intent, None);
            let row = match ended {
                Ok(_) => workspace.read(move |ledger| row_of(ledger, begun.item)).await,
                Err(error) => Err(error.into()),
            };
            if let Ok(row) = &row {
                this.note_session(&workspace, &intent.account, row).await;
            }
            this.ctx.emit_log_changed(&workspace).await;
            row
        })
        .await
    }

    /// Shows in the window until when a single item waits. Never completes.
    async fn forward_waits(
        &self,
        workspace: &Arc<Workspace>,
        item: i64,
        intent: &Intent,
        mut seen: watch::Receiver<Progress>,
    ) -> Infallible {
        let mut shown = None;
        while seen.changed().await.is_ok() {
            // A pause because of trouble is not a wait that the server asked for: the item is still being sent.
            let asked = |wait: &BatchWait| matches!(wait.why, WaitReason::Told | WaitReason::PlanFull);
            let until = seen.borrow_and_update().wait.filter(asked).map(|wait| wait.until);
            if until != shown {
                shown = until;
                self.emit_wait(workspace, item, intent, until);
            }
        }
        std::future::pending().await
    }

    /// Shows in the window that a single item waits, or that it resumed.
    fn emit_wait(&self, workspace: &Arc<Workspace>, item: i64, intent: &Intent, until: Option<i64>) {
        let (account, fan) = (intent.account.to_string(), intent.fan.to_string());
        let resting = Resting { item, account, fan, until };
        if workspace.rests(&resting) {
            drop(self.ctx.emit_log_changed(workspace));
            if self.ctx.shows(workspace.mode) {
                self.ctx.deps.events.resting(resting);
            }
        }
    }

    /// Records what the outcome says about the account's session.
    async fn note_session(&self, workspace: &Arc<Workspace>, account: &AccountId, row: &LogRow) {
        let session = match (row.outcome, row.cause) {
            (_, Some(Cause::SessionExpired)) => SessionState::Expired,
            (Some(Outcome::Added | Outcome::Removed), _) => SessionState::Alive,
            _ => return,
        };
        self.ctx.note_session(workspace, account, session).await;
    }
}

fn row_of(ledger: &Ledger, item: i64) -> Result<LogRow, Failure> {
    ledger.row(item)?.ok_or_else(|| Failure::new(ErrorCode::Internal))
}

fn in_flight_key(workspace: &Workspace, intent: &Intent) -> InFlightKey {
    (workspace.mode, intent.account.clone(), intent.fan.clone())
}

/// Failed requests for an account's native ID after which the app stops asking in this run.
const TRIES: u8 = 3;

/// Asks for the creator's own native ID. Without an answer, the app only fails to recognize that ID as the creator's,
/// and the server will refuse it.
async fn ask_native(workspace: &Arc<Workspace>, account: &AccountId) -> Option<FanId> {
    let in_vain = || workspace.asked_in_vain.lock().unwrap_or_else(PoisonError::into_inner);
    if in_vain().get(account).is_some_and(|times| *times >= TRIES) {
        return None;
    }
    let native = match workspace.api_of(account).await.ok()?.native_id(account).await {
        Ok(native) => native,
        Err(cause) => {
            // A request that never left, or has to wait, used no credit and says nothing about the account.
            if !cause.never_left() && cause != Cause::AskedToWait {
                *in_vain().entry(account.clone()).or_default() += 1;
            }
            return None;
        }
    };
    let (account, its) = (account.clone(), native.clone());
    if let Err(failure) = workspace.write(move |ledger| ledger.set_native(&account, &its)).await {
        tracing::warn!(code = ?failure.code, "the account's own id could not be kept");
    }
    Some(native)
}
