-- Batches of many: a list's fans are written down whole before the first of them is sent.

-- Nothing: a single item, which needs no pace.
ALTER TABLE batch ADD COLUMN pace TEXT CHECK (pace IN ('steady', 'fast'));
ALTER TABLE batch ADD COLUMN name TEXT NOT NULL DEFAULT '';
-- `writing` until all its items are there; a start that finds one removes it.
ALTER TABLE batch ADD COLUMN state TEXT NOT NULL DEFAULT 'ended'
    CHECK (state IN ('writing', 'open', 'paused', 'stopping', 'ended'));
-- Why it is paused, in the words that cross to the window.
ALTER TABLE batch ADD COLUMN why TEXT;
-- Whether fans are sent who were added before.
ALTER TABLE batch ADD COLUMN again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1));
-- Whether the VIP list is still to be read before anything is sent.
ALTER TABLE batch ADD COLUMN look INTEGER NOT NULL DEFAULT 0 CHECK (look IN (0, 1));
ALTER TABLE batch ADD COLUMN undoes INTEGER REFERENCES batch (id);
ALTER TABLE batch ADD COLUMN retries INTEGER REFERENCES batch (id);
ALTER TABLE batch ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN ended INTEGER;
-- How its items ended, kept by the trigger below.
ALTER TABLE batch ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN already INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
-- How many of its items were taken back, kept likewise.
ALTER TABLE batch ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;

-- What stood beside the id in the list, and where.
ALTER TABLE item ADD COLUMN label TEXT;
ALTER TABLE item ADD COLUMN row INTEGER;
-- Place in the log: the order in which things happened. Nothing while it has not begun.
ALTER TABLE item ADD COLUMN place INTEGER;
-- How often it was sent once more, because the VIP list did not settle it.
ALTER TABLE item ADD COLUMN resent INTEGER NOT NULL DEFAULT 0;

WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM item)
UPDATE item SET place = numbered.place FROM numbered WHERE numbered.id = item.id;

UPDATE batch SET
    total = 1,
    added = (SELECT count(*) FROM item WHERE item.batch = batch.id AND outcome = 'added'),
    removed = (SELECT count(*) FROM item WHERE item.batch = batch.id AND outcome = 'removed'),
    already = (SELECT count(*) FROM item WHERE item.batch = batch.id AND outcome = 'already'),
    failed = (SELECT count(*) FROM item WHERE item.batch = batch.id AND outcome = 'failed'),
    unsure = (SELECT count(*) FROM item WHERE item.batch = batch.id AND outcome = 'unsure'),
    stopped = (SELECT count(*) FROM item WHERE item.batch = batch.id AND outcome = 'stopped'),
    undone = (SELECT count(*) FROM item JOIN item AS back ON back.undoes = item.id
              WHERE item.batch = batch.id AND back.outcome IN ('added', 'removed'));

DROP INDEX item_open;
CREATE UNIQUE INDEX item_place ON item (place) WHERE place IS NOT NULL;
CREATE INDEX item_batch ON item (batch, place);
CREATE INDEX item_outcome ON item (batch, outcome, place) WHERE outcome IS NOT NULL;
CREATE INDEX item_waiting ON item (batch) WHERE phase = 'waiting';
CREATE INDEX item_sending ON item (batch) WHERE phase = 'sending';
CREATE INDEX batch_many ON batch (id) WHERE pace IS NOT NULL;
CREATE INDEX batch_open ON batch (state) WHERE state <> 'ended';
CREATE INDEX batch_undoes ON batch (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX batch_retries ON batch (retries) WHERE retries IS NOT NULL;

CREATE TRIGGER item_counts AFTER UPDATE OF outcome ON item
WHEN OLD.outcome IS NOT NEW.outcome
BEGIN
    UPDATE batch SET
        added = added + (NEW.outcome IS 'added') - (OLD.outcome IS 'added'),
        removed = removed + (NEW.outcome IS 'removed') - (OLD.outcome IS 'removed'),
        already = already + (NEW.outcome IS 'already') - (OLD.outcome IS 'already'),
        failed = failed + (NEW.outcome IS 'failed') - (OLD.outcome IS 'failed'),
        unsure = unsure + (NEW.outcome IS 'unsure') - (OLD.outcome IS 'unsure'),
        stopped = stopped + (NEW.outcome IS 'stopped') - (OLD.outcome IS 'stopped')
    WHERE id = NEW.batch;
END;

CREATE TRIGGER item_undone AFTER UPDATE OF outcome ON item
WHEN NEW.undoes IS NOT NULL AND OLD.outcome IS NOT NEW.outcome
BEGIN
    UPDATE batch SET
        undone = undone + (coalesce(NEW.outcome, '') IN ('added', 'removed'))
                        - (coalesce(OLD.outcome, '') IN ('added', 'removed'))
    WHERE id = (SELECT batch FROM item WHERE id = NEW.undoes);
END;
