use crate::{
    app::{App, Export},
    view::{ExportFormat, ExportWords, Failure, Person, Selection},
};
use velvet_export::Rows;

/// People who were chosen, to be taken along in a file.
pub struct PeopleExportCursor {
    people: std::vec::IntoIter<Person>,
    total: u64,
}

impl Rows for PeopleExportCursor {
    type Line = Person;

    fn total(&self) -> u64 {
        self.total
    }

    fn next(&mut self, most: usize) -> Result<Vec<Person>, Failure> {
        Ok(self.people.by_ref().take(most).collect())
    }
}

impl App {
    /// The people who were chosen, in the words of the window.
    ///
    /// # Errors
    /// `people_outdated` when those they were chosen among are kept no more.
    pub async fn people_export(
        &self,
        selection: Selection,
        format: ExportFormat,
        words: ExportWords,
    ) -> Result<Export<PeopleExportCursor>, Failure> {
        self.started().await;
        let found = self.workspace().people.found(selection.found)?;
        let people: Vec<Person> = found.chosen(&selection).cloned().collect();
        let total = people.len() as u64;
        Ok(Export::new(self, PeopleExportCursor { people: people.into_iter(), total }, format, words))
    }
}
