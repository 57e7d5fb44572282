//! A long log, written the way the ledger writes it, without waiting for each row.

use std::path::Path;

use rusqlite::{Connection, params};
use velvet_core::{api::ListedAccount, ids::AccountId, ledger::Ledger};

/// Two in three rows came with a list of a thousand, every tenth of them failed; a row a second.
pub fn fill(file: &Path, rows: u32) {
    let ledger = Ledger::open(file, 1, 0).expect("a ledger can be begun").ledger;
    let id = AccountId::new("fansly_8412b7d1").expect("it is one");
    ledger.list_accounts(&[ListedAccount { id, name: "Mira Rose".to_owned() }]).expect("it can be written");
    drop(ledger);
    let mut connection = Connection::open(file).expect("it can be opened");
    write(&mut connection, rows).expect("it can be written");
}

fn write(connection: &mut Connection, rows: u32) -> rusqlite::Result<()> {
    let change = connection.transaction()?;
    let mut batch = 0;
    for row in 1..=rows {
        let moment = START + i64::from(row) * 1000;
        let listed = row % 3_000 >= 1_000;
        if !listed || row % 3_000 % 1_000 == 0 || batch == 0 {
            batch += 1;
            change
                .prepare_cached(
                    "INSERT INTO batch (id, account, action, began, ended, pace, name, total)
                     VALUES (?1, 'fansly_8412b7d1', 'add', ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    batch,
                    moment,
                    listed.then_some(moment + 1_000_000),
                    listed.then_some("steady"),
                    if listed { "Friday, the new ones" } else { "" },
                    if listed { 1_000 } else { 1 },
                ])?;
        }
        let failed = row % 10 == 0;
        change
            .prepare_cached(
                "INSERT INTO item (id, batch, fan, phase, outcome, cause, marks, began, ended, label, row, place)
                 VALUES (?1, ?2, ?3, 'done', ?4, ?5, 4, ?6, ?6, ?7, ?8, ?1)",
            )?
            .execute(params![
                row,
                batch,
                (843_584_256_474_116_096_u64 + u64::from(row) * 7_919).to_string(),
                if failed { "failed" } else { "added" },
                failed.then_some("no_such_fan"),
                moment,
                listed.then(|| format!("Jamie of the {row}th, with a name")),
                listed.then_some(row % 1_000 + 2),
            ])?;
    }
    change.commit()
}

/// When the first row ended.
pub const START: i64 = 1_790_000_000_000;
