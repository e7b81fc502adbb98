-- What brings the tables of older versions of files to tables.sql.

-- version 2
-- How long a voice message or a video is, and how loud the message is from its beginning to its end. NULL: written before.
ALTER TABLE file ADD COLUMN duration INTEGER;
ALTER TABLE file ADD COLUMN peaks TEXT;
