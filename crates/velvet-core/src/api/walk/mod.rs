//! Walking through a list of the service, page by page, however badly it is kept.

mod page;
mod reading;
#[cfg(test)]
mod tests;

use std::{ops::ControlFlow, time::Duration};

use serde_json::Value;

use super::Api;
use crate::{ids::AccountId, view::Cause};
pub(super) use page::{Next, Page};
pub(super) use reading::Listed;
pub use reading::Reading;

/// When hit too fast, Fansly has answered with nothing at all (API.md, "Reads that help").
const BREATH: Duration = Duration::from_secs(2);

/// How a reading came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A page with fans and nothing after it; every row named somebody.
    Complete,
    /// After pages with fans an empty one, which was still empty when it was read once more. Services end lists like
    /// that; Fansly has also answered like that when hit too fast. Whoever concludes something from a fan who is not on
    /// the list should read it again first.
    RanOut,
    /// Whoever reads wanted no more. It can be read on.
    Stopped,
    /// There may be more. Nothing follows from a fan who is not among those read.
    Doubtful(Doubt),
}

/// Why there may be more than what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The first page was empty: nobody is on the list, or Fansly was hit too fast.
    NothingAtAll,
    /// A later page was empty, also when it was read once more, and yet named a page after it.
    EmptyPage,
    /// Rows named nobody.
    Nameless,
    /// What should have been a cursor was none.
    Cursor,
    /// The cursor has been there before.
    SameCursor,
    /// A page brought nobody who was not there already, and yet named a page after it.
    NothingNew,
    /// More pages than any real list has.
    TooManyPages,
}

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
}

/// Reads on, to the end of the list. Each page costs a credit, and one more when it is empty.
///
/// # Errors
/// Why a page could not be had. What was read before is kept, and reading goes on with this page.
pub(super) async fn walk<R: Listed, S: Source<R>>(
    source: &S,
    reading: &mut Reading<R>,
    bounds: Bounds,
    on_page: &mut OnPage<'_, R>,
) -> Result<End, Cause> {
    while reading.end.is_none() {
        if reading.pages >= bounds.most {
            reading.end = Some(End::Doubtful(Doubt::TooManyPages));
            break;
        }
        let cursor = reading.cursor.clone();
        let mut page = source.page(cursor.as_deref()).await?;
        if page.is_empty() && (cursor.is_some() || bounds.doubt_the_first) {
            source.breathe().await;
            page = source.page(cursor.as_deref()).await?;
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
            return Ok(reading.end.unwrap_or(End::Stopped));
        }
    }
    Ok(reading.end.unwrap_or(End::Stopped))
}

fn after_an_empty_page<R>(reading: &Reading<R>, next: &Next) -> End {
    match next {
        _ if reading.cursor.is_none() => End::Doubtful(Doubt::NothingAtAll),
        Next::End if reading.nameless() > 0 => End::Doubtful(Doubt::Nameless),
        Next::End => End::RanOut,
        Next::At(_) | Next::Unreadable => End::Doubtful(Doubt::EmptyPage),
    }
}

/// Turns to the next page, or says how the list ended. A cursor that jumps back to a page in the middle of what was
/// read shows in that it brings nothing new.
fn go_on<R>(reading: &mut Reading<R>, next: Next, news: bool) -> Option<End> {
    match next {
        Next::End if reading.nameless() > 0 => Some(End::Doubtful(Doubt::Nameless)),
        Next::End => Some(End::Complete),
        Next::Unreadable => Some(End::Doubtful(Doubt::Cursor)),
        Next::At(cursor) if !reading.cursors.insert(cursor.clone()) => Some(End::Doubtful(Doubt::SameCursor)),
        Next::At(_) if !news => Some(End::Doubtful(Doubt::NothingNew)),
        Next::At(cursor) => {
            reading.cursor = Some(cursor);
            None
        }
    }
}

/// A list that the service reads out under one address.
pub(super) struct List<'a, R> {
    pub(super) api: &'a Api,
    pub(super) account: AccountId,
    pub(super) call: &'static str,
    pub(super) query: &'a [(&'a str, &'a str)],
    /// How long each page waits when told to wait.
    pub(super) patience: Duration,
    /// Reads a page out of the inner part of a reply.
    pub(super) read: fn(&Value) -> Option<Page<R>>,
}

impl<R: Listed> Source<R> for List<'_, R> {
    async fn page(&self, cursor: Option<&str>) -> Result<Page<R>, Cause> {
        let query: Vec<_> = self.query.iter().copied().chain(cursor.map(|at| ("cursor", at))).collect();
        let reply = self.api.read(&[self.account.as_str(), self.call], &query, self.patience).await?;
        (self.read)(&reply.nested()?).ok_or(Cause::ReplyIncomplete)
    }

    async fn breathe(&self) {
        self.api.clock().sleep(BREATH).await;
    }
}
