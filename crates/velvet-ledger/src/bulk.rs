//! Changes many items in one statement. For each statement, SQLite prepares its safeguards (a journal to undo it, the
//! checks of columns), which takes longer than changing one row.

use rusqlite::{Connection, ToSql, named_params};

use super::{Completion, NewItem};
use crate::text_enum::TextEnum;
use velvet_model::{Cause, Outcome};

/// Updates the items of a JSON list that are in the expected state. Items without a position in the log get the next
/// ones. That leaves no gap as long as either all of them have a position, or none.
macro_rules! change {
    ($what:literal, where $expected:literal) => {
        concat!(
            "UPDATE item SET ",
            $what,
            ", place = coalesce(place, given.key + 1 + (SELECT coalesce(max(place), 0) FROM item WHERE place IS NOT NULL))
             FROM json_each(:items) AS given WHERE item.id = given.value AND (",
            $expected,
            ")"
        )
    };
}

/// Ends items with the same completion, and returns how many. An item that already ended keeps its outcome, unless that
/// is `unconfirmed`.
pub(super) fn end(
    connection: &Connection,
    items: &[i64],
    ending: &Completion,
    now: i64,
) -> rusqlite::Result<usize> {
    if items.is_empty() {
        return Ok(0);
    }
    let ended: Vec<i64> = connection
        .prepare_cached(concat!(
            change!(
                "phase = 'done', outcome = :outcome, cause = :cause, marks = :marks, words = :words, ended = :now",
                where "item.phase <> 'done' OR item.outcome = 'unsure'"
            ),
            " RETURNING item.id"
        ))?
        .query_map(
            named_params! {
                ":items": list(items),
                ":outcome": ending.outcome.text(),
                ":cause": ending.cause.map(TextEnum::text),
                ":marks": ending.marks,
                ":words": ending.words,
                ":now": now,
            },
            |row| row.get(0),
        )?
        .collect::<rusqlite::Result<_>>()?;
    match ending.outcome {
        Outcome::Added => now_vip(connection, &list(&ended), now)?,
        Outcome::Removed => vip_no_more(connection, &list(&ended), now)?,
        _ => {}
    }
    Ok(ended.len())
}

/// Adds the fans to the stored VIP list.
fn now_vip(connection: &Connection, items: &str, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO vip (account, fan, state, came, since, acted)
             SELECT batch.account, item.fan, 'on', 'app', :now, :now
             FROM json_each(:items) AS given CROSS JOIN item ON item.id = given.value JOIN batch ON batch.id = item.batch
             WHERE true
             ON CONFLICT (account, fan) DO UPDATE SET
                 came = iif(state = 'left', 'app', came), since = iif(state = 'left', :now, since),
                 state = 'on', hand = NULL, acted = :now, changed = NULL",
        )?
        .execute(named_params! { ":items": items, ":now": now })
        .map(drop)
}

/// Removes the fans from the stored VIP list. Inserts a row as `left` even for unknown fans: the removal succeeded.
fn vip_no_more(connection: &Connection, items: &str, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO vip (account, fan, state, came, hand, acted)
             SELECT batch.account, item.fan, 'left', 'before', 'app', :now
             FROM json_each(:items) AS given CROSS JOIN item ON item.id = given.value JOIN batch ON batch.id = item.batch
             WHERE true
             ON CONFLICT (account, fan) DO UPDATE SET state = 'left', hand = 'app', acted = :now, changed = NULL",
        )?
        .execute(named_params! { ":items": items, ":now": now })
        .map(drop)
}

/// Marks items as `sending`.
pub(super) fn send(connection: &Connection, items: &[i64], now: i64) -> rusqlite::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    connection
        .prepare_cached(change!("phase = 'sending', began = :now", where "item.phase = 'waiting'"))?
        .execute(named_params! { ":items": list(items), ":now": now })
        .map(drop)
}

/// Marks items as `waiting` again. `earlier` is why the request had no clear reply.
pub(super) fn wait(connection: &Connection, items: &[i64], earlier: Option<Cause>) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE item SET phase = 'waiting', cause = :earlier
             WHERE id IN (SELECT value FROM json_each(:items)) AND phase = 'sending'",
        )?
        .execute(named_params! { ":items": list(items), ":earlier": earlier.map(TextEnum::text) })
        .map(drop)
}

/// Most rows inserted by one statement.
pub(super) const ROWS: usize = 50;

/// Inserts items of a batch, at most [`ROWS`], numbered from `first`.
pub(super) fn insert(
    connection: &Connection,
    first: i64,
    batch: i64,
    items: &[NewItem],
    now: i64,
) -> rusqlite::Result<()> {
    let rows = vec!["(?, ?, ?, 'waiting', ?, ?, ?)"; items.len()].join(", ");
    let sql = format!("INSERT INTO item (id, batch, fan, phase, began, label, row) VALUES {rows}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut places = 1..;
    let mut bind = |value: &dyn ToSql| statement.raw_bind_parameter(places.next().unwrap_or(0), value);
    for (id, item) in (first..).zip(items) {
        bind(&id)?;
        bind(&batch)?;
        bind(&item.fan.as_str())?;
        bind(&now)?;
        bind(&item.label)?;
        bind(&item.row.and_then(|row| i64::try_from(row).ok()))?;
    }
    statement.raw_execute().map(drop)
}

fn list(items: &[i64]) -> String {
    serde_json::json!(items).to_string()
}
