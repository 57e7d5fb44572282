use super::{cache::List, work::ListRead};
use crate::{
    app::{People, workspace::to_the_end},
    view::{Cause, ErrorCode, Failure, PeopleProgress, PeopleSource, PeopleStep, PeopleView, SessionState},
};

impl People {
    /// Returns the state of a list of people. Makes no requests.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn view(&self, account: String, source: PeopleSource) -> Result<PeopleView, Failure> {
        let workspace = self.ctx.workspace();
        let account = workspace.account(&account).await?;
        self.ctx.people_view(&workspace, &account, &source).await
    }

    /// Reads a list of people from the server, until it ends or the read stops early. In that case the view says why,
    /// what was read is kept, and the next refresh resumes from there. With `sure`, the VIP list is read until two
    /// reads return the same people. Uses at least one credit per page.
    ///
    /// # Errors
    /// `account_unknown`, `people_busy`, `key_missing`, a `ledger_…` code. Nothing was sent then.
    pub async fn refresh(
        &self,
        account: String,
        source: PeopleSource,
        sure: bool,
    ) -> Result<PeopleView, Failure> {
        let busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let account = workspace.account(&account).await?;
        let api = workspace.api_of(&account).await?;
        let nothing = PeopleProgress { step: PeopleStep::List, pages: 0, people: 0 };
        let reading = workspace.people.begin(&account, &source, nothing)?;
        let base = self.ctx.people_view(&workspace, &account, &source).await?;
        let stop = reading.stop.clone();
        let work = ListRead { people: self.clone(), workspace, api, account, base, stop, _reading: reading };
        // Continues even if the caller stops waiting.
        to_the_end(async move {
            let _busy = busy;
            work.whole(&source, sure).await
        })
        .await
    }

    /// Stops the read in progress. What was read is kept.
    pub fn stop(&self) {
        self.ctx.workspace().people.stop();
    }
}

impl ListRead {
    async fn whole(self, source: &PeopleSource, sure: bool) -> Result<PeopleView, Failure> {
        self.people.ctx.emit_people(&self.workspace, self.base.clone());
        let read = self.lists(source, sure).await;
        let (ctx, workspace, account) =
            (self.people.ctx.clone(), self.workspace.clone(), self.account.clone());
        match &read {
            Ok(()) => self.note_session(SessionState::Alive).await,
            Err((list, failure)) => {
                self.workspace.people.set_stopped(&account, *list, Some(failure.clone()));
                if failure.code == ErrorCode::from(Cause::SessionExpired) {
                    self.note_session(SessionState::Expired).await;
                }
            }
        }
        drop(self);
        // The pages that arrived may have named fans, whatever became of the rest.
        ctx.emit_log_changed(&workspace).await;
        let view = ctx.people_view(&workspace, &account, source).await?;
        ctx.emit_people(&workspace, view.clone());
        Ok(view)
    }

    /// Reads the lists that the source needs. Returns a failure with the list it concerns.
    async fn lists(&self, source: &PeopleSource, sure: bool) -> Result<(), (Option<List>, Failure)> {
        let list = List::of(source);
        let beside = matches!(source, PeopleSource::Lapsed);
        let (ctx, account) = (self.people.ctx.clone(), self.account.clone());
        let known =
            self.workspace.read(move |ledger| ctx.knows_vips(ledger, &account)).await.unwrap_or(false);
        if list.is_none() || (beside && !known) {
            let step = if beside { PeopleStep::Vips } else { PeopleStep::List };
            self.read_vips(sure, step).await.map_err(|failure| (None, failure))?;
            self.workspace.people.set_stopped(&self.account, None, None);
        }
        if let Some(list) = list {
            self.read_list(list).await.map_err(|failure| (Some(list), failure))?;
            self.workspace.people.set_stopped(&self.account, Some(list), None);
        }
        Ok(())
    }

    async fn note_session(&self, session: SessionState) {
        self.people.ctx.note_session(&self.workspace, &self.account, session).await;
    }
}
