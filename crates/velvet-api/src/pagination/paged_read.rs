use std::collections::{HashMap, HashSet};

use super::{Completeness, Credits, Page};
use crate::Fan;
use velvet_model::ids::{AccountId, FanId};

/// A list that is read page by page: what was read so far, and where the next page is.
///
/// If a page can't be loaded (credits spent, access refused, no connection), all earlier pages are kept, and the next
/// call continues with that page. A read that has ended stays ended. Start a new one to refresh the list.
#[derive(Debug, Clone)]
pub struct PagedRead<R> {
    pub(super) account: AccountId,
    rows: Vec<R>,
    places: HashMap<FanId, usize>,
    /// IDs of rows, for lists in which a fan may have several.
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
    /// Returns the fan the row is about.
    fn id(&self) -> &FanId;
    /// Returns the ID of the row itself, if a fan may have several rows.
    fn mark(&self) -> Option<&str> {
        None
    }
    /// Merges another row about the same fan. Returns whether that changed anything.
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

/// What a page added.
pub(super) struct PageDelta {
    /// Indexes of fans who are new or have new information, without duplicates.
    pub(super) places: Vec<usize>,
    /// Whether any row is new.
    pub(super) any: bool,
}

impl<R> PagedRead<R> {
    /// Starts a read of a list of this account.
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

    /// Returns the account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// Returns the rows read so far, in the API's order and with each fan once.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// Returns the rows by value.
    pub fn into_rows(self) -> Vec<R> {
        self.rows
    }

    /// Returns the number of pages read so far, not counting empty ones.
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// Returns the minimum credits used so far.
    pub fn credits(&self) -> u64 {
        self.credits.pages + self.credits.once
    }

    /// Returns the minimum credits of another read of the same list.
    pub fn credits_again(&self) -> u64 {
        self.credits.pages
    }

    pub(super) fn count(&mut self, used: Credits) {
        self.credits.pages += used.pages;
        self.credits.once += used.once;
    }

    /// Returns the number of rows without a fan, or with a damaged ID.
    pub fn nameless(&self) -> u64 {
        self.nameless
    }

    /// Returns the number of rows about known fans. In a list with one row per fan, it shows that the list shifted
    /// during the read.
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Returns how the read ended, or `None` while there is more to read.
    pub fn end(&self) -> Option<Completeness> {
        self.end
    }

    /// Returns the cursor of the next page, or `None` for the first page.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

impl<R: ListRow> PagedRead<R> {
    /// Adds the rows of a page.
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
