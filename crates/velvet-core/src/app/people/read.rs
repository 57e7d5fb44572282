use super::{shelf::List, work::Work};
use crate::{
    app::App,
    view::{Cause, ErrorCode, Failure, PeopleProgress, PeopleSource, PeopleStep, PeopleView, SessionState},
};
use velvet_platform::on_disk;

impl App {
    /// How a list of people stands. Nothing is asked of the service.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn people(&self, account: String, source: PeopleSource) -> Result<PeopleView, Failure> {
        self.started().await;
        let desk = self.desk();
        let account = on_disk(|| desk.account(&account))?;
        on_disk(|| self.people_view(&desk, &account, &source))
    }

    /// Reads a list of people from the service, to its end or until it stops in the middle: then the view says why, what
    /// was read is kept, and the next reading goes on from there. `sure`: the VIP list is read until two readings name
    /// the same people. Costs a credit a page.
    ///
    /// # Errors
    /// `account_unknown`, `people_busy`, `key_missing`, a `ledger_…` code. Nothing was sent then.
    pub async fn read_people(
        &self,
        account: String,
        source: PeopleSource,
        sure: bool,
    ) -> Result<PeopleView, Failure> {
        let busy = self.inner.flights.busy();
        self.started().await;
        let desk = self.desk();
        let account = on_disk(|| desk.account(&account))?;
        let (api, ledger) = on_disk(|| Ok::<_, Failure>((desk.api_of(&account)?, desk.ledger()?)))?;
        let nothing = PeopleProgress { step: PeopleStep::List, pages: 0, people: 0 };
        let reading = desk.people.begin(&account, &source, nothing)?;
        let base = on_disk(|| self.people_view(&desk, &account, &source))?;
        let stop = reading.stop.clone();
        let work = Work { app: self.clone(), desk, api, ledger, account, base, stop, _reading: reading };
        // Goes on when the caller does not wait any longer.
        let read = tokio::spawn(async move {
            let _busy = busy;
            work.whole(&source, sure).await
        });
        read.await.unwrap_or_else(|_| Err(Failure::new(ErrorCode::Internal)))
    }

    /// Ends the reading that goes on. What was read is kept.
    pub async fn stop_reading(&self) -> Result<(), Failure> {
        self.started().await;
        self.desk().people.stop();
        Ok(())
    }
}

impl Work {
    async fn whole(self, source: &PeopleSource, sure: bool) -> Result<PeopleView, Failure> {
        self.app.tell_people(&self.desk, self.base.clone());
        let read = self.lists(source, sure).await;
        let (app, desk, account) = (self.app.clone(), self.desk.clone(), self.account.clone());
        match &read {
            Ok(()) => self.note_session(SessionState::Alive),
            Err((list, failure)) => {
                self.desk.people.set_stopped(&account, *list, Some(failure.clone()));
                if failure.code == ErrorCode::from(Cause::SessionExpired) {
                    self.note_session(SessionState::Expired);
                }
            }
        }
        drop(self);
        let view = on_disk(|| app.people_view(&desk, &account, source))?;
        app.tell_people(&desk, view.clone());
        Ok(view)
    }

    /// Reads what is asked for. What failed is told with the list it was.
    async fn lists(&self, source: &PeopleSource, sure: bool) -> Result<(), (Option<List>, Failure)> {
        let list = List::of(source);
        let beside = matches!(source, PeopleSource::Lapsed);
        let known = on_disk(|| self.app.knows_vips(&self.ledger, &self.account)).unwrap_or(false);
        if list.is_none() || (beside && !known) {
            let step = if beside { PeopleStep::Vips } else { PeopleStep::List };
            self.read_vips(sure, step).await.map_err(|failure| (None, failure))?;
            self.desk.people.set_stopped(&self.account, None, None);
        }
        if let Some(list) = list {
            self.read_list(list).await.map_err(|failure| (Some(list), failure))?;
            self.desk.people.set_stopped(&self.account, Some(list), None);
        }
        Ok(())
    }

    fn note_session(&self, session: SessionState) {
        let news = on_disk(|| self.ledger.set_session(&self.account, session)).unwrap_or(false);
        if news && self.app.shows(self.desk.mode) {
            self.app.parts().listener.state_changed(self.app.state());
        }
    }
}
