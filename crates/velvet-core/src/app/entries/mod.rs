use std::sync::Arc;

mod follow_up;

use super::{
    Export,
    context::Context,
    scheduler::Scheduler,
    workspace::{Workspace, run_blocking},
};
use crate::{
    IdLines,
    log::ExportCursor,
    log::Log,
    view::{
        ErrorCode, ExportFormat, ExportWords, Failure, FoundRows, LogFound, LogQuery, LogSlice, Selection,
        SpanCount,
    },
};
use velvet_model::{ids::FanId, sanitize::line};

/// Most characters of a note.
const NOTE: usize = 500;
/// Most characters of a list's name.
pub(super) const LONGEST_NAME: usize = 120;
/// Most bounds for [`Entries::days`].
const BOUNDS: usize = 400;

/// The entries of the log: search, notes, undo, retry, and export.
#[derive(Clone)]
pub struct Entries {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
}

impl Entries {
    /// Returns a page of the log shown now, newest first, at most 200 entries.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn slice(&self, offset: u32, limit: u32) -> Result<LogSlice, Failure> {
        self.ctx.workspace().read(move |ledger| ledger.slice(offset, limit)).await
    }

    /// Returns an export of the selected entries, with texts in the language of the window.
    ///
    /// # Errors
    /// `log_outdated` if their result set is no longer cached.
    pub fn export(
        &self,
        selection: &Selection,
        format: ExportFormat,
        words: ExportWords,
    ) -> Result<Export<ExportCursor>, Failure> {
        let (_, log) = self.log_shown()?;
        let rows = log.export_cursor(selection)?;
        Ok(Export::new(&self.ctx, rows, format, words))
    }

    /// Runs a query of the log shown now.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn find(&self, query: LogQuery) -> Result<LogFound, Failure> {
        let (_, log) = self.log_shown()?;
        let found = self.of_log(&log, move |log| log.find(&query)).await?;
        self.prepare(log);
        Ok(found)
    }

    /// Returns a page of a result set, at most 200 entries.
    ///
    /// # Errors
    /// `log_outdated` if it is no longer cached, a `ledger_…` code.
    pub async fn rows(&self, found: u64, offset: u64, limit: u32) -> Result<FoundRows, Failure> {
        let workspace = self.ctx.workspace();
        workspace.read_with(move |workspace| workspace.log()?.found_rows(found, offset, limit)).await
    }

    /// Returns the fan IDs of the selected entries without duplicates, in order.
    ///
    /// # Errors
    /// `log_outdated`, a `ledger_…` code.
    pub async fn ids(&self, selection: Selection) -> Result<IdLines, Failure> {
        let (_, log) = self.log_shown()?;
        self.of_log(&log, move |log| log.ids(&selection)).await
    }

    /// Sets the note about a fan, as a single line. An empty note removes it.
    ///
    /// # Errors
    /// A `fan_…` code if the text is not a fan ID, a `ledger_…` code.
    pub async fn set_note(&self, fan: String, note: String) -> Result<(), Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let fan = FanId::from_digits(fan)?;
        workspace.write(move |ledger| ledger.set_notes(&[fan], &line(&note, NOTE))).await?;
        self.ctx.emit_log_changed(&workspace).await;
        Ok(())
    }

    /// Sets the same note about every selected fan. Returns the number of fans.
    ///
    /// # Errors
    /// `log_too_many` for more than 10,000 entries, `log_outdated`, a `ledger_…` code.
    pub async fn set_notes(&self, selection: Selection, note: String) -> Result<u64, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let (workspace, log) = self.log_shown()?;
        let fans = self.of_log(&log, move |log| log.fans(&selection)).await?;
        let noted = fans.len() as u64;
        workspace.write(move |ledger| ledger.set_notes(&fans, &line(&note, NOTE))).await?;
        self.ctx.emit_log_changed(&workspace).await;
        Ok(noted)
    }

    /// Returns how many fans were added and removed between each two adjacent bounds, for one account or all. The
    /// bounds are ascending times, at most 400, in milliseconds since 1970.
    ///
    /// # Errors
    /// `internal` if the bounds are invalid, a `ledger_…` code.
    pub async fn days(&self, account: Option<String>, bounds: Vec<i64>) -> Result<Vec<SpanCount>, Failure> {
        if bounds.len() > BOUNDS || !bounds.is_sorted() {
            return Err(Failure::new(ErrorCode::Internal));
        }
        let (_, log) = self.log_shown()?;
        self.of_log(&log, move |log| log.days(account.as_deref(), &bounds)).await
    }

    /// Returns how many credits the app has used since a time in milliseconds since 1970, at least: those of the
    /// requests that the ledger knows ([`velvet_ledger::Ledger::credits_since`] says which).
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn credits_since(&self, since: i64) -> Result<u64, Failure> {
        self.ctx.workspace().read(move |ledger| ledger.credits_since(since)).await
    }

    /// Returns the log shown now, and its workspace.
    fn log_shown(&self) -> Result<(Arc<Workspace>, Arc<Log>), Failure> {
        let workspace = self.ctx.workspace();
        let log = workspace.log()?;
        Ok((workspace, log))
    }

    /// Runs work on a log that may take a moment. The app does not end in the middle of it.
    async fn of_log<T: Send + 'static>(
        &self,
        log: &Arc<Log>,
        work: impl FnOnce(&Log) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (busy, log) = (self.ctx.in_flight.busy(), log.clone());
        run_blocking(move || {
            let _busy = busy;
            work(&log)
        })
        .await
    }

    /// Builds the search index in the background, because a user who looks at the log is likely to search it.
    fn prepare(&self, log: Arc<Log>) {
        if log.begin_to_prepare() {
            let this = self.clone();
            tokio::spawn(async move {
                if let Err(failure) = this.of_log(&log, Log::prepare).await {
                    tracing::warn!(code = ?failure.code, "the log could not be made ready to be searched");
                }
            });
        }
    }
}
