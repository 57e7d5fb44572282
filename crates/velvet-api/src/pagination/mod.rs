//! Reads lists of the API page by page, and copes with flawed pagination.

mod completeness;
mod page;
mod paged_read;
#[cfg(test)]
mod tests;

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use serde_json::Value;

use super::{Api, reply::Reply};
pub(crate) use completeness::Credits;
pub use completeness::{Completeness, IncompleteReason};
pub(super) use page::{Next, Page, rows};
pub(super) use paged_read::ListRow;
pub use paged_read::PagedRead;
use velvet_model::{Cause, ids::AccountId};

/// Pause before an empty page is requested again. Under too many requests, Fansly has returned empty data (API.md,
/// "Reads that help").
const BREATH: Duration = Duration::from_secs(2);

/// A page that was just read.
#[derive(Debug)]
pub struct PageRead<'a, R> {
    /// Number of the page, starting at 1.
    pub number: u64,
    /// Fans who were not on earlier pages, and known fans with new information.
    pub rows: Vec<&'a R>,
}

/// Callback after each page, which says whether to continue.
pub type OnPage<'a, R> = dyn FnMut(PageRead<'_, R>) -> ControlFlow<()> + Send + 'a;

/// Limits of a paginated read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Maximum number of pages.
    pub(super) most: u64,
    /// Whether an empty first page is requested again. An empty later page always is.
    pub(super) doubt_the_first: bool,
}

/// A source of pages.
pub(super) trait Source<R>: Sync {
    /// Returns the page at a cursor.
    fn page(&self, cursor: Option<&str>) -> impl Future<Output = Result<Page<R>, Cause>> + Send;
    /// Pauses, in case there were too many requests.
    fn breathe(&self) -> impl Future<Output = ()> + Send;
    /// Returns the credits used since the last call.
    fn used(&self) -> Credits;
}

/// Reads on to the end of the list. Uses at least one credit per page, and one more if an empty page is requested
/// again.
///
/// # Errors
/// Why a page could not be loaded. Earlier pages are kept, and the next call continues with this page.
pub(super) async fn paginate<R: ListRow, S: Source<R>>(
    source: &S,
    reading: &mut PagedRead<R>,
    bounds: Bounds,
    on_page: &mut OnPage<'_, R>,
) -> Result<Completeness, Cause> {
    while reading.end.is_none() {
        if reading.pages >= bounds.most {
            reading.end = Some(Completeness::Incomplete(IncompleteReason::TooManyPages));
            break;
        }
        let cursor = reading.cursor.clone();
        let mut page = ask(source, reading, cursor.as_deref()).await?;
        if page.is_empty() && (cursor.is_some() || bounds.doubt_the_first) {
            source.breathe().await;
            page = ask(source, reading, cursor.as_deref()).await?;
        }
        if page.is_empty() {
            reading.end = Some(after_an_empty_page(reading, &page.next));
            break;
        }
        let next = page.next.clone();
        let news = reading.take(page);
        reading.end = go_on(reading, next, news.any);
        let rows = news.places.iter().map(|&place| &reading.rows()[place]).collect();
        if on_page(PageRead { number: reading.pages, rows }).is_break() {
            return Ok(reading.end.unwrap_or(Completeness::Stopped));
        }
    }
    Ok(reading.end.unwrap_or(Completeness::Stopped))
}

/// Requests a page, and counts the credits whether or not it arrived.
async fn ask<R, S: Source<R>>(
    source: &S,
    reading: &mut PagedRead<R>,
    cursor: Option<&str>,
) -> Result<Page<R>, Cause> {
    let page = source.page(cursor).await;
    reading.count(source.used());
    page
}

fn after_an_empty_page<R>(reading: &PagedRead<R>, next: &Next) -> Completeness {
    match next {
        _ if reading.cursor.is_none() => Completeness::Incomplete(IncompleteReason::NothingAtAll),
        Next::Completeness | Next::Unsaid if reading.nameless() > 0 => {
            Completeness::Incomplete(IncompleteReason::Nameless)
        }
        Next::Completeness | Next::Unsaid => Completeness::RanOut,
        Next::At(_) | Next::Unreadable | Next::Somewhere => {
            Completeness::Incomplete(IncompleteReason::EmptyPage)
        }
    }
}

