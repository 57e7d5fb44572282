//! The index as the ledger stands now.

use std::{
    collections::HashSet,
    ops::{Deref, DerefMut},
    sync::{MutexGuard, atomic::Ordering},
    thread,
    time::Duration,
};

use super::{Log, index::Index, lock};
use crate::view::Failure;
use velvet_ledger::{Changes, Snapshot};

/// Rows that are read at a time: few enough that nobody waits long for the ledger meanwhile.
const CHUNK: usize = 4_000;
/// Changed rows and notes that are read at a time; they lie apart.
const FEW: usize = 1_000;
/// Whoever waits for the ledger is let in between: a lock alone would go to whoever is already awake.
const LET_IN: Duration = Duration::from_micros(100);

/// An index that is there.
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
    /// Makes the index, so that the first question need not wait for it.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn prepare(&self) -> Result<(), Failure> {
        self.fresh().map(drop)
    }

    /// Says, once, that nobody has seen to the index yet.
    pub fn begin_to_prepare(&self) -> bool {
        !self.prepared.swap(true, Ordering::Relaxed)
    }

    /// The index with everything that is in the ledger now.
    pub(super) fn fresh(&self) -> Result<IndexGuard<'_>, Failure> {
        let mut slot = lock(&self.index);
        // What was not taken over whole is begun anew by the next question.
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

    /// What stands beside the rows; they come as news.
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

    /// Takes over what has changed, and what the log has more, as it stands at one moment. Only much of it takes more than
    /// one look.
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
            // First all that stood there before: a note may have come back under another number.
            for note in &changes.notes {
                index.notes.remove(*note);
            }
            changed_notes(index, look, &take(&mut changes.notes, FEW))?;
            look.entries_of(&take(&mut changes.items, FEW), &mut |entry| index.take(entry))?;
            append(index, look)
        })?;
        while !changes.notes.is_empty() || !changes.items.is_empty() {
            thread::sleep(LET_IN);
            self.ledger.snapshot(|look| {
                changed_notes(index, look, &take(&mut changes.notes, FEW))?;
                look.entries_of(&take(&mut changes.items, FEW), &mut |entry| index.take(entry))
            })?;
            // Something may have changed meanwhile.
            news = News::More;
        }
        Ok(news)
    }
}

/// What there was to take over.
enum News {
    /// All of it was.
    Over,
    /// There may be more.
    More,
    /// Rows are gone: nothing stands where it stood.
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

/// Takes over what the log has more.
fn append(index: &mut Index, look: &Snapshot<'_>) -> rusqlite::Result<News> {
    let mut read = 0;
    look.entries_after(index.rows().into(), CHUNK, &mut |entry| {
        index.take(entry);
        read += 1;
    })?;
    Ok(if read < CHUNK { News::Over } else { News::More })
}

/// Takes some out of a set.
fn take(from: &mut HashSet<i64>, most: usize) -> Vec<i64> {
    let some: Vec<i64> = from.iter().copied().take(most).collect();
    for one in &some {
        from.remove(one);
    }
    some
}
