-- What the server said about an item, as one safe line: its reason when it refused.
ALTER TABLE item ADD COLUMN words TEXT;
-- Shapes of replies that do not prove what they claim, though the VIP list shows that it was done: one a line, names and
-- types of fields, no values.
ALTER TABLE batch ADD COLUMN shapes TEXT;