/// Moves to the next page, or returns how the list ended. If a cursor jumps back to a page in the middle, that page
/// shows nobody new.
fn go_on<R>(reading: &mut PagedRead<R>, next: Next, news: bool) -> Option<Completeness> {
    match next {
        Next::Completeness | Next::Unsaid if reading.nameless() > 0 => {
            Some(Completeness::Incomplete(IncompleteReason::Nameless))
        }
        // If a cursor led to this page, then a page without one is the last.
        Next::Unsaid if reading.cursor.is_none() => {
            Some(Completeness::Incomplete(IncompleteReason::FullPage))
        }
        Next::Completeness | Next::Unsaid => Some(Completeness::Complete),
        Next::Somewhere => Some(Completeness::Incomplete(IncompleteReason::NoCursor)),
        Next::Unreadable => Some(Completeness::Incomplete(IncompleteReason::Cursor)),
        Next::At(cursor) if !reading.cursors.insert(cursor.clone()) => {
            Some(Completeness::Incomplete(IncompleteReason::SameCursor))
        }
        Next::At(_) if !news => Some(Completeness::Incomplete(IncompleteReason::NothingNew)),
        Next::At(cursor) => {
            reading.cursor = Some(cursor);
            None
        }
    }
}

/// Query parameters and their values, in word form and in numeric form. Both are the same if there is only one form.
pub(super) type Query<'a> = [(&'a str, [&'a str; 2])];

/// A list of the API at one path.
pub(super) struct List<'a, R> {
    api: &'a Api,
    account: AccountId,
    call: &'static str,
    query: &'a Query<'a>,
    /// Page size, if the API accepts one.
    limit: Option<&'static str>,
    /// How long each page waits for the rate limit.
    patience: Duration,
    /// Parses a page from a reply.
    read: fn(&Value) -> Option<Page<R>>,
    used: AtomicU64,
}

impl<'a, R> List<'a, R> {
    pub(super) fn new(
        api: &'a Api,
        account: &AccountId,
        call: &'static str,
        patience: Duration,
        read: fn(&Value) -> Option<Page<R>>,
    ) -> Self {
        let account = account.clone();
        Self { api, account, call, query: &[], limit: None, patience, read, used: AtomicU64::new(0) }
    }

    pub(super) fn query(self, query: &'a Query<'a>) -> Self {
        Self { query, ..self }
    }

    pub(super) fn limit(self, limit: &'static str) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Tries the form that worked last, and after a 400 the others: first the other form of the query, then both forms
    /// without a limit.
    async fn ask(&self, cursor: Option<&str>) -> Result<Reply, Cause> {
        let understood = self.api.understood();
        let figures = understood.figures.load(Ordering::Relaxed);
        let forms = if self.query.iter().any(|(_, [words, figures])| words != figures) { 2 } else { 1 };
        let limit = self.limit.filter(|_| !understood.no_limit.load(Ordering::Relaxed));
        let limits = if limit.is_some() { &[limit, None][..] } else { &[None][..] };
        let forms = || [figures, !figures].into_iter().take(forms);
        let mut refused = None;
        for (limit, figures) in limits.iter().flat_map(|limit| forms().map(|figures| (*limit, figures))) {
            let reply = self.ask_once(figures, limit, cursor).await?;
            if !reply.is_bad_request() {
                understood.figures.store(figures, Ordering::Relaxed);
                understood.no_limit.fetch_or(self.limit.is_some() && limit.is_none(), Ordering::Relaxed);
                return Ok(reply);
            }
            refused = Some(reply);
        }
        refused.ok_or(Cause::BadRequest)
    }

    async fn ask_once(
        &self,
        figures: bool,
        limit: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<Reply, Cause> {
        let mut query: Vec<(&str, &str)> =
            self.query.iter().map(|(name, values)| (*name, values[usize::from(figures)])).collect();
        query.extend(limit.map(|rows| ("limit", rows)));
        query.extend(cursor.map(|at| ("cursor", at)));
        let reply = self.api.read(&[self.account.as_str(), self.call], &query, self.patience).await?;
        self.used.fetch_add(reply.credits(), Ordering::Relaxed);
        Ok(reply)
    }
}

impl<R: ListRow> Source<R> for List<'_, R> {
    async fn page(&self, cursor: Option<&str>) -> Result<Page<R>, Cause> {
        (self.read)(&self.ask(cursor).await?.nested()?).ok_or(Cause::ReplyIncomplete)
    }

    async fn breathe(&self) {
        self.api.clock().sleep(BREATH).await;
    }

    fn used(&self) -> Credits {
        Credits { pages: self.used.swap(0, Ordering::Relaxed), once: 0 }
    }
}
