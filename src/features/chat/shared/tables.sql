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

-- On user/<id>: where that person keeps a room. One without a row lies where all do.
CREATE TABLE room_place (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  archived INTEGER NOT NULL, -- 0, or 1 + the ordinal of the last message when it was put away
  cleared INTEGER NOT NULL, -- messages up to this ordinal are deleted for that person
  unread INTEGER NOT NULL, -- 0, or the ordinal from which all counts as unread
  folder TEXT NOT NULL, -- id, or empty
  PRIMARY KEY (stream, target)
) STRICT;

-- On user/<id>: that person's own sections in the list of rooms.
CREATE TABLE room_folder (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL, -- @erase
  PRIMARY KEY (stream, id)
) STRICT;
