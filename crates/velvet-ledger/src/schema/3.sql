-- Whether the VIP list was read whole before anything was sent: only then it is known who was VIP before. Of older
-- batches it is not known any more.
ALTER TABLE batch ADD COLUMN looked INTEGER NOT NULL DEFAULT 0 CHECK (looked IN (0, 1));

-- The log: everything that has ended is in it, fans can be commented on, and waits are remembered.

-- One line about a fan. With a rowid, so that the update hook hears of it.
CREATE TABLE note (
    fan  TEXT PRIMARY KEY CHECK (fan NOT GLOB '*[^0-9]*' AND length(fan) BETWEEN 6 AND 20),
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;

-- A while in which nothing of a batch left.
CREATE TABLE wait (
    id    INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch (id),
    began INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    why   TEXT    NOT NULL CHECK (why IN ('told', 'plan_full', 'no_connection', 'trouble')),
    CHECK (began <= ended)
) STRICT;

CREATE INDEX wait_batch ON wait (batch, began);

-- What was never sent has ended too.
WITH numbered AS (
    SELECT id, (SELECT coalesce(max(place), 0) FROM item WHERE place IS NOT NULL) + row_number() OVER (ORDER BY ended, id) AS place
    FROM item WHERE phase = 'done' AND place IS NULL
)
UPDATE item SET place = numbered.place FROM numbered WHERE numbered.id = item.id;
