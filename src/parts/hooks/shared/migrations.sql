-- What brings the tables of older versions of hooks to tables.sql.

-- version 2
-- Programs which are told what people write. Their addresses and keys are the server's own.
CREATE TABLE teller (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  working INTEGER NOT NULL,
  failed TEXT NOT NULL, -- why it is told nothing any more, or empty
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;
