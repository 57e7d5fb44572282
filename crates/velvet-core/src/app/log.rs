use std::sync::Arc;

use super::{App, batches::not_possible, lists::run_blocking, workspace::Workspace};
use crate::{
    log::Log,
    view::{BatchCourse, BatchView, ErrorCode, Failure, FoundRows, LogFound, LogQuery, Selection, SpanCount},
};
use velvet_model::{ids::FanId, sanitize::line};
use velvet_platform::blocking;

/// Most characters of a note.
const NOTE: usize = 500;
/// Most characters of a list's name.
pub(super) const LONGEST_NAME: usize = 120;
/// Most bounds of a picture of days.
const BOUNDS: usize = 400;

impl App {
    /// Finds rows of the log shown now, in an order.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn find_log(&self, query: LogQuery) -> Result<LogFound, Failure> {
        let (_, log) = self.log_shown().await?;
        let found = self.of_log(&log, move |log| log.find(&query)).await?;
        self.prepare(log);
        Ok(found)
    }

    /// Some of the rows that were found, at most 200 of them.
    ///
    /// # Errors
    /// `log_outdated` when they are kept no more, a `ledger_…` code.
    pub async fn found_rows(&self, found: u64, offset: u64, limit: u32) -> Result<FoundRows, Failure> {
        let (_, log) = self.log_shown().await?;
        blocking(|| log.found_rows(found, offset, limit))
    }

    /// The ids of the rows that were chosen: one a line, each once.
    ///
    /// # Errors
    /// `log_too_many` beyond 10,000 rows, `log_outdated`, a `ledger_…` code.
    pub async fn ids_of(&self, selection: Selection) -> Result<String, Failure> {
        let (_, log) = self.log_shown().await?;
        let fans = self.of_log(&log, move |log| log.fans(&selection)).await?;
        Ok(fans.iter().map(FanId::as_str).collect::<Vec<_>>().join("\n"))
    }

    /// Notes something about a fan, in one line; nothing takes the note away.
    ///
    /// # Errors
    /// A `fan_…` code for what is no fan, a `ledger_…` code.
    pub async fn set_note(&self, fan: String, note: String) -> Result<(), Failure> {
        let (workspace, log) = self.log_shown().await?;
        let fan = FanId::from_digits(fan)?;
        blocking(|| log.ledger().set_notes(&[fan], &line(&note, NOTE)))?;
        self.emit_log_changed(&workspace);
        Ok(())
    }

    /// Notes the same about every fan who was chosen, and says about how many.
    ///
    /// # Errors
    /// `log_too_many` beyond 10,000 rows, `log_outdated`, a `ledger_…` code.
    pub async fn set_notes(&self, selection: Selection, note: String) -> Result<u64, Failure> {
        let (workspace, log) = self.log_shown().await?;
        let noted = self.of_log(&log, move |log| {
            let fans = log.fans(&selection)?;
            log.ledger().set_notes(&fans, &line(&note, NOTE))?;
            Ok(fans.len() as u64)
        });
        let noted = noted.await?;
        self.emit_log_changed(&workspace);
        Ok(noted)
    }

    /// Gives a list another name.
    ///
    /// # Errors
    /// `batch_not_possible` when there is no such list, a `ledger_…` code.
    pub async fn set_batch_name(&self, batch: i64, name: String) -> Result<BatchView, Failure> {
        let (workspace, log) = self.log_shown().await?;
        blocking(|| {
            if !log.ledger().name_batch(batch, &line(&name, LONGEST_NAME))? {
                return Err(not_possible());
            }
            self.emit_batch(&workspace, batch);
            self.emit_log_changed(&workspace);
            self.batch_view(&workspace, batch)
        })
    }

    /// What was done between each two bounds, which rise, at most 400 of them: of one account, or all.
    ///
    /// # Errors
    /// `internal` for bounds that are none, a `ledger_…` code.
    pub async fn log_days(
        &self,
        account: Option<String>,
        bounds: Vec<i64>,
    ) -> Result<Vec<SpanCount>, Failure> {
        if bounds.len() > BOUNDS || !bounds.is_sorted() {
            return Err(Failure::new(ErrorCode::Internal));
        }
        let (_, log) = self.log_shown().await?;
        self.of_log(&log, move |log| log.days(account.as_deref(), &bounds)).await
    }

    /// How a batch went.
    ///
    /// # Errors
    /// `batch_not_possible` when there is none, a `ledger_…` code.
    pub async fn batch_course(&self, batch: i64) -> Result<BatchCourse, Failure> {
        let (_, log) = self.log_shown().await?;
        let now = self.deps().clock.now();
        self.of_log(&log, move |log| {
            let record = log.ledger().batch(batch)?.ok_or_else(not_possible)?;
            log.course(&record, now)
        })
        .await
    }

    /// The log shown now, and whose it is.
    pub(super) async fn log_shown(&self) -> Result<(Arc<Workspace>, Arc<Log>), Failure> {
        self.started().await;
        let workspace = self.workspace();
        let log = workspace.log()?;
        Ok((workspace, log))
    }

    /// Work on a log that may take a moment. The app does not end in the middle of it.
    pub(super) async fn of_log<T: Send + 'static>(
        &self,
        log: &Arc<Log>,
        work: impl FnOnce(&Log) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (busy, log) = (self.inner.in_flight.busy(), log.clone());
        run_blocking(move || {
            let _busy = busy;
            work(&log)
        })
        .await
    }

    /// Who looks at the log will search it: what that needs is made while the first rows are read. Nobody waits for it.
    fn prepare(&self, log: Arc<Log>) {
        if log.begin_to_prepare() {
            let app = self.clone();
            tokio::spawn(async move {
                if let Err(failure) = app.of_log(&log, Log::prepare).await {
                    tracing::warn!(code = ?failure.code, "the log could not be made ready to be searched");
                }
            });
        }
    }
}
