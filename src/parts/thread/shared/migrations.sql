-- What brings the tables of older versions of thread to tables.sql.

-- version 2
-- How a message came here, if no person of this workspace wrote it, and the name and face it goes by.
ALTER TABLE message ADD COLUMN via TEXT;
ALTER TABLE message ADD COLUMN speaker TEXT;
ALTER TABLE message ADD COLUMN face TEXT;
