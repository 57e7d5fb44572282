//! Opens a table of formulas in `LibreOffice` without a window.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use velvet_core::{
    export::{self, Watch},
    ids::{AccountId, FanId},
    ledger::{Completion, Ledger, NewBatch, NewItem},
    log::Log,
    model::ListedAccount,
    view::{Action, BatchFilter, Cause, ExportFormat, ExportWords, Outcome},
};

const FORMULAS: &str = include_str!("../../../../crates/velvet-core/tests/fixtures/formulas.jsonl");

/// Returns how many cells of the CSV file and the workbook are formulas after a spreadsheet program has saved them.
/// Returns `None` if no such program is installed.
pub fn formulas() -> Option<f64> {
    let program = ["soffice", "libreoffice"].into_iter().find(|name| answers(name))?;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut alive = 0;
    for (format, name) in [(ExportFormat::Csv, "table.csv"), (ExportFormat::Xlsx, "book.xlsx")] {
        let path = folder.path().join(name);
        write(folder.path(), &path, format);
        let saved = convert(program, &path, folder.path());
        let text = fs::read_to_string(&saved).expect("it was saved");
        assert!(text.contains("843584256474116096"), "{name} doesn't contain the ids");
        alive += text.matches("table:formula=").count();
    }
    Some(f64::from(u32::try_from(alive).unwrap_or(u32::MAX)))
}

fn answers(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// Converts to a single XML file, which marks every formula.
fn convert(program: &str, path: &Path, folder: &Path) -> PathBuf {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let out = folder.join("saved");
    let done = Command::new(program)
        .args([&profile, "--headless", "--convert-to", "fods", "--outdir"])
        .arg(&out)
        .arg(path)
        .stdout(Stdio::null())
        .status();
    assert!(done.is_ok_and(|status| status.success()), "couldn't convert {}", path.display());
    out.join(path.with_extension("fods").file_name().expect("it has a name"))
}

fn write(folder: &Path, path: &Path, format: ExportFormat) {
    let ledger = Ledger::open(&folder.join("ledger.sqlite3"), 1, 0).expect("it can be opened").ledger;
    let account = AccountId::new("fansly_1").expect("it is one");
    let listed = ListedAccount { id: account.clone(), name: "=1+1".to_owned() };
    ledger.list_accounts(1, &[listed]).expect("it can be written");
    let names: Vec<String> =
        FORMULAS.lines().map(|line| serde_json::from_str(line).expect("it is a text")).collect();
    for names in names.chunks(200) {
        let new = NewBatch { name: names[0].clone(), ..NewBatch::new(account.clone(), Action::Add) };
        let items = names.iter().map(|name| NewItem {
            fan: FanId::parse("843584256474116096").expect("it is one"),
            label: Some(name.clone()),
            row: None,
        });
        let batch = ledger.write_batch(&new, items, &[], 1).expect("it can be written").id;
        for row in ledger.batch_rows(batch, BatchFilter::Waiting, 0, 200).expect("it can be read").rows {
            let ending = Completion::because(Outcome::Already, Cause::Overtaken);
            ledger.end(row.item, &ending, 2).expect("it can be written");
        }
        ledger.end_batch(batch, 2).expect("it can be written");
    }
    let words = ExportWords { name: String::new(), headings: [].into(), words: [].into() };
    let mut rows = Log::new(Arc::new(ledger)).whole().expect("they can be read");
    let watch = Watch { stop: &|| false, progress: &mut |_| () };
    export::write(path, &mut rows, format, &words, watch).expect("it can be written");
}
