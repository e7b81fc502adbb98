-- The thread part: messages of any stream which mounts it.

CREATE TABLE thread (
  stream TEXT NOT NULL,
  last_ordinal INTEGER NOT NULL,
  last_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream)
) STRICT;

-- @window ordinal
CREATE TABLE message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  author TEXT NOT NULL, -- @author
  text TEXT NOT NULL, -- @search @erase
  reply_to TEXT,
  deleted INTEGER NOT NULL,
  edited_at INTEGER, -- @meta
  seq INTEGER NOT NULL, -- @meta
  at INTEGER NOT NULL, -- @meta @time
  via TEXT, -- how it came here, if no person of this workspace wrote it: "hook"
  speaker TEXT, -- then: the name it goes by
  face TEXT, -- then: an emoji, or empty
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX message_by_ordinal ON message (stream, ordinal);

-- On user/<id>: what was typed and not sent.
-- @erase rows
CREATE TABLE draft (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  text TEXT NOT NULL,
  saved_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, target)
) STRICT;
