-- Whether the VIP list was read whole before anything was sent: only then it is known who was VIP before. Of older
-- batches it is not known any more.
ALTER TABLE batch ADD COLUMN looked INTEGER NOT NULL DEFAULT 0 CHECK (looked IN (0, 1));
