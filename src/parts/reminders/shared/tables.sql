-- Reminders of the stream they stand in.

CREATE TABLE reminder (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL, -- @search @erase
  target TEXT,
  object TEXT,
  author TEXT NOT NULL, -- @author
  state TEXT NOT NULL,
  set_at INTEGER NOT NULL, -- @meta @time
  fired_at INTEGER, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX reminder_by_time ON reminder (stream, at);
