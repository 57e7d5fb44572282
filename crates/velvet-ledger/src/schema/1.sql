-- Ids are text. STRICT tables refuse a number where an id belongs.

CREATE TABLE account (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    -- The creator's own native id, once asked for.
    native  TEXT,
    session TEXT NOT NULL DEFAULT 'unknown' CHECK (session IN ('unknown', 'alive', 'expired')),
    -- Place in the service's list; null once it is no longer in it. The account keeps its history.
    place   INTEGER
) STRICT;

CREATE TABLE batch (
    id      INTEGER PRIMARY KEY,
    account TEXT    NOT NULL REFERENCES account (id),
    action  TEXT    NOT NULL CHECK (action IN ('add', 'remove')),
    began   INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
    id      INTEGER PRIMARY KEY,
    batch   INTEGER NOT NULL REFERENCES batch (id),
    fan     TEXT    NOT NULL CHECK (fan NOT GLOB '*[^0-9]*' AND length(fan) BETWEEN 6 AND 20),
    phase   TEXT    NOT NULL CHECK (phase IN ('waiting', 'sending', 'done')),
    outcome TEXT             CHECK (outcome IN ('added', 'removed', 'already', 'failed', 'unsure', 'stopped')),
    cause   TEXT,
    -- All marks the service reported, VIP among them.
    marks   INTEGER,
    -- The item that this one takes back.
    undoes  INTEGER REFERENCES item (id),
    began   INTEGER NOT NULL,
    ended   INTEGER,
    checked INTEGER,
    CHECK ((phase = 'done') = (outcome IS NOT NULL)),
    CHECK ((phase = 'done') = (ended IS NOT NULL))
) STRICT;

CREATE INDEX item_fan ON item (fan);
CREATE INDEX item_open ON item (phase) WHERE phase <> 'done';
CREATE INDEX item_undoes ON item (undoes) WHERE undoes IS NOT NULL;

-- Exactly one outcome: what has ended stays as it ended. Only "not sure" may be settled, once it is known.
CREATE TRIGGER item_ends_once BEFORE UPDATE OF phase, outcome, fan, batch ON item
WHEN OLD.phase = 'done' AND OLD.outcome <> 'unsure'
BEGIN
    SELECT RAISE (ABORT, 'this item has ended');
END;
