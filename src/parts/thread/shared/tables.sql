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
  replies INTEGER, -- in the thread under it, with those that were deleted; NULL: there is none
  replied_at INTEGER, -- @meta
  title TEXT, -- @search @erase
  resolved INTEGER, -- NULL where there is no thread
  twin TEXT, -- of a reply that is shown in the room as well, and of what shows it there: the other one
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX message_by_ordinal ON message (stream, ordinal);

-- On user/<id>: of which threads that person hears. One without a row is not followed.
CREATE TABLE followed_thread (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  root TEXT NOT NULL,
  follows INTEGER NOT NULL,
  PRIMARY KEY (stream, target, root)
) STRICT;

CREATE INDEX followed_thread_by_root ON followed_thread (target, root);

-- What is kept at hand for everybody in a stream. Not windowed: it is there also where its message is not held.
CREATE TABLE message_pin (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  pinned_by TEXT NOT NULL,
  pinned_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: which messages that person keeps for later: where they stand, and nothing of what they say.
CREATE TABLE saved_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  saved_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: what was typed and not sent.
-- @erase rows
CREATE TABLE draft (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  text TEXT NOT NULL,
  saved_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, target)
) STRICT;
