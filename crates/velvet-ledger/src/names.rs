//! What the app calls a fan. Every entry, batch, search, and export takes the name from here.

/// Selects the name of an item's fan: as the list had it when the item was written, or as the server said last, or as
/// the latest other list had it. `label` in the core's `people` makes the same of two names.
macro_rules! shown_name {
    () => {
        "coalesce(nullif(item.label, ''),
                  (SELECT CASE WHEN person.name IS NULL OR person.name = person.username COLLATE NOCASE
                                   THEN '@' || person.username
                               WHEN person.username IS NULL THEN person.name
                               ELSE person.name || ' (@' || person.username || ')' END
                   FROM person WHERE person.fan = item.fan),
                  (SELECT other.label FROM item AS other
                   WHERE other.fan = item.fan AND nullif(other.label, '') IS NOT NULL ORDER BY other.id DESC LIMIT 1))"
    };
}
pub(super) use shown_name;
