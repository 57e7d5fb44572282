//! A ledger for tests, and its rows.

use std::{fs, path::PathBuf, sync::Arc};

use velvet_core::{
    export::{self, Watch},
    ids::{AccountId, FanId},
    ledger::{Completion, Intent, Ledger, NewBatch, NewItem},
    log::Log,
    model::ListedAccount,
    view::{Action, Cause, ExportFormat, ExportProgress, ExportWords, Failure, LogRow, Outcome},
};

pub const FAN: &str = "843584256474116096";

pub struct Book {
    pub folder: tempfile::TempDir,
    pub ledger: Arc<Ledger>,
}

impl Book {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        let accounts = [("fansly_1", "Mira Rose"), ("fansly_2", "=Noa")];
        let listed = |(id, name): (&str, &str)| ListedAccount { id: account(id), name: name.to_owned() };
        ledger.list_accounts(1, &accounts.map(listed)).unwrap();
        Self { folder, ledger: Arc::new(ledger) }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a single item that ended at `now`.
    pub fn single(&self, fan: &str, action: Action, undoes: Option<i64>, now: i64) -> i64 {
        let intent = Intent {
            account: account("fansly_1"),
            fan: FanId::parse(fan).unwrap(),
            action,
            undoes,
            label: None,
        };
        let item = self.ledger.begin(&intent, now).unwrap().item;
        let outcome = if action == Action::Add { Outcome::Added } else { Outcome::Removed };
        self.ledger.end(item, &Completion { marks: Some(4), ..Completion::of(outcome) }, now).unwrap();
        item
    }

    /// Writes a list with these fans and names. An item that was never sent has no position in the log, so each ends as
    /// `already`.
    pub fn list(&self, name: &str, fans: &[(String, Option<String>)]) -> i64 {
        let new = NewBatch { name: name.to_owned(), ..NewBatch::new(account("fansly_2"), Action::Add) };
        let items = fans.iter().zip(1..).map(|((fan, label), row)| NewItem {
            fan: FanId::parse(fan).unwrap(),
            label: label.clone(),
            row: Some(row),
        });
        let batch = self.ledger.write_batch(&new, items, &[], 5).unwrap().id;
        let waiting = self.ledger.batch_rows(batch, velvet_core::view::BatchFilter::Waiting, 0, 200).unwrap();
        for row in waiting.rows {
            // The outcome `already` gives an unsent item a position.
            self.ledger.end(row.item, &Completion::because(Outcome::Already, Cause::Overtaken), 6).unwrap();
        }
        self.ledger.end_batch(batch, 6).unwrap();
        batch
    }

    pub fn rows(&self) -> Vec<LogRow> {
        self.ledger.slice(0, 200).unwrap().rows
    }

    /// Exports the whole log to a file.
    pub fn export(&self, format: ExportFormat) -> PathBuf {
        let path = self.path(&format!("log.{}", ending(format)));
        self.export_with(&path, format, &|| false, &mut |_| ()).unwrap();
        path
    }

    pub fn export_with(
        &self,
        path: &std::path::Path,
        format: ExportFormat,
        stop: &(dyn Fn() -> bool + Sync),
        progress: &mut (dyn FnMut(ExportProgress) + Send),
    ) -> Result<u64, Failure> {
        let mut rows = Log::new(self.ledger.clone()).whole().unwrap();
        Ok(export::write(path, &mut rows, format, &words(), Watch { stop, progress })?)
    }

    /// Returns the names of the files in the folder.
    pub fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            names.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

pub const FORMATS: [ExportFormat; 3] = [ExportFormat::Csv, ExportFormat::Xlsx, ExportFormat::JsonLines];

pub fn ending(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Xlsx => "xlsx",
        ExportFormat::JsonLines => "jsonl",
    }
}

pub fn account(id: &str) -> AccountId {
    AccountId::new(id).unwrap()
}

pub fn words() -> ExportWords {
    let pairs =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    ExportWords {
        name: "The log".to_owned(),
        headings: pairs(&[("when", "When (UTC)"), ("fan", "Fan ID"), ("account_id", "Account ID")]),
        words: pairs(&[("add", "Add"), ("added", "Added"), ("already", "Was VIP before")]),
    }
}
