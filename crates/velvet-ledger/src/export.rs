use rusqlite::{Row, params};

use super::{Ledger, LedgerError, LogPositions, lock, names::shown_name};
use crate::text_enum::TextEnum;
use velvet_model::{Action, Cause, ExportRow, Outcome};

/// Selects what is exported of the entries between two positions. It selects nothing else, so that a million of them
/// take seconds.
macro_rules! select {
    ($order:literal) => {
        concat!(
            "SELECT item.id, coalesce(item.ended, item.began), item.fan, ",
            shown_name!(),
            ", batch.account, account.name, batch.action, item.outcome, item.cause, batch.name,
                    (SELECT note.text FROM note WHERE note.fan = item.fan)
             FROM item JOIN batch ON batch.id = item.batch JOIN account ON account.id = batch.account
             WHERE item.place BETWEEN ?1 AND ?2 ORDER BY item.place ",
            $order
        )
    };
}

impl Ledger {
    /// Returns the entries at these positions, in the given order.
    pub fn export_rows(&self, places: &LogPositions) -> Result<Vec<ExportRow>, LedgerError> {
        let rows = self.read_at(places, |connection, places| {
            let mut rows = Vec::with_capacity(places.len());
            // Most exported entries are neighbors, which are read together.
            let (mut at, mut read_on) = (0, |sql: &str, first: i64, last: i64| -> rusqlite::Result<()> {
                let mut statement = connection.prepare_cached(sql)?;
                for row in statement.query_map(params![first, last], read)? {
                    rows.push(row?);
                }
                Ok(())
            });
            while at < places.len() {
                let up = run(&places[at..], 1);
                let down = run(&places[at..], -1);
                let (first, last) = (places[at], places[at + up.max(down) - 1]);
                if up > down {
                    read_on(select!("ASC"), first, last)?;
                } else {
                    read_on(select!("DESC"), last, first)?;
                }
                at += up.max(down);
            }
            Ok(rows)
        })?;
        let unwritten = lock(&self.unwritten);
        let mask_unsaved = |row: ExportRow| {
            if unwritten.contains_key(&row.item) {
                ExportRow { outcome: Some(Outcome::Unconfirmed), cause: Some(Cause::NotSaved), ..row }
            } else {
                row
            }
        };
        Ok(rows.into_iter().map(mask_unsaved).collect())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ExportRow> {
    let list: String = row.get(9)?;
    Ok(ExportRow {
        item: row.get(0)?,
        when: row.get(1)?,
        fan: row.get(2)?,
        name: row.get(3)?,
        account: row.get(4)?,
        account_name: row.get(5)?,
        action: if row.get_ref(6)?.as_str()? == "add" { Action::Add } else { Action::Remove },
        outcome: row.get_ref(7)?.as_str_or_null()?.and_then(Outcome::from_text),
        cause: row.get_ref(8)?.as_str_or_null()?.and_then(Cause::from_text),
        list: Some(list).filter(|list| !list.is_empty()),
        note: row.get(10)?,
    })
}

/// Returns how many of these positions, including the first, follow each other at a distance of `step`.
fn run(places: &[i64], step: i64) -> usize {
    1 + places.windows(2).take_while(|pair| pair[1] - pair[0] == step).count()
}
