-- Things in lists, in order of rank (byte by byte), equal ones by id.

CREATE TABLE entry (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  list TEXT NOT NULL,
  rank TEXT NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX entry_by_rank ON entry (stream, list, rank, id);
