-- On user/<id>: what that person should know of. The 500 newest stay.

CREATE TABLE notice (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  fields TEXT NOT NULL, -- @erase
  link TEXT NOT NULL,
  object TEXT,
  author TEXT NOT NULL, -- @author
  seen INTEGER NOT NULL,
  seq INTEGER NOT NULL, -- @meta
  at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX notice_by_seq ON notice (stream, seq);

-- On user/<id>: streams of which they want to hear nothing.
CREATE TABLE muted (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  until INTEGER, -- ms; 0, or NULL in rows of version 1: for good
  PRIMARY KEY (stream, target)
) STRICT;

-- On user/<id>: what comes whatever is muted, and of what they want to hear where they said nothing else.
CREATE TABLE notice_choice (
  stream TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  rooms TEXT, -- all, mentions, nothing; NULL: mentions
  direct TEXT, -- the same in conversations of few; NULL: all
  PRIMARY KEY (stream)
) STRICT;

CREATE INDEX notice_choice_by_rooms ON notice_choice (rooms);

-- On user/<id>: of what in a stream they want to hear: all, mentions, nothing. One without a row: as notice_choice says.
CREATE TABLE notice_level (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  level TEXT NOT NULL,
  PRIMARY KEY (stream, target)
) STRICT;

CREATE INDEX notice_level_by_target ON notice_level (target, level);

-- On user/<id>: words which concern them wherever they stand.
CREATE TABLE notice_keyword (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  word TEXT NOT NULL, -- @erase
  folded TEXT NOT NULL, -- @erase
  PRIMARY KEY (stream, id)
) STRICT;

-- On workspace: what the server is to do when there is a notice.
CREATE TABLE notice_rule (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT,
  contains TEXT NOT NULL, -- @erase
  target TEXT NOT NULL,
  op TEXT NOT NULL,
  template TEXT NOT NULL, -- @erase
  author TEXT NOT NULL, -- @author
  added_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream, id)
) STRICT;
