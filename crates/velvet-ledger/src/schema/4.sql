-- Who is who, and who is VIP: what the service's lists said, and what the app did since.

-- What a fan is called, as the service said last.
CREATE TABLE person (
    fan      TEXT PRIMARY KEY CHECK (fan NOT GLOB '*[^0-9]*' AND length(fan) BETWEEN 6 AND 20),
    username TEXT,
    name     TEXT,
    CHECK (coalesce(username, name) IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- What was looked up, so that no credit is spent twice: the fans, as JSON.
CREATE TABLE looked_up (
    account TEXT    NOT NULL REFERENCES account (id),
    text    TEXT    NOT NULL,
    fans    TEXT    NOT NULL,
    more    INTEGER NOT NULL CHECK (more IN (0, 1)),
    read    INTEGER NOT NULL,
    PRIMARY KEY (account, text)
) STRICT, WITHOUT ROWID;

-- How much is known of an account's VIP list, by the last reading that came to an end.
CREATE TABLE vip_list (
    account  TEXT PRIMARY KEY REFERENCES account (id),
    -- When its first page was asked for, and when it ended.
    began    INTEGER NOT NULL,
    read     INTEGER NOT NULL CHECK (began <= read),
    known    TEXT    NOT NULL CHECK (known IN ('part', 'once', 'sure')),
    pages    INTEGER NOT NULL,
    -- Rows that named nobody who can be shown.
    nameless INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Fans who are, or were, on the VIP list of an account.
CREATE TABLE vip (
    account TEXT    NOT NULL REFERENCES account (id),
    fan     TEXT    NOT NULL CHECK (fan NOT GLOB '*[^0-9]*' AND length(fan) BETWEEN 6 AND 20),
    -- `missed`: not seen in the last reading, which alone proves nothing.
    state   TEXT    NOT NULL CHECK (state IN ('on', 'missed', 'left')),
    came    TEXT    NOT NULL CHECK (came IN ('app', 'outside', 'before')),
    -- Since when; nothing: since before the list was first read.
    since   INTEGER,
    -- Who took them off, when they have left.
    hand    TEXT             CHECK (hand IN ('app', 'outside')),
    -- Which reading saw them last, by when it began, and at which place.
    seen    INTEGER,
    place   INTEGER,
    -- When this app last added or removed them: readings that began before say nothing about them.
    acted   INTEGER,
    -- Which reading found that they came, left or are missed, by when it began.
    changed INTEGER,
    PRIMARY KEY (account, fan),
    CHECK ((state = 'left') = (hand IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- What was done before is known from the log: its last word about each fan.
INSERT INTO vip (account, fan, state, came, since, hand, acted)
SELECT account, fan, iif(outcome = 'added', 'on', 'left'), iif(outcome = 'added', 'app', 'before'),
       iif(outcome = 'added', ended, NULL), iif(outcome = 'added', NULL, 'app'), ended
FROM (SELECT batch.account, item.fan, item.outcome, item.ended,
             row_number() OVER (PARTITION BY batch.account, item.fan ORDER BY item.place DESC) AS back
      FROM item JOIN batch ON batch.id = item.batch
      WHERE item.outcome IN ('added', 'removed') AND item.place IS NOT NULL)
WHERE back = 1;

-- Which people are proposed, under a name.
CREATE TABLE rule (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE CHECK (name <> ''),
    -- In the words that cross to the window.
    source TEXT NOT NULL
) STRICT;

-- What the user calls an account, and the colour of its badge.
ALTER TABLE account ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN colour INTEGER CHECK (colour BETWEEN 0 AND 7);
-- The key that lists it, by the number of its entry in the keychain.
ALTER TABLE account ADD COLUMN key INTEGER NOT NULL DEFAULT 1;
