use std::cmp::Ordering;

use super::{cache::Found, view::people_of};
use crate::{
    IdLines,
    app::{People, workspace::run_blocking},
    view::{
        Failure, PeopleColumn, PeopleFound, PeopleQuery, PeopleRows, PeopleShow, PeopleSource, Person,
        Selection, VipState,
    },
};
use velvet_ledger::LARGEST_SLICE;
use velvet_model::search_key::search_key;

impl People {
    /// Runs a query of a list of people. A result set stays as it is, and the last three are cached.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub async fn find(&self, query: PeopleQuery) -> Result<PeopleFound, Failure> {
        let workspace = self.ctx.workspace();
        let account = workspace.account(&query.account).await?;
        run_blocking(move || {
            let all = people_of(&workspace, &*workspace.ledger()?, &account, &query.source)?;
            let vips = matches!(query.source, PeopleSource::Vips);
            let here = all.iter().filter(|one| !vips || one.vip != VipState::Left).count();
            // The whole list decides which columns have values, so that no column comes and goes while somebody searches.
            let about = all.iter().any(is_about);
            let since = all.iter().any(|one| one.since.is_some());
            let mut people: Vec<Person> = all.into_iter().filter(|one| shown(one, &query, vips)).collect();
            sort(&mut people, &query);
            let total = people.len() as u64;
            let found = workspace.people.put(Found { account, people });
            Ok(PeopleFound { found, total, all: here as u64, about, since })
        })
        .await
    }

    /// Returns a page of a result set, at most 200 people.
    ///
    /// # Errors
    /// `people_outdated` if it is no longer cached.
    pub fn rows(&self, found: u64, offset: u64, limit: u32) -> Result<PeopleRows, Failure> {
        let list = self.ctx.workspace().people.found(found)?;
        let until = offset.saturating_add(u64::from(limit.min(LARGEST_SLICE)));
        let selection = Selection { found, ranges: vec![(offset, until)] };
        Ok(PeopleRows { found, offset, rows: list.chosen(&selection).cloned().collect() })
    }

    /// Returns the fan IDs of the selected people, in order.
    ///
    /// # Errors
    /// `people_outdated` if their result set is no longer cached.
    pub fn ids(&self, selection: &Selection) -> Result<IdLines, Failure> {
        let list = self.ctx.workspace().people.found(selection.found)?;
        let mut ids = IdLines::default();
        list.chosen(selection).for_each(|one| ids.push(&one.fan));
        Ok(ids)
    }
}

/// Returns whether anything is known of a person that the column about them shows.
fn is_about(one: &Person) -> bool {
    one.rank.is_some() || one.subscription.is_some() || !one.tiers.is_empty() || one.note.is_some()
}

fn shown(one: &Person, query: &PeopleQuery, vips: bool) -> bool {
    let right = match query.show {
        PeopleShow::All => !vips || one.vip != VipState::Left,
        PeopleShow::NotVip => one.vip != VipState::Vip,
        PeopleShow::Changed => one.changed || one.vip == VipState::Missed,
    };
    right && fits(one, &query.text)
}

/// Returns whether each word occurs somewhere. An @ before a username is ignored.
pub(super) fn fits(one: &Person, text: &str) -> bool {
    if text.trim().is_empty() {
        return true;
    }
    let texts = [Some(&one.fan), one.username.as_ref(), one.name.as_ref(), one.note.as_ref()];
    let hay: Vec<String> = texts.into_iter().flatten().map(|text| search_key(text)).collect();
    let text = search_key(text);
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
            let name =
                |one: &Person| one.name.as_ref().or(one.username.as_ref()).map(|name| search_key(name));
            sort_by(people, query.descending, name);
        }
        PeopleColumn::Fan => {
            // By value: IDs are digits, so longer ones are larger.
            let value = |one: &Person| {
                let digits = one.fan.trim_start_matches('0');
                Some((digits.len(), digits.to_owned()))
            };
            sort_by(people, query.descending, value);
        }
        PeopleColumn::Since => sort_by(people, query.descending, |one| one.since),
    }
}

/// Sorts by a key. People without one come last in either direction, and equal ones stay in list order.
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
