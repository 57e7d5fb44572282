//! Reads and checks the list with the core, and writes its batch to the ledger.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use velvet_core::ids::FanId;
use velvet_core::import::{ImportError, Known, List, ReadProgress};
use velvet_core::ledger::{Ledger, NewBatch, NewItem};
use velvet_core::view::{Action, ErrorCode, Failure};

use crate::Trouble;
use crate::arguments::Begin;

/// Reads the list and writes its batch. Fans that the ledger knows as added become items too, and the engine ends them
/// as `already`. Sends nothing.
pub fn write_down(begin: &Begin, ledger: &Ledger, stop: &AtomicBool, now: i64) -> Result<i64, Trouble> {
    let mut list = read(&begin.fans, stop).map_err(|error| unread(&begin.fans, error))?;
    ledger.remember_account(&begin.account)?;
    let added = match begin.action {
        Action::Add => ledger.added_before(&begin.account)?,
        Action::Remove => std::collections::HashSet::new(),
    };
    list.check(&Known {
        added_before: &|fan| added.contains(fan),
        accounts: &[begin.account.to_string()],
        ..Known::NOTHING
    });
    for group in list.view().groups {
        eprintln!("{:?} rows: {}", group.kind, group.count);
    }
    let items = list.fans().filter_map(|listed| {
        let fan = FanId::from_digits(listed.fan.to_owned()).ok()?;
        Some(NewItem { fan, label: listed.label.map(str::to_owned), row: Some(listed.row) })
    });
    let batch = NewBatch {
        speed: begin.speed,
        name: list.view().name,
        ..NewBatch::new(begin.account.clone(), begin.action)
    };
    Ok(ledger.write_batch(&batch, items, &[], now)?.id)
}

fn read(path: &Path, stop: &AtomicBool) -> Result<List, ImportError> {
    let stop = || stop.load(Ordering::Relaxed);
    List::read(path, ReadProgress { stop: &stop, progress: &mut |_| {} })
}

fn unread(path: &Path, error: ImportError) -> Trouble {
    let failure = Failure::from(error);
    if failure.code == ErrorCode::ListOutdated {
        return Trouble::Stopped;
    }
    Trouble::Arguments(format!(
        "Couldn't read {} as a list ({:?}). Nothing was changed.",
        path.display(),
        failure.code
    ))
}
