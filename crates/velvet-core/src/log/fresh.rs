//! The index as the ledger stands now.

use std::{
    ops::{Deref, DerefMut},
    sync::{MutexGuard, atomic::Ordering},
    thread,
    time::Duration,
};

use super::{Log, index::Index, lock};
use crate::{ledger::Changes, view::Failure};

/// Rows that are read at a time: few enough that nobody waits long for the ledger meanwhile.
const CHUNK: usize = 4_000;
/// Changed rows that are read at a time; they lie apart.
const FEW: usize = 1_000;
/// Whoever waits for the ledger is let in between: a lock alone would go to whoever is already awake.
const LET_IN: Duration = Duration::from_micros(100);

/// An index that is there.
pub(super) struct Fresh<'a>(MutexGuard<'a, Option<Index>>);

impl Deref for Fresh<'_> {
    type Target = Index;

    fn deref(&self) -> &Index {
        self.0.as_ref().expect("only made with an index")
    }
}

impl DerefMut for Fresh<'_> {
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
    pub(super) fn fresh(&self) -> Result<Fresh<'_>, Failure> {
        let mut slot = lock(&self.index);
        // What was not taken over whole is begun anew by the next question.
        let known = slot.take();
        *slot = Some(self.current(known).inspect_err(|_| self.ledger.watch_no_more())?);
        Ok(Fresh(slot))
    }

    fn current(&self, known: Option<Index>) -> Result<Index, Failure> {
        let mut index = match known {
            Some(index) => index,
            None => self.begin()?,
        };
        let mut changes = self.ledger.changes()?;
        if changes.gone {
            index = self.begin()?;
            changes = self.ledger.changes()?;
        }
        self.take_over(&mut index, &changes)?;
        Ok(index)
    }

    fn begin(&self) -> Result<Index, Failure> {
        self.ledger.watch()?;
        let rows = usize::try_from(self.ledger.mark()?.total).unwrap_or(0);
        let mut index = Index::new(self.ledger.account_names()?, rows);
        let mut last = 0;
        loop {
            let notes = self.ledger.notes_after(last, CHUNK)?;
            let Some(note) = notes.last() else { break };
            last = note.id;
            for note in &notes {
                index.note(note, &[]);
            }
        }
        self.append(&mut index)?;
        Ok(index)
    }

    fn take_over(&self, index: &mut Index, changes: &Changes) -> Result<(), Failure> {
        if changes.accounts {
            index.name_accounts(self.ledger.account_names()?);
        }
        for batch in &changes.batches {
            if let Some(name) = self.ledger.list_name(*batch)? {
                index.name_list(*batch, &name);
            }
        }
        // First all that stood there before: a note may have come back under another number.
        for note in &changes.notes {
            index.notes.remove(*note);
        }
        for note in &changes.notes {
            if let Some(note) = self.ledger.note(*note)? {
                index.note(&note, &self.ledger.places_of(&note.fan)?);
            }
        }
        let known: Vec<i64> = changes.items.iter().copied().collect();
        for items in known.chunks(FEW) {
            self.ledger.entries_of(items, &mut |entry| index.take(entry))?;
        }
        self.append(index)
    }

    /// Takes over what the log has more.
    fn append(&self, index: &mut Index) -> Result<(), Failure> {
        loop {
            let mut read = 0;
            self.ledger.entries_after(index.rows().into(), CHUNK, &mut |entry| {
                index.take(entry);
                read += 1;
            })?;
            if read < CHUNK {
                return Ok(());
            }
            thread::sleep(LET_IN);
        }
    }
}
