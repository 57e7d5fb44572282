use std::{fs, io, path::Path, sync::Arc};

use flate2::read::GzDecoder;
use velvet_core::{
    export::{self, Watch},
    failpoint::FailPoint,
    ids::{AccountId, FanId},
    import::{List, ReadProgress},
    ledger::{Completion, Intent, Ledger, Restorable},
    log::Log,
    model::ListedAccount,
    view::{Action, ExportFormat, ExportWords, Outcome},
};

/// An operation that writes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Csv,
    Xlsx,
    JsonLines,
    Backup,
    Restore,
    Trim,
    Upgrade,
}

/// A ledger of the first version, killed in the middle of its work.
const OLD: [(&str, &[u8]); 2] = [
    ("ledger.sqlite3", include_bytes!("../../../../crates/velvet-core/tests/fixtures/ledgers/1.sqlite3.gz")),
    (
        "ledger.sqlite3-wal",
        include_bytes!("../../../../crates/velvet-core/tests/fixtures/ledgers/1.sqlite3-wal.gz"),
    ),
];

/// The rows in the log before the operation. Some operations add as many again.
const ROWS: i64 = 30;

impl Deed {
    /// All operations.
    pub const ALL: [Self; 7] =
        [Self::Csv, Self::Xlsx, Self::JsonLines, Self::Backup, Self::Restore, Self::Trim, Self::Upgrade];

    /// Returns its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::JsonLines => "json_lines",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Trim => "trim",
            Self::Upgrade => "upgrade",
        }
    }

    /// Returns the operation with this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.word() == word)
    }

    /// Returns the fail points that the operation reaches.
    pub fn fail_points(self) -> &'static [FailPoint] {
        match self {
            Self::Csv | Self::Xlsx | Self::JsonLines => {
                &[FailPoint::DuringExport, FailPoint::BeforeExportMove]
            }
            Self::Backup => &[FailPoint::BeforeCopyMove],
            Self::Restore => {
                &[FailPoint::BeforeRestoreAside, FailPoint::BeforeRestoreMove, FailPoint::AfterRestoreMove]
            }
            Self::Trim => {
                &[FailPoint::BeforeTrimCommit, FailPoint::BeforeTrimVacuum, FailPoint::DuringTrimVacuum]
            }
            Self::Upgrade => {
                &[FailPoint::BeforeCopyMove, FailPoint::BeforeUpgrade, FailPoint::BeforeUpgradeCommit]
            }
        }
    }

    /// Prepares the files for the operation.
    pub fn prepare(self, folder: &Path) {
        let ledger = folder.join("ledger.sqlite3");
        if self == Self::Upgrade {
            return OLD.iter().for_each(|(name, packed)| unpack(packed, &folder.join(name)));
        }
        fill(&ledger, 1, ROWS);
        match self {
            Self::Restore => {
                let other = folder.join("other.sqlite3");
                fill(&other, 1, 2 * ROWS);
                open(&other).save_backup(&folder.join("taken.db")).expect("it can be saved");
                fs::remove_file(other).expect("it can go");
            }
            Self::Csv | Self::Xlsx | Self::JsonLines | Self::Backup => {
                self.act(folder);
                fill(&ledger, ROWS + 1, 2 * ROWS);
            }
            Self::Trim | Self::Upgrade => (),
        }
    }

    /// Runs the operation.
    pub fn act(self, folder: &Path) {
        let path = folder.join("ledger.sqlite3");
        let ledger = open(&path);
        match self {
            Self::Csv => write(ledger, folder, ExportFormat::Csv),
            Self::Xlsx => write(ledger, folder, ExportFormat::Xlsx),
            Self::JsonLines => write(ledger, folder, ExportFormat::JsonLines),
            Self::Backup => ledger.save_backup(&folder.join("file")).expect("it can be saved"),
            Self::Restore => {
                let ready = Restorable::read(&folder.join("taken.db"), &path, &(1..=i64::MAX));
                drop(ledger);
                drop(ready.expect("it is whole").take_place(&path).expect("it can be moved"));
            }
            Self::Trim => {
                ledger.trim(ROWS / 2 + 1).expect("it can be trimmed");
                ledger.shrink().expect("the space can be freed");
            }
            Self::Upgrade => (),
        }
    }

    /// Returns the state before and after the operation, from a copy of the folder. For an upgrade, both are the same.
    pub fn ways(self, folder: &Path) -> (Vec<u8>, Vec<u8>) {
        let other = tempfile::tempdir().expect("a folder can be made");
        for entry in fs::read_dir(folder).expect("it is there").flatten() {
            fs::copy(entry.path(), other.path().join(entry.file_name())).expect("it can be copied");
        }
        let old = match self {
            Self::Upgrade => Vec::new(),
            _ => self.look(other.path()).expect("it is whole"),
        };
        self.act(other.path());
        let new = self.look(other.path()).expect("it is whole");
        (if self == Self::Upgrade { new.clone() } else { old }, new)
    }

    /// Returns the current state: the IDs in the file, or every row of the ledger. Returns `None` if it is not intact.
    pub fn look(self, folder: &Path) -> Option<Vec<u8>> {
        let path = match self {
            Self::Csv | Self::Xlsx | Self::JsonLines => return ids(&folder.join("file")),
            Self::Backup => folder.join("file"),
            Self::Restore | Self::Trim | Self::Upgrade => folder.join("ledger.sqlite3"),
        };
        // Opening would create a missing ledger.
        if !path.exists() {
            return None;
        }
        let opened = Ledger::open(&path, 1, ROWS).ok()?;
        let rows = opened.ledger.slice(0, 200).ok()?;
        opened.set_aside.is_none().then(|| format!("{:?}", rows.rows).into_bytes())
    }
}

fn unpack(packed: &[u8], path: &Path) {
    let mut file = fs::File::create(path).expect("it can be made");
    io::copy(&mut GzDecoder::new(packed), &mut file).expect("it can be unpacked");
}

fn ids(path: &Path) -> Option<Vec<u8>> {
    let reading = ReadProgress { stop: &|| false, progress: &mut |_| () };
    let list = List::read(path, reading).ok()?;
    Some(list.fans().map(|fan| fan.fan).collect::<Vec<_>>().join(" ").into_bytes())
}

fn open(path: &Path) -> Arc<Ledger> {
    Arc::new(Ledger::open(path, 1, ROWS).expect("it can be opened").ledger)
}

fn fill(path: &Path, from: i64, until: i64) {
    let ledger = open(path);
    let account = AccountId::new("fansly_1").expect("it is one");
    let listed = ListedAccount { id: account.clone(), name: "Mira Rose".to_owned() };
    ledger.list_accounts(1, &[listed]).expect("it can be written");
    for now in from..=until {
        let fan = FanId::parse(&(843_584_256_474_116_096_i64 + now).to_string()).expect("it is one");
        let intent = Intent { account: account.clone(), fan, action: Action::Add, undoes: None, label: None };
        let item = ledger.begin(&intent, now).expect("it can be written").item;
        let added = Completion { marks: Some(4), ..Completion::of(Outcome::Added) };
        ledger.end(item, &added, now).expect("it can be written");
    }
}

fn write(ledger: Arc<Ledger>, folder: &Path, format: ExportFormat) {
    let words = ExportWords { name: String::new(), headings: [].into(), words: [].into() };
    let mut rows = Log::new(ledger).whole().expect("they can be read");
    let watch = Watch { stop: &|| false, progress: &mut |_| () };
    export::write(&folder.join("file"), &mut rows, format, &words, watch).expect("it can be written");
}
