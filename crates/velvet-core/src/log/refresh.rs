//! Brings the index up to date with the ledger.

use std::{
    collections::HashSet,
    hash::Hash,
    ops::{Deref, DerefMut},
    sync::{MutexGuard, atomic::Ordering},
    thread,
    time::Duration,
};

use super::{Log, index::Index, lock};
use crate::view::Failure;
use velvet_ledger::{Changes, Snapshot};

/// Rows per read. Few enough that nobody waits long for the ledger.
const CHUNK: usize = 4_000;
/// Changed rows and notes per read. Fewer, because they are scattered.
const FEW: usize = 1_000;
/// Pause between reads that lets others have the ledger. The lock alone would favor the thread that is already awake.
const LET_IN: Duration = Duration::from_micros(100);

/// A guard of an index that exists.
pub(super) struct IndexGuard<'a>(MutexGuard<'a, Option<Index>>);

impl Deref for IndexGuard<'_> {
    type Target = Index;

    fn deref(&self) -> &Index {
        self.0.as_ref().expect("only made with an index")
    }
}

impl DerefMut for IndexGuard<'_> {
    fn deref_mut(&mut self) -> &mut Index {
        self.0.as_mut().expect("only made with an index")
    }
}

impl Log {
    /// Builds the index, so that the first query need not wait for it.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn prepare(&self) -> Result<(), Failure> {
        self.fresh().map(drop)
    }

    /// Returns `true` once: if nobody has begun to build the index yet.
    pub fn begin_to_prepare(&self) -> bool {
        !self.prepared.swap(true, Ordering::Relaxed)
    }

    /// Returns the index, up to date with the ledger.
    pub(super) fn fresh(&self) -> Result<IndexGuard<'_>, Failure> {
        let mut slot = lock(&self.index);
        // If the update fails halfway, the next query builds the index from scratch.
        let known = slot.take();
        *slot = Some(self.current(known).inspect_err(|_| self.ledger.watch_no_more())?);
        Ok(IndexGuard(slot))
    }

    fn current(&self, known: Option<Index>) -> Result<Index, Failure> {
        let mut index = match known {
            Some(index) => index,
            None => self.begin()?,
        };
        loop {
            match self.news(&mut index)? {
                News::Over => return Ok(index),
                News::More => thread::sleep(LET_IN),
                News::Gone => index = self.begin()?,
            }
        }
    }

    /// Begins an index with the account names and the notes. The rows follow as news.
    fn begin(&self) -> Result<Index, Failure> {
        let trims = self.ledger.trims();
        self.ledger.watch();
        let rows = usize::try_from(self.ledger.mark()?.total).unwrap_or(0);
        let mut index = Index::new(self.ledger.account_names()?, rows, trims);
        let mut last = 0;
        loop {
            let notes = self.ledger.snapshot(|look| look.notes_after(last, CHUNK))?;
            let Some(note) = notes.last() else { return Ok(index) };
            last = note.id;
            for note in &notes {
                index.note(note, &[]);
            }
        }
    }

    /// Applies changes and new rows from one snapshot. Only many changes take more than one.
    fn news(&self, index: &mut Index) -> Result<News, Failure> {
        let mut changes = Changes::default();
        let mut news = self.ledger.snapshot(|look| {
            changes = look.changes();
            if changes.gone {
                return Ok(News::Gone);
            }
            if changes.accounts {
                index.name_accounts(look.account_names()?);
            }
            for batch in &changes.batches {
                if let Some(name) = look.list_name(*batch)? {
                    index.name_list(*batch, &name);
                }
            }
            // All removals come first, because a note may be back under another ID.
            for note in &changes.notes {
                index.notes.remove(*note);
            }
            changed_notes(index, look, &take(&mut changes.notes, FEW))?;
            look.entries_of(&take(&mut changes.items, FEW), &mut |entry| index.take(entry))?;
            renamed(index, look, &mut changes)?;
            append(index, look)
        })?;
        while !changes.is_empty() {
            thread::sleep(LET_IN);
            self.ledger.snapshot(|look| {
                changed_notes(index, look, &take(&mut changes.notes, FEW))?;
                look.entries_of(&take(&mut changes.items, FEW), &mut |entry| index.take(entry))?;
                renamed(index, look, &mut changes)
            })?;
            // Something may have changed in the meantime.
            news = News::More;
        }
        Ok(news)
    }
}

/// What is left to apply.
enum News {
    /// Nothing is left.
    Over,
    /// There may be more.
    More,
    /// Rows were deleted, so all positions are invalid.
    Gone,
}

fn changed_notes(index: &mut Index, look: &Snapshot<'_>, notes: &[i64]) -> rusqlite::Result<()> {
    for note in notes {
        if let Some(note) = look.note(*note)? {
            index.note(&note, &look.places_of(&note.fan)?);
        }
    }
    Ok(())
}

/// Reads entries again whose fans may have another name now.
fn renamed(index: &mut Index, look: &Snapshot<'_>, changes: &mut Changes) -> rusqlite::Result<()> {
    for fan in take(&mut changes.renamed, FEW) {
        look.entries_about(&fan, &mut |entry| index.take(entry))?;
    }
    for item in take(&mut changes.new_items, FEW) {
        look.entries_named_by(item, &mut |entry| index.take(entry))?;
    }
    Ok(())
}

/// Appends the new rows of the log.
fn append(index: &mut Index, look: &Snapshot<'_>) -> rusqlite::Result<News> {
    let mut read = 0;
    look.entries_after(index.rows().into(), CHUNK, &mut |entry| {
        index.take(entry);
        read += 1;
    })?;
    Ok(if read < CHUNK { News::Over } else { News::More })
}

/// Removes up to `most` elements from a set and returns them.
fn take<T: Clone + Eq + Hash>(from: &mut HashSet<T>, most: usize) -> Vec<T> {
    let some: Vec<T> = from.iter().take(most).cloned().collect();
    for one in &some {
        from.remove(one);
    }
    some
}
