-- The conflict part: who changed what last, and what people have lost to others.

-- On any stream, written around the fold of an event that sets a field whose rule is not `last`, once it has been changed. In pages,
-- because one is kept for everything that was ever changed; it only says whom to name.
-- @window seq
CREATE TABLE field_version (
  stream TEXT NOT NULL,
  object TEXT NOT NULL,
  field TEXT NOT NULL,
  seq INTEGER NOT NULL, -- @meta
  person TEXT NOT NULL,
  PRIMARY KEY (stream, object, field)
) STRICT;

CREATE INDEX field_version_by_seq ON field_version (stream, seq);

-- On user/<id>: what that person wrote and somebody else was earlier.
-- @erase rows
CREATE TABLE conflict (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  op TEXT NOT NULL,
  object TEXT NOT NULL,
  field TEXT NOT NULL,
  mine TEXT NOT NULL,
  theirs TEXT,
  base TEXT,
  person TEXT,
  at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;
