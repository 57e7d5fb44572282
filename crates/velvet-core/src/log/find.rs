use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::{
    bitset::BitSet,
    index::{Group, Index},
    packed_id::PackedId,
    result_set::{Part, ResultSet},
    sorted_rows::SortedRows,
};
use crate::view::{Action, LogColumn, LogQuery, LogSort};

/// Returns whether positions alone answer the query: all entries, sorted by time.
pub(super) fn is_plain(query: &LogQuery) -> bool {
    let LogQuery { text, account, batch, fan, standings, action, from, until, sort } = query;
    text.trim().is_empty()
        && (account, batch, fan, action, from, until) == (&None, &None, &None, &None, &None, &None)
        && standings.is_empty()
        && sort.by == LogColumn::When
}

/// Which optional columns have values in a result set.
pub(super) struct Columns {
    /// The accounts that entries may belong to.
    pub(super) accounts: Vec<String>,
    /// Entries may come from a list.
    pub(super) lists: bool,
}

impl Index {
    /// Runs a query.
    pub(super) fn find(&mut self, query: &LogQuery) -> (ResultSet, Columns) {
        let found = self.search(&query.text, self.filter(query));
        let columns = self.columns(found.as_ref());
        (self.sort(found, query.sort), columns)
    }

    fn columns(&self, found: Option<&RoaringBitmap>) -> Columns {
        let lists = found.map_or_else(
            || self.singles.len() < u64::from(self.rows()),
            |found| !found.is_subset(&self.singles),
        );
        let has = |group: &Group| {
            found.map_or_else(|| !group.rows.is_empty(), |found| !found.is_disjoint(&group.rows))
        };
        let accounts = self.accounts.iter().filter(|(_, group)| has(group)).map(|(id, _)| id.clone());
        Columns { accounts: accounts.collect(), lists }
    }

    /// Returns the rows that match everything but the text. `None` means all rows.
    fn filter(&self, query: &LogQuery) -> Option<RoaringBitmap> {
        let mut found = None;
        let mut narrow = |rows: &RoaringBitmap| {
            found = Some(match found.take() {
                None => rows.clone(),
                Some(found) => rows & found,
            });
        };
        let none = RoaringBitmap::new();
        if let Some(batch) = &query.batch {
            narrow(self.lists.get(batch).map_or(&none, |list| &list.rows));
        }
        if let Some(account) = &query.account {
            narrow(self.accounts.get(account).map_or(&none, |account| &account.rows));
        }
        if !query.standings.is_empty() {
            let sets = query.standings.iter().map(|standing| &self.standings[*standing as usize]);
            narrow(&sets.fold(RoaringBitmap::new(), |all, rows| all | rows));
        }
        if let Some(action) = query.action {
            narrow(&self.actions[usize::from(action == Action::Remove)]);
        }
        if let Some(fan) = &query.fan {
            narrow(&self.of_fan(fan));
        }
        if query.from.is_some() || query.until.is_some() {
            narrow(&self.between(query.from.unwrap_or(i64::MIN), query.until.unwrap_or(i64::MAX)));
        }
        found
    }

    fn of_fan(&self, fan: &str) -> RoaringBitmap {
        let Some(fan) = PackedId::of(fan) else { return RoaringBitmap::new() };
        (0..).zip(&self.fans).filter(|(_, one)| **one == fan).map(|(row, _)| row).collect()
    }

