use std::{cmp::Ordering, collections::HashSet};

use super::view::people_of;
use crate::{
    app::{App, lists::beside},
    ids::AccountId,
    log::fold,
    on_disk,
    view::{
        ErrorCode, Failure, PeopleColumn, PeopleFound, PeopleQuery, PeopleRows, PeopleShow, PeopleSource,
        Person, Selection, VipState,
    },
};

/// Most rows handed out at once.
const LARGEST_SLICE: u64 = 200;

/// Most ids handed out at once, as a text.
const MOST_IDS: usize = 10_000;

/// People who were found, in an order.
pub(super) struct Found {
    pub(super) account: AccountId,
    pub(super) people: Vec<Person>,
}

impl Found {
    /// Those who were chosen.
    pub(super) fn chosen<'a>(&'a self, selection: &'a Selection) -> impl Iterator<Item = &'a Person> {
        let whole = self.people.len();
        selection.ranges.iter().flat_map(move |(from, until)| {
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(whole);
            self.people.get(place(*from)..place(*until)).unwrap_or_default()
        })
    }
}

impl App {
    /// Finds people on a list, in an order. Who was found stays as it is; the last three are kept.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn find_people(&self, query: PeopleQuery) -> Result<PeopleFound, Failure> {
        self.started().await;
        let desk = self.desk();
        let account = on_disk(|| desk.account(&query.account))?;
        let number = self.next_revision();
        beside(move || {
            let all = people_of(&desk, &*desk.ledger()?, &account, &query.source)?;
            let vips = matches!(query.source, PeopleSource::Vips);
            let here = all.iter().filter(|one| !vips || one.vip != VipState::Left).count();
            let mut people: Vec<Person> = all.into_iter().filter(|one| shown(one, &query, vips)).collect();
            sort(&mut people, &query);
            let total = people.len() as u64;
            desk.people.put(number, Found { account, people });
            Ok(PeopleFound { found: number, total, all: here as u64 })
        })
        .await
    }

    /// Some of the people who were found, at most 200 of them.
    ///
    /// # Errors
    /// `people_outdated` when they are kept no more.
    pub async fn people_rows(&self, found: u64, offset: u64, limit: u32) -> Result<PeopleRows, Failure> {
        self.started().await;
        let list = self.desk().people.found(found)?;
        let until = offset.saturating_add(u64::from(limit).min(LARGEST_SLICE));
        let selection = Selection { found, ranges: vec![(offset, until)] };
        Ok(PeopleRows { found, offset, rows: list.chosen(&selection).cloned().collect() })
    }

    /// The ids of the people who were chosen, one a line.
    ///
    /// # Errors
    /// `log_too_many` beyond 10,000 of them, `people_outdated`.
    pub async fn ids_of_people(&self, selection: Selection) -> Result<String, Failure> {
        self.started().await;
        let list = self.desk().people.found(selection.found)?;
        let ids: Vec<&str> = list.chosen(&selection).map(|one| one.fan.as_str()).take(MOST_IDS + 1).collect();
        if ids.len() > MOST_IDS {
            return Err(Failure::new(ErrorCode::LogTooMany).with("limit", MOST_IDS));
        }
        Ok(ids.join("\n"))
    }
}

fn shown(one: &Person, query: &PeopleQuery, vips: bool) -> bool {
    let right = match query.show {
        PeopleShow::All => !vips || one.vip != VipState::Left,
        PeopleShow::NotVip => one.vip != VipState::Vip,
        PeopleShow::Changed => one.changed || one.vip == VipState::Missed,
    };
    right && fits(one, &query.text)
}

/// Whether each word stands somewhere. An @ before a username is no part of it.
fn fits(one: &Person, text: &str) -> bool {
    if text.trim().is_empty() {
        return true;
    }
    let parts = [Some(&one.fan), one.username.as_ref(), one.name.as_ref(), one.note.as_ref()];
    let hay: Vec<String> = parts.into_iter().flatten().map(|part| fold(part)).collect();
    let text = fold(text);
    text.split_whitespace().all(|word| {
        let bare = word.strip_prefix('@').filter(|bare| !bare.is_empty()).unwrap_or(word);
        hay.iter().any(|part| part.contains(word) || part.contains(bare))
    })
}

fn sort(people: &mut [Person], query: &PeopleQuery) {
    match query.sort {
        PeopleColumn::Listed if query.descending => people.reverse(),
        PeopleColumn::Listed => {}
        PeopleColumn::Name => {
            let name = |one: &Person| one.name.as_ref().or(one.username.as_ref()).map(|name| fold(name));
            sort_by(people, query.descending, name);
        }
        PeopleColumn::Fan => {
            // By their value: ids are digits, and longer ones are larger.
            let value = |one: &Person| {
                let digits = one.fan.trim_start_matches('0');
                Some((digits.len(), digits.to_owned()))
            };
            sort_by(people, query.descending, value);
        }
        PeopleColumn::Since => sort_by(people, query.descending, |one| one.since),
    }
}

/// Those without a key come last either way; who is alike stays in the list's order.
fn sort_by<K: Ord>(people: &mut [Person], descending: bool, key: impl Fn(&Person) -> Option<K>) {
    people.sort_by_cached_key(|one| Keyed { key: key(one), descending });
}

struct Keyed<K> {
    key: Option<K>,
    descending: bool,
}

impl<K: Ord> Ord for Keyed<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.key, &other.key) {
            (Some(one), Some(other)) if self.descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    }
}

impl<K: Ord> PartialOrd for Keyed<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> PartialEq for Keyed<K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord> Eq for Keyed<K> {}

/// Each fan once.
pub(super) fn once<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<&'a Person> {
    let mut seen = HashSet::new();
    people.filter(|one| seen.insert(one.fan.as_str())).collect()
}
