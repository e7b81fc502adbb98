-- What brings the tables of older versions of chat to tables.sql.

-- version 2
-- On user/<id>: where that person keeps a room. One without a row lies where all do.
CREATE TABLE room_place (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  cleared INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  folder TEXT NOT NULL,
  PRIMARY KEY (stream, target)
) STRICT;

-- On user/<id>: that person's own sections in the list of rooms.
CREATE TABLE room_folder (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL, -- @erase
  PRIMARY KEY (stream, id)
) STRICT;