    fn between(&self, from: i64, until: i64) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        // Times mostly increase from row to row, so matching rows are neighbors.
        let mut start = None;
        for (row, when) in (0..).zip(&self.whens) {
            let fits = (from..until).contains(&when.ms());
            match start {
                None if fits => start = Some(row),
                Some(first) if !fits => {
                    found.insert_range(first..row);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(first) = start {
            found.insert_range(first..self.rows());
        }
        found
    }

    fn sort(&mut self, found: Option<RoaringBitmap>, sort: LogSort) -> ResultSet {
        let parts = match sort.by {
            LogColumn::When => {
                let rows = found.unwrap_or_else(|| self.everything());
                return ResultSet::new(vec![Part::Set(rows)], !sort.descending, self.trims);
            }
            LogColumn::Name => self.by_name(found.as_ref(), sort.descending),
            LogColumn::Fan => vec![self.by_fan(found.as_ref(), sort.descending)],
            LogColumn::Account => {
                let named = by_name(self.accounts.values());
                let groups = groups(named.values(), sort.descending, found.as_ref());
                groups.collect()
            }
            LogColumn::Action => groups(self.actions.iter(), sort.descending, found.as_ref()).collect(),
            LogColumn::Outcome => groups(self.standings.iter(), sort.descending, found.as_ref()).collect(),
            LogColumn::Cause => {
                let caused = self.causes.iter().fold(RoaringBitmap::new(), |all, rows| all | rows);
                let without = self.everything() - caused;
                let with = groups(self.causes.iter(), sort.descending, found.as_ref());
                with.chain(groups([&without].into_iter(), false, found.as_ref())).collect()
            }
            LogColumn::Batch => {
                let named = by_name(self.lists.values());
                let lists = groups(named.values(), sort.descending, found.as_ref());
                lists.chain(groups([&self.singles].into_iter(), false, found.as_ref())).collect()
            }
        };
        ResultSet::new(parts, false, self.trims)
    }

    fn by_name(&mut self, found: Option<&RoaringBitmap>, descending: bool) -> Vec<Part> {
        if self.by_name.seen() < self.rows() {
            let new = self.named.range(self.by_name.seen()..);
            let (names, rows) = (&self.names, self.rows());
            let prefix = |row: u32| {
                let mut first = [0; 16];
                first.iter_mut().zip(names.get(row).bytes()).for_each(|(byte, its)| *byte = its);
                let [high, low] = [0, 8].map(|at| first[at..].first_chunk().copied().unwrap_or_default());
                (u64::from_be_bytes(high), u64::from_be_bytes(low))
            };
            self.by_name.add(new, rows, prefix, |one, other| names.get(one).cmp(names.get(other)));
        }
        let nameless = match found {
            Some(found) => found - &self.named,
            None => self.everything() - &self.named,
        };
        vec![self.ordered(&self.by_name, found, descending), Part::Set(nameless)]
    }

    fn by_fan(&mut self, found: Option<&RoaringBitmap>, descending: bool) -> Part {
        if self.by_fan.seen() < self.rows() {
            let new = self.by_fan.seen()..self.rows();
            let (fans, rows) = (&self.fans, self.rows());
            let number = |row: u32| fans[row as usize].number();
            // An ID takes 80 bits at most.
            let prefix = |row: u32| u64::try_from(number(row) >> 16).unwrap_or(u64::MAX);
            self.by_fan.add(new, rows, prefix, |one, other| number(one).cmp(&number(other)));
        }
        self.ordered(&self.by_fan, found, descending)
    }

    fn ordered(&self, order: &SortedRows, found: Option<&RoaringBitmap>, descending: bool) -> Part {
        let wanted = found.map(|found| BitSet::of(found, self.fans.len()));
        Part::Ordered(order.some(wanted, descending))
    }
}

/// Returns the sets in order, limited to the rows that were found.
fn groups<'a>(
    sets: impl DoubleEndedIterator<Item = &'a RoaringBitmap>,
    descending: bool,
    found: Option<&RoaringBitmap>,
) -> impl Iterator<Item = Part> {
    let sets: Vec<_> = if descending { sets.rev().collect() } else { sets.collect() };
    sets.into_iter().map(move |rows| Part::Set(found.map_or_else(|| rows.clone(), |found| rows & found)))
}

/// Merges groups with the same name.
fn by_name<'a>(groups: impl Iterator<Item = &'a Group>) -> BTreeMap<&'a str, RoaringBitmap> {
    let mut named: BTreeMap<&str, RoaringBitmap> = BTreeMap::new();
    for group in groups {
        *named.entry(&group.name).or_default() |= &group.rows;
    }
    named
}
