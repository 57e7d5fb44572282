//! Statements that several calls use.

use rusqlite::Connection;

/// Ends waiting items: those that were never sent with `:outcome` and `:cause`, and those that were sent before without
/// a clear reply as `unconfirmed`. Items without a position in the log get the next ones.
macro_rules! end_waiting {
    ($which:literal) => {
        concat!(
            "UPDATE item SET phase = 'done', outcome = iif(item.cause IS NULL, :outcome, 'unsure'),
                    cause = coalesce(item.cause, :cause), words = coalesce(item.words, :words), ended = :now,
                    place = coalesce(item.place, chosen.next)
             FROM (SELECT id, (SELECT coalesce(max(place), 0) FROM item WHERE place IS NOT NULL)
                              + sum(place IS NULL) OVER (ORDER BY id) AS next
                   FROM (SELECT id, place FROM item ",
            $which,
            ")) AS chosen WHERE chosen.id = item.id"
        )
    };
}
pub(super) use end_waiting;

/// Removes batches that were never written completely. Nothing of them was sent.
pub(super) fn remove_unfinished(connection: &mut Connection) -> rusqlite::Result<()> {
    let change = connection.transaction()?;
    change.execute("DELETE FROM item WHERE batch IN (SELECT id FROM batch WHERE state = 'writing')", [])?;
    change.execute("DELETE FROM batch WHERE state = 'writing'", [])?;
    change.commit()
}
