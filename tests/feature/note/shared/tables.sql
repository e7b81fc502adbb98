-- Notes: what a feature of the tests keeps.

CREATE TABLE notebook (
  stream TEXT NOT NULL,
  name TEXT NOT NULL, -- @search
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream)
) STRICT;

-- Notes order by place, equal ones by id.
CREATE TABLE note (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL, -- @search @erase
  text TEXT NOT NULL, -- @search @erase
  due INTEGER NOT NULL,
  place TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  flags TEXT, -- for whom it is flagged: a set of ids (base/weft-id-set.h)
  author TEXT NOT NULL, -- @author
  created_at INTEGER NOT NULL, -- @meta @time
  changed_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX note_by_place ON note (stream, place, id);
CREATE INDEX note_by_due ON note (stream, due);

CREATE TABLE note_tag (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (stream, id, tag)
) STRICT;
