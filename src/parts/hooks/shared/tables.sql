-- The hooks part: programs which may write into a stream. Their secrets' hashes are the server's own.

CREATE TABLE hook (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  face TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

-- Alerts which fire: the message that tells of each.
CREATE TABLE hook_alert (
  stream TEXT NOT NULL,
  hook TEXT NOT NULL,
  alert TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (stream, hook, alert)
) STRICT;

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
