-- What brings the tables of older versions of notices to tables.sql.

-- version 2
ALTER TABLE muted ADD COLUMN until INTEGER;
