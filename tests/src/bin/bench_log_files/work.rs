use std::{path::Path, process::ExitCode, sync::Arc, time::Instant};

use velvet_core::{
    export::{self, Watch},
    ledger::{Ledger, Restorable},
    log::Log,
    view::{ExportFormat, ExportWords, Failure},
};

use velvet_tests::{book, memory};

use crate::ROWS;

/// Runs one operation and prints its seconds and megabytes.
pub fn child(work: &str, file: &Path) -> ExitCode {
    match run(work, file) {
        Ok(seconds) => {
            println!("{seconds} {}", memory::most());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure:?}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the seconds of the operation itself, without opening the ledger.
fn run(work: &str, file: &Path) -> Result<f64, Failure> {
    let ledger = Arc::new(Ledger::open(file, 1, 0)?.ledger);
    let half = book::began(ROWS / 2);
    let start = Instant::now();
    match work {
        "csv" => write(ledger, file, work, ExportFormat::Csv),
        "xlsx" => write(ledger, file, work, ExportFormat::Xlsx),
        "json_lines" => write(ledger, file, work, ExportFormat::JsonLines),
        "backup" => Ok(ledger.save_backup(&file.with_extension("taken"))?),
        "restore" => Restorable::read(&file.with_extension("taken"), file, &(1..=i64::MAX))
            .map(drop)
            .map_err(Failure::from),
        "trim_offer" => ledger.trim_offer(half).map(drop).map_err(Failure::from),
        _ => Ok(ledger.trim(half).and_then(|()| ledger.shrink())?),
    }?;
    Ok(start.elapsed().as_secs_f64())
}

fn write(ledger: Arc<Ledger>, file: &Path, work: &str, format: ExportFormat) -> Result<(), Failure> {
    let words = ExportWords { name: String::new(), headings: [].into(), words: [].into() };
    let mut rows = Log::new(ledger).whole()?;
    let watch = Watch { stop: &|| false, progress: &mut |_| () };
    export::write(&file.with_extension(work), &mut rows, format, &words, watch)?;
    Ok(())
}
