use std::collections::{HashMap, HashSet};

use super::{Completeness, Credits, Page};
use crate::Fan;
use velvet_model::ids::{AccountId, FanId};

/// A list that is being read, page by page: what was read so far, and where the next page is.
///
/// When a page could not be had (credits spent, access refused, no connection), everything before it is kept: asked to
/// read again, the list goes on with that page. One that has ended is not read again; begin a new one.
#[derive(Debug, Clone)]
pub struct PagedRead<R> {
    pub(super) account: AccountId,
    rows: Vec<R>,
    places: HashMap<FanId, usize>,
    /// Ids of rows, in lists in which a fan may have several.
    marks: HashSet<String>,
    pub(super) cursor: Option<String>,
    pub(super) cursors: HashSet<String>,
    pub(super) pages: u64,
    credits: Credits,
    nameless: u64,
    repeated: u64,
    pub(super) end: Option<Completeness>,
}

/// A row of a list.
pub trait ListRow: Send + Sync {
    /// Whom it is about.
    fn id(&self) -> &FanId;
    /// What the row itself is called, where a fan may have several.
    fn mark(&self) -> Option<&str> {
        None
    }
    /// Takes what another row says about the same fan; whether that changed anything.
    fn merge(&mut self, later: Self) -> bool;
}

impl ListRow for Fan {
    fn id(&self) -> &FanId {
        &self.id
    }

    fn merge(&mut self, later: Self) -> bool {
        self.learn(later)
    }
}

/// What a page brought.
pub(super) struct PageDelta {
    /// Places of fans who were not known, or of whom it said something new; each once.
    pub(super) places: Vec<usize>,
    /// There is a row that was not there before.
    pub(super) any: bool,
}

impl<R> PagedRead<R> {
    /// A list of this account; nothing is read yet.
    pub fn of(account: AccountId) -> Self {
        Self {
            account,
            rows: Vec::new(),
            places: HashMap::new(),
            marks: HashSet::new(),
            cursor: None,
            cursors: HashSet::new(),
            pages: 0,
            credits: Credits::default(),
            nameless: 0,
            repeated: 0,
            end: None,
        }
    }

    /// Whose list it is.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// What was read so far, in the service's order, each fan once.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// The same, to keep.
    pub fn into_rows(self) -> Vec<R> {
        self.rows
    }

    /// Pages read so far, without empty ones.
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// Credits that it used so far, at least.
    pub fn credits(&self) -> u64 {
        self.credits.pages + self.credits.once
    }

    /// Those of them that reading the same list again would use.
    pub fn credits_again(&self) -> u64 {
        self.credits.pages
    }

    pub(super) fn count(&mut self, used: Credits) {
        self.credits.pages += used.pages;
        self.credits.once += used.once;
    }

    /// Rows that named nobody, or nobody whose id came through intact.
    pub fn nameless(&self) -> u64 {
        self.nameless
    }

    /// Rows about somebody who was there already. In a list with one row for each fan it tells that the list moved
    /// while it was read.
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// How it ended; nothing while there is more to read.
    pub fn end(&self) -> Option<Completeness> {
        self.end
    }

    /// The cursor of the page that is read next; nothing for the first one.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

impl<R: ListRow> PagedRead<R> {
    /// Takes the rows of a page.
    pub(super) fn take(&mut self, page: Page<R>) -> PageDelta {
        self.pages += 1;
        self.nameless += page.nameless;
        let mut news = PageDelta { places: Vec::new(), any: false };
        for row in page.rows {
            let unseen = row.mark().is_some_and(|mark| !self.marks.contains(mark));
            if unseen {
                self.marks.extend(row.mark().map(str::to_owned));
            }
            let changed = if let Some(&place) = self.places.get(row.id()) {
                self.repeated += 1;
                self.rows[place].merge(row).then_some(place)
            } else {
                news.any = true;
                self.places.insert(row.id().clone(), self.rows.len());
                self.rows.push(row);
                Some(self.rows.len() - 1)
            };
            news.any |= unseen;
            news.places.extend(changed);
        }
        news.places.sort_unstable();
        news.places.dedup();
        news
    }
}
