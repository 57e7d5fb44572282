use std::convert::Infallible;

use crate::{
    app::{Export, People},
    view::{ExportFormat, ExportWords, Failure, Person, Selection},
};
use velvet_export::Rows;

/// The selected people, for an export.
pub struct PeopleExportCursor {
    people: std::vec::IntoIter<Person>,
    total: u64,
}

impl Rows for PeopleExportCursor {
    type Line = Person;
    type Error = Infallible;

    fn total(&self) -> u64 {
        self.total
    }

    fn next(&mut self, most: usize) -> Result<Vec<Person>, Infallible> {
        Ok(self.people.by_ref().take(most).collect())
    }
}

impl People {
    /// Returns an export of the selected people, with texts in the language of the window.
    ///
    /// # Errors
    /// `people_outdated` if their result set is no longer cached.
    pub fn export(
        &self,
        selection: &Selection,
        format: ExportFormat,
        words: ExportWords,
    ) -> Result<Export<PeopleExportCursor>, Failure> {
        let found = self.ctx.workspace().people.found(selection.found)?;
        let people: Vec<Person> = found.chosen(selection).cloned().collect();
        let total = people.len() as u64;
        Ok(Export::new(&self.ctx, PeopleExportCursor { people: people.into_iter(), total }, format, words))
    }
}
