mod view;

use std::{collections::HashSet, path::Path};

pub use view::ListParts;

use super::{
    check::{self, judge, judge_with},
    choice::Choice,
    format::{FileFormat, gather, gather_best, gather_sheet},
    known::Known,
    matching::{Matching, possible_ids},
    name::name_in,
    progress::{ProgressMeter, ReadProgress, without_progress},
    row_collector::{CollectedRows, Of},
    sniff::{Kind, kind, kind_by_name},
    source::Source,
    store::{RowKind, RowStatus},
    text, workbook,
};
use crate::shown::{ListExtra, ListGroupKind, ListQuestion};
use crate::{ImportError, ListProblem};
use velvet_model::{
    Fan,
    ids::{FanId, IdLimits},
    people::several_in_line,
    search_key::search_key,
};

/// Largest text that can be pasted, in MiB.
const LARGEST_PASTE: u64 = 64;

/// A list that was read and judged. It owns its rows.
pub struct List {
    pub(super) source: Source,
    pub(super) form: FileFormat,
    file: Option<String>,
    name: String,
    pub(super) gathered: CollectedRows,
    /// The status of each row, judged by the list alone.
    alone: Vec<RowStatus>,
    /// The status of each row, judged with what the ledger and the account know.
    pub(super) found: Vec<RowStatus>,
    /// The fans found by name. The statuses in `found` refer to them by index.
    people: Vec<Fan>,
    asks: Option<ListQuestion>,
    rounded_everywhere: bool,
    matching: Option<Matching>,
}

/// A fan of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedFan<'a> {
    /// The row's number, as an editor or a spreadsheet shows it.
    pub row: u64,
    /// The fan's ID.
    pub fan: &'a str,
    /// The text in the label column.
    pub label: Option<&'a str>,
    /// The fan's names on Fansly, if the row was looked up by name.
    pub called: Option<&'a Fan>,
    /// The group of the row. Rows of some groups are added only if the user wants it.
    pub group: ListGroupKind,
}

