-- The files part: files of any stream which mounts it. The bytes are not here: `hash` says which they are.

-- @erase rows
CREATE TABLE file (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT, -- @hangs_on
  hash TEXT NOT NULL, -- @file
  name TEXT NOT NULL, -- @search
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  author TEXT NOT NULL, -- @author
  seq INTEGER NOT NULL, -- @meta
  at INTEGER NOT NULL, -- @meta @time
  duration INTEGER, -- ms
  peaks TEXT,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX file_by_target ON file (stream, target);
CREATE INDEX file_by_hash ON file (hash, stream);
