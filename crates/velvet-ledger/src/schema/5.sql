-- What the server said about an item, as one safe line: its reason when it refused.
ALTER TABLE item ADD COLUMN words TEXT;
-- Shapes of replies that do not prove what they claim, though the VIP list shows that it was done: one a line, names and
-- types of fields, no values.
ALTER TABLE batch ADD COLUMN shapes TEXT;

-- What the ledger's own file needs.

-- A clock may step back between the first page of a reading and its end. The reading was paid for and is true all the
-- same, so no rule compares the two. SQLite cannot drop a CHECK: the table is made anew.
ALTER TABLE vip_list RENAME TO old_vip_list;

CREATE TABLE vip_list (
    account  TEXT PRIMARY KEY REFERENCES account (id),
    -- When its first page was asked for, and when it ended, each by the clock of that moment.
    began    INTEGER NOT NULL,
    read     INTEGER NOT NULL,
    known    TEXT    NOT NULL CHECK (known IN ('part', 'once', 'sure')),
    pages    INTEGER NOT NULL,
    -- Rows that named nobody who can be shown.
    nameless INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO vip_list (account, began, read, known, pages, nameless)
SELECT account, began, read, known, pages, nameless FROM old_vip_list;

DROP TABLE old_vip_list;

-- Ties the log that SQLite keeps beside the file (`-wal`) to the file; see `ledger/wal_tag.rs`.
CREATE TABLE wal_tag (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    tag      BLOB NOT NULL CHECK (length(tag) = 16),
    previous BLOB NOT NULL CHECK (length(previous) = 16)
) STRICT;

INSERT INTO wal_tag (id, tag, previous) VALUES (1, randomblob(16), randomblob(16));
