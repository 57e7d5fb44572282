//! Walking through a list of the service, page by page, however badly it is kept.

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

/// When hit too fast, Fansly has answered with nothing at all (API.md, "Reads that help").
const BREATH: Duration = Duration::from_secs(2);

/// A page that was just read.
#[derive(Debug)]
pub struct PageRead<'a, R> {
    /// Its number, from 1.
    pub number: u64,
    /// Fans who were not on the pages before it, and those of whom it said something new.
    pub rows: Vec<&'a R>,
}

/// Who is told after each page, and says whether to go on.
pub type OnPage<'a, R> = dyn FnMut(PageRead<'_, R>) -> ControlFlow<()> + Send + 'a;

/// How far to walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Pages in all.
    pub(super) most: u64,
    /// An empty first page is read once more. A later one always is.
    pub(super) doubt_the_first: bool,
}

/// Where pages come from.
pub(super) trait Source<R>: Sync {
    /// The page at a cursor.
    fn page(&self, cursor: Option<&str>) -> impl Future<Output = Result<Page<R>, Cause>> + Send;
    /// A moment for whoever was hit too fast.
    fn breathe(&self) -> impl Future<Output = ()> + Send;
    /// The credits that were used since this was asked last.
    fn used(&self) -> Credits;
}

/// Reads on, to the end of the list. Each page costs a credit, and one more when it is empty.
///
/// # Errors
/// Why a page could not be had. What was read before is kept, and reading goes on with this page.
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

/// Gets a page, and counts what that used whether it came or not.
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

/// Turns to the next page, or says how the list ended. A cursor that jumps back to a page in the middle of what was
/// read shows in that it brings nothing new.
fn go_on<R>(reading: &mut PagedRead<R>, next: Next, news: bool) -> Option<Completeness> {
    match next {
        Next::Completeness | Next::Unsaid if reading.nameless() > 0 => {
            Some(Completeness::Incomplete(IncompleteReason::Nameless))
        }
        // Where a cursor led to this page, a page without one is the last.
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

/// What a list is asked with: parameters and their values, in words and in figures. They are alike where there is one
/// form only.
pub(super) type Query<'a> = [(&'a str, [&'a str; 2])];

/// A list that the service reads out under one address.
pub(super) struct List<'a, R> {
    api: &'a Api,
    account: AccountId,
    call: &'static str,
    query: &'a Query<'a>,
    /// Rows of a page, where they can be asked for.
    limit: Option<&'static str>,
    /// How long each page waits when told to wait.
    patience: Duration,
    /// Reads a page out of a reply.
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

    /// Asks in the form that was understood last, and in the others where that is a bad request: the query in its other
    /// form, then both of them without a limit.
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
