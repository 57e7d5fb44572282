//! Changes that several calls make.

use rusqlite::Connection;

/// Ends items that wait: what was never sent as `stopped`, what was sent before without a clear answer as `unconfirmed`. The
/// log goes on with those that have no place in it yet.
macro_rules! stop {
    ($which:literal) => {
        concat!(
            "UPDATE item SET phase = 'done', outcome = iif(item.cause IS NULL, 'stopped', 'unsure'), ended = :now,
                    place = coalesce(item.place, chosen.next)
             FROM (SELECT id, (SELECT coalesce(max(place), 0) FROM item WHERE place IS NOT NULL)
                              + sum(place IS NULL) OVER (ORDER BY id) AS next
                   FROM (SELECT id, place FROM item ",
            $which,
            ")) AS chosen WHERE chosen.id = item.id"
        )
    };
}
pub(super) use stop;

/// Removes batches that were never written whole. Nothing of them was sent.
pub(super) fn remove_unfinished(connection: &mut Connection) -> rusqlite::Result<()> {
    let change = connection.transaction()?;
    change.execute("DELETE FROM item WHERE batch IN (SELECT id FROM batch WHERE state = 'writing')", [])?;
    change.execute("DELETE FROM batch WHERE state = 'writing'", [])?;
    change.commit()
}