impl List {
    /// Reads a file: text in any encoding (including JSON and HTML), or a workbook.
    ///
    /// # Errors
    /// If it is not a list that can be read, or the read was stopped.
    pub fn read(path: &Path, mut reading: ReadProgress<'_>) -> Result<Self, ImportError> {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let read = |source: Source| {
            kind_by_name(&file, source.len()).map_or(Ok(()), |kind| Err(ListProblem::NotAList(kind)))?;
            Self::read_source(source, &mut reading)
        };
        match Source::open(path).and_then(read) {
            Ok(list) => Ok(Self { file: Some(file), name, ..list }),
            Err(problem) => Err(ImportError { file, problem }),
        }
    }

    /// Reads the bytes of a file, for the fuzz targets.
    #[cfg(any(test, feature = "fuzzing"))]
    pub fn read_bytes(bytes: &[u8]) -> Result<Self, ListProblem> {
        without_progress(|reading| Self::read_source(Source::Held(bytes.into()), reading))
    }

    /// Reads pasted text: a column, a table, or a line of IDs.
    ///
    /// # Errors
    /// If it is not a list that can be read.
    pub fn paste(text: &str) -> Result<Self, ImportError> {
        let paste = || {
            if text.len() as u64 > LARGEST_PASTE << 20 {
                return Err(ListProblem::TooLarge { limit: LARGEST_PASTE });
            }
            // A line of usernames would be taken for one name.
            let rows = several_in_line(text).map(|fans| fans.join("\n"));
            let source = Source::Held(rows.as_deref().unwrap_or(text).as_bytes().into());
            without_progress(|reading| {
                let shape = text::shape(&source, &mut ProgressMeter::new(reading, source.len()))?;
                Self::gather(source, FileFormat::Text(shape), reading)
            })
        };
        paste().map_err(|problem| ImportError { file: String::new(), problem })
    }

    /// Reads the fans and labels from the chosen columns, and answers [`ListQuestion::Column`]. Call [`Self::check`] again
    /// afterwards.
    ///
    /// # Errors
    /// If there are no such columns, or the source changed or cannot be read. The list then stays as it was.
    pub fn choose_columns(
        &mut self,
        id: u32,
        label: Option<u32>,
        mut reading: ReadProgress<'_>,
    ) -> Result<(), ImportError> {
        let width = self.gathered.columns.width();
        if id as usize >= width || label.is_some_and(|label| label as usize >= width) {
            return Err(self.error(ListProblem::NoColumn));
        }
        let labels = label.filter(|label| *label != id).map(|label| label as usize);
        let has_ids = self.gathered.columns.has_ids(id as usize);
        let mut choice = Choice { ids: id as usize, labels, has_ids, ..self.gathered.choice.clone() };
        if choice.ids != self.gathered.choice.ids {
            choice.extras.retain(|extra| *extra != ListExtra::OtherColumns);
        }
        if choice != self.gathered.choice {
            let again = gather(&self.source, &self.form, Some(choice), &mut reading);
            self.gathered = again.map_err(|problem| self.error(problem))?;
            self.judge();
        }
        self.asks = None;
        Ok(())
    }

    /// Takes the IDs that were left in the source as rows of the list, too. Call [`Self::check`] again afterwards.
    ///
    /// # Errors
    /// If the source changed or cannot be read, or the list gets too long. The list then stays as it was.
    pub fn take(&mut self, extra: ListExtra, mut reading: ReadProgress<'_>) -> Result<(), ImportError> {
        let mut choice = self.gathered.choice.clone();
        if !choice.extras.contains(&extra) {
            choice.extras.push(extra);
        }
        let free_rows = choice.extras.contains(&ListExtra::SwallowedRows);
        self.form.set_free_rows(free_rows);
        match gather(&self.source, &self.form, Some(choice), &mut reading) {
            Ok(gathered) => {
                self.gathered = gathered;
                self.judge();
                Ok(())
            }
            Err(problem) => {
                self.form.set_free_rows(self.gathered.choice.extras.contains(&ListExtra::SwallowedRows));
                Err(self.error(problem))
            }
        }
    }

    /// Reads another sheet of the workbook. Call [`Self::check`] again afterwards.
    ///
    /// # Errors
    /// If there is no such sheet, it has no fans, or the file changed or cannot be read. The list then stays as it was.
    pub fn choose_sheet(&mut self, sheet: &str, mut reading: ReadProgress<'_>) -> Result<(), ImportError> {
        let FileFormat::Book(book) = &mut self.form else { return Err(self.error(ListProblem::NoSheet)) };
        let before = book.chosen();
        if !book.choose(sheet) {
            return Err(self.error(ListProblem::NoSheet));
        }
        match gather_best(&self.source, &self.form, &mut reading, Of::IdsOrNames) {
            Ok(gathered) => {
                self.gathered = gathered;
                self.judge();
                self.ask();
                Ok(())
            }
            Err(problem) => {
                if let FileFormat::Book(book) = &mut self.form {
                    book.choose_place(before);
                }
                Err(self.error(problem))
            }
        }
    }

    /// Reads the list again, with or without the rows that the program that made it hides. Call [`Self::check`] again
    /// afterwards.
    ///
    /// # Errors
    /// If the source changed or cannot be read. The list then stays as it was.
    pub fn include_hidden(
        &mut self,
        include: bool,
        mut reading: ReadProgress<'_>,
    ) -> Result<(), ImportError> {
        if include == self.form.includes_hidden() {
            return Ok(());
        }
        self.form.include_hidden(include);
        match self.gather_again(&mut reading) {
            Ok(gathered) => {
                self.gathered = gathered;
                self.judge();
                Ok(())
            }
            Err(problem) => {
                self.form.include_hidden(!include);
                Err(self.error(problem))
            }
        }
    }

    /// Collects the rows again, from the same columns if they still have the same names.
    fn gather_again(&self, reading: &mut ReadProgress<'_>) -> Result<CollectedRows, ListProblem> {
        let again = gather_best(&self.source, &self.form, reading, Of::IdsOrNames)?;
        let chosen = &self.gathered.choice;
        if again.choice == *chosen || again.choice.names != chosen.names {
            return Ok(again);
        }
        gather(&self.source, &self.form, Some(chosen.clone()), reading)
    }

    /// Judges the rows again, with what the ledger and the account know. Does not read the source.
    pub fn check(&mut self, known: &Known<'_>) {
        (self.found, self.people) =
            judge_with(&self.gathered.store, &self.alone, known, self.matching.as_ref());
    }

    /// Matches damaged IDs with these fans from the next [`Self::check`] on; with none, no longer.
    pub fn match_damaged(&mut self, fans: Vec<Fan>) {
        let earlier = self.matching.take();
        self.matching = (!fans.is_empty()).then(|| Matching::with(fans, earlier));
    }

    /// Whether damaged IDs are matched.
    pub fn is_matched(&self) -> bool {
        self.matching.is_some()
    }

    /// Chooses the fan for a damaged ID, from the next [`Self::check`] on; with `None`, it is matched again. `row` is the
    /// number of the row. Returns whether there is such a row.
    pub fn choose_match(&mut self, row: u64, fan: Option<FanId>) -> bool {
        use ListGroupKind as Kind;
        let store = &self.gathered.store;
        let may_choose = |kind: Kind| [Kind::Matched, Kind::MatchedById, Kind::Ambiguous].contains(&kind);
        let mut rows = self.found.iter().enumerate();
        let place = rows.find_map(|(place, found)| {
            (u64::from(store.number(place)) == row && may_choose(found.what.group())).then_some(place)
        });
        let Some((place, matching)) = place.zip(self.matching.as_mut()) else { return false };
        matching.choose(place, fan);
        true
    }

    /// Returns the column that the fans are in because some of them are known, as long as the list asks for the column.
    pub fn known_column(&self, is_known: impl Fn(&str) -> bool) -> Option<u32> {
        self.asks.filter(|asks| *asks == ListQuestion::Column)?;
        self.gathered.columns.known(is_known).and_then(|place| u32::try_from(place).ok())
    }

    /// Returns the names nobody has looked up yet, in their lookup form, without duplicates, in list order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.judged().iter().enumerate().filter(|(_, found)| found.what == RowKind::Name);
        names.map(|(row, _)| self.gathered.store.text(row))
    }

    /// Returns the names beside damaged IDs that no known fan fits, once they were matched, in their lookup form and
    /// without duplicates. A fan who is found by such a name is matched if the ID fits.
    pub fn names_beside_damaged(&self) -> Vec<String> {
        if self.matching.is_none() {
            return Vec::new();
        }
        let store = &self.gathered.store;
        let rows = self.judged().iter().enumerate();
        let damaged = rows.filter(|(_, found)| found.what.group() == ListGroupKind::Damaged);
        let mut seen = HashSet::new();
        damaged
            .filter_map(|(row, _)| name_in(store.label(row)?))
            .filter(|name| seen.insert(search_key(name)))
            .collect()
    }

    /// Whether any row is damaged and not matched.
    pub fn has_damaged(&self) -> bool {
        self.judged().iter().any(|found| found.what.group() == ListGroupKind::Damaged)
    }

    /// Returns the account IDs that the damaged IDs may have been, whether or not anybody has them, without duplicates.
    /// `now_ms` is the time in milliseconds since 1970.
    pub fn possible_ids(&self, limits: &IdLimits, now_ms: u64) -> Vec<FanId> {
        let store = &self.gathered.store;
        let rows = self.judged().iter().enumerate();
        let damaged = rows.filter(|(_, found)| found.what.group() == ListGroupKind::Damaged);
        let mut seen = HashSet::new();
        damaged
            .flat_map(|(row, _)| possible_ids(store.text(row), limits, now_ms))
            .filter(|id| seen.insert(id.clone()))
            .collect()
    }

    /// Whether any row holds a name that can be looked up, or was.
    pub fn has_names(&self) -> bool {
        let named = |found: &RowStatus| found.what == RowKind::Name;
        self.asks.is_none() && (self.matching.is_some() || self.alone.iter().any(named))
    }

    /// Returns the fans that can be added, without duplicates, in list order. Fans who were added before or are VIP are
    /// included and flagged.
    pub fn fans(&self) -> impl Iterator<Item = ListedFan<'_>> {
        let store = &self.gathered.store;
        let fans = self.judged().iter().enumerate().filter(|(_, found)| {
            found.what.is_fan()
                || found.what == RowKind::MatchedById
                || found.what.group() == ListGroupKind::Unlikely
        });
        fans.map(|(row, found)| ListedFan {
            row: u64::from(store.number(row)),
            fan: self.person(*found).map_or_else(|| store.text(row), |person| person.id.as_str()),
            label: store.label(row),
            called: self.person(*found),
            group: found.what.group(),
        })
    }

    /// Returns the IDs of the rows of some kinds, in list order.
    pub(super) fn ids_of(&self, kinds: fn(RowKind) -> bool) -> Vec<String> {
        let rows = self.judged().iter().enumerate().filter(|(_, found)| kinds(found.what));
        rows.map(|(row, found)| {
            self.person(*found)
                .map_or_else(|| self.gathered.store.text(row), |person| person.id.as_str())
                .to_owned()
        })
        .collect()
    }

    /// Returns the IDs inside longer text, one or several in a cell. There may be more: only the first 100,000 of each kind
    /// are kept.
    pub fn inside_text(&self) -> impl Iterator<Item = &str> {
        let left = &self.gathered.store.left;
        left.inside_text.ids().chain(left.several.ids())
    }

    pub(super) fn error(&self, problem: ListProblem) -> ImportError {
        ImportError { file: self.file.clone().unwrap_or_default(), problem }
    }

    fn read_source(source: Source, reading: &mut ReadProgress<'_>) -> Result<Self, ListProblem> {
        let len = source.len();
        let kind = kind(&mut source.reader()?, len)?;
        let watch = &mut ProgressMeter::new(reading, len);
        let form = match kind {
            Kind::Text => FileFormat::Text(text::shape(&source, watch)?),
            Kind::Archive => FileFormat::Book(workbook::open(&source, watch)?),
            Kind::FlatBook(flat) => FileFormat::Book(workbook::open_flat(&source, flat, watch)?),
            Kind::Compound => FileFormat::Book(workbook::open_compound(&source, watch)?),
        };
        Self::gather(source, form, reading)
    }

    fn gather(
        source: Source,
        mut form: FileFormat,
        reading: &mut ReadProgress<'_>,
    ) -> Result<Self, ListProblem> {
        let gathered = match &mut form {
            FileFormat::Text(_) => gather_best(&source, &form, reading, Of::IdsOrNames)?,
            FileFormat::Book(_) => gather_sheet(&source, &mut form, reading)?,
        };
        let (alone, found, people) = (Vec::new(), Vec::new(), Vec::new());
        let (file, name, asks, rounded_everywhere) = (None, String::new(), None, false);
        let mut list = Self {
            source,
            form,
            file,
            name,
            gathered,
            alone,
            found,
            people,
            asks,
            rounded_everywhere,
            matching: None,
        };
        list.judge();
        list.ask();
        Ok(list)
    }

    /// Asks for the column of the fans if nothing tells which it is.
    fn ask(&mut self) {
        self.asks = self.gathered.is_unclear().then_some(ListQuestion::Column);
    }

    /// Returns the status of each row; of none as long as the user must choose something.
    fn judged(&self) -> &[RowStatus] {
        if self.asks.is_some() { &[] } else { &self.found }
    }

    fn judge(&mut self) {
        self.matching = None;
        self.alone = judge(&self.gathered.store);
        self.rounded_everywhere = check::is_rounded_everywhere(&self.gathered.store, &self.alone);
        self.found.clone_from(&self.alone);
        self.people.clear();
    }

    pub(super) fn person(&self, found: RowStatus) -> Option<&Fan> {
        self.people.get(found.person()?)
    }
}
