use std::sync::Arc;

mod follow_up;

use super::{
    Export,
    context::Context,
    scheduler::Scheduler,
    workspace::{Workspace, run_blocking},
};
use crate::{
    log::ExportCursor,
    log::Log,
    view::{
        ErrorCode, ExportFormat, ExportWords, Failure, FoundRows, LogFound, LogQuery, LogSlice, Selection,
        SpanCount,
    },
};
use velvet_model::{ids::FanId, sanitize::line};
use velvet_platform::blocking;

/// Most characters of a note.
const NOTE: usize = 500;
/// Most characters of a list's name.
pub(super) const LONGEST_NAME: usize = 120;
/// Most bounds of a picture of days.
const BOUNDS: usize = 400;

/// The entries of the log: what is found in it, noted in it, and done about what was selected.
#[derive(Clone)]
pub struct Entries {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
}

impl Entries {
    /// Part of the log shown now, newest first, at most 200 rows.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn slice(&self, offset: u32, limit: u32) -> Result<LogSlice, Failure> {
        let ledger = self.ctx.workspace().ledger()?;
        blocking(|| ledger.slice(offset, limit))
    }

    /// The chosen rows of the log shown now, in the words of the window.
    ///
    /// # Errors
    /// `log_outdated` when what they were chosen among is kept no more.
    pub async fn export(
        &self,
        selection: Selection,
        format: ExportFormat,
        words: ExportWords,
    ) -> Result<Export<ExportCursor>, Failure> {
        let (_, log) = self.log_shown()?;
        let rows = log.export_cursor(&selection)?;
        Ok(Export::new(&self.ctx, rows, format, words))
    }

    /// Finds rows of the log shown now, in an order.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn find(&self, query: LogQuery) -> Result<LogFound, Failure> {
        let (_, log) = self.log_shown()?;
        let found = self.of_log(&log, move |log| log.find(&query)).await?;
        self.prepare(log);
        Ok(found)
    }

    /// Some of the rows that were found, at most 200 of them.
    ///
    /// # Errors
    /// `log_outdated` when they are kept no more, a `ledger_…` code.
    pub async fn rows(&self, found: u64, offset: u64, limit: u32) -> Result<FoundRows, Failure> {
        let (_, log) = self.log_shown()?;
        blocking(|| log.found_rows(found, offset, limit))
    }

    /// The ids of the rows that were chosen: one a line, each once.
    ///
    /// # Errors
    /// `log_too_many` beyond 10,000 rows, `log_outdated`, a `ledger_…` code.
    pub async fn ids(&self, selection: Selection) -> Result<String, Failure> {
        let (_, log) = self.log_shown()?;
        let fans = self.of_log(&log, move |log| log.fans(&selection)).await?;
        Ok(fans.iter().map(FanId::as_str).collect::<Vec<_>>().join("\n"))
    }

    /// Notes something about a fan, in one line; nothing takes the note away.
    ///
    /// # Errors
    /// A `fan_…` code for what is no fan, a `ledger_…` code.
    pub async fn set_note(&self, fan: String, note: String) -> Result<(), Failure> {
        let (workspace, log) = self.log_shown()?;
        let fan = FanId::from_digits(fan)?;
        blocking(|| log.ledger().set_notes(&[fan], &line(&note, NOTE)))?;
        self.ctx.emit_log_changed(&workspace);
        Ok(())
    }

    /// Notes the same about every fan who was chosen, and says about how many.
    ///
    /// # Errors
    /// `log_too_many` beyond 10,000 rows, `log_outdated`, a `ledger_…` code.
    pub async fn set_notes(&self, selection: Selection, note: String) -> Result<u64, Failure> {
        let (workspace, log) = self.log_shown()?;
        let noted = self.of_log(&log, move |log| {
            let fans = log.fans(&selection)?;
            log.ledger().set_notes(&fans, &line(&note, NOTE))?;
            Ok(fans.len() as u64)
        });
        let noted = noted.await?;
        self.ctx.emit_log_changed(&workspace);
        Ok(noted)
    }

    /// What was done between each two bounds, which rise, at most 400 of them: of one account, or all.
    ///
    /// # Errors
    /// `internal` for bounds that are none, a `ledger_…` code.
    pub async fn days(&self, account: Option<String>, bounds: Vec<i64>) -> Result<Vec<SpanCount>, Failure> {
        if bounds.len() > BOUNDS || !bounds.is_sorted() {
            return Err(Failure::new(ErrorCode::Internal));
        }
        let (_, log) = self.log_shown()?;
        self.of_log(&log, move |log| log.days(account.as_deref(), &bounds)).await
    }

    /// The log shown now, and whose it is.
    fn log_shown(&self) -> Result<(Arc<Workspace>, Arc<Log>), Failure> {
        let workspace = self.ctx.workspace();
        let log = workspace.log()?;
        Ok((workspace, log))
    }

    /// Work on a log that may take a moment. The app does not end in the middle of it.
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

    /// Who looks at the log will search it: what that needs is made while the first rows are read. Nobody waits for it.
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
