//! Helpers for lists of people on a stage.

use std::{collections::BTreeSet, time::Duration};

use velvet_core::{
    clock::Clock,
    view::{
        Failure, PeopleColumn, PeopleFound, PeopleQuery, PeopleShow, PeopleSource, PeopleView, Person,
        Selection,
    },
};

use crate::common::Stage;

pub const VIPS: PeopleSource = PeopleSource::Vips;

impl Stage {
    /// Lets time pass.
    pub async fn later(&self) {
        self.clock.sleep(Duration::from_secs(1)).await;
    }

    /// Refreshes a list, a moment after the previous action.
    pub async fn read(&self, source: &PeopleSource, sure: bool) -> Result<PeopleView, Failure> {
        self.later().await;
        self.app.people().await.refresh(self.account(), source.clone(), sure).await
    }

    pub async fn view(&self, source: &PeopleSource) -> PeopleView {
        self.app.people().await.view(self.account(), source.clone()).await.unwrap()
    }

    pub fn query(&self, source: &PeopleSource) -> PeopleQuery {
        PeopleQuery {
            account: self.account(),
            source: source.clone(),
            text: String::new(),
            show: PeopleShow::All,
            sort: PeopleColumn::Listed,
            descending: false,
        }
    }

    pub async fn find(&self, query: PeopleQuery) -> (PeopleFound, Vec<Person>) {
        let found = self.app.people().await.find(query).await.unwrap();
        let mut people = Vec::new();
        while people.len() < usize::try_from(found.total).unwrap() {
            let rows = self.app.people().await.rows(found.found, people.len() as u64, 200).unwrap().rows;
            assert!(!rows.is_empty() && rows.len() <= 200);
            people.extend(rows);
        }
        (found, people)
    }

    /// Returns all people that a list shows.
    pub async fn people(&self, source: &PeopleSource) -> Vec<Person> {
        self.find(self.query(source)).await.1
    }

    /// Returns the IDs of the VIPs that the app shows.
    pub async fn shown(&self) -> BTreeSet<String> {
        let people = self.people(&VIPS).await.into_iter();
        people.filter(|one| one.vip == velvet_core::view::VipState::Vip).map(|one| one.fan).collect()
    }

    /// Returns the VIPs with a chat. The server's list shows nobody else.
    pub fn truth(&self) -> BTreeSet<String> {
        let account = self.account();
        let vips = self.service.vips(&account).into_iter();
        vips.filter(|fan| self.service.has_chat(&account, fan)).collect()
    }

    /// Changes the VIP list on the website.
    pub fn on_the_site(&self, fan: &str, vip: bool) {
        assert!(self.service.set_vip(&self.account(), fan, vip));
    }

    /// Returns the number of pages of the VIP list requested so far.
    pub fn pages(&self) -> usize {
        let is_page = |path: &str| path.contains("filter=vips");
        self.service.requests().iter().filter(|request| is_page(&request.path)).count()
    }
}

/// Selects everyone found.
pub fn all(found: PeopleFound) -> Selection {
    Selection { found: found.found, ranges: vec![(0, found.total)] }
}
