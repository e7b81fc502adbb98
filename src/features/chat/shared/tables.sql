-- Chat: what a room is. Its people and messages are the parts' rows.

CREATE TABLE room (
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL, -- @search @stream_name
  topic TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream)
) STRICT;
