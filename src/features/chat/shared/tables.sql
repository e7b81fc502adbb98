-- Chat: what a room is. Its people and messages are the parts' rows.

CREATE TABLE room (
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL, -- @search @stream_name
  topic TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL, -- @meta @time
  picture TEXT, -- @file @erase
  picture_size INTEGER, -- bytes; NULL: there is none
  PRIMARY KEY (stream)
) STRICT;

CREATE INDEX room_by_picture ON room (picture, stream) WHERE picture IS NOT NULL;

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

-- What a room's administrators decided about it. One without a row is private, and all its members write, add people and pin.
CREATE TABLE room_setup (
  stream TEXT NOT NULL,
  access TEXT NOT NULL,
  about TEXT NOT NULL,
  emblem TEXT NOT NULL,
  yarn TEXT NOT NULL,
  post TEXT NOT NULL,
  invite TEXT NOT NULL,
  pin TEXT NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- On a room: who asked to be let in.
CREATE TABLE join_request (
  stream TEXT NOT NULL,
  person TEXT NOT NULL,
  asked_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, person)
) STRICT;

-- On user/<id>: into which rooms that person asked to be let.
CREATE TABLE asked_room (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  asked_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, target)
) STRICT;

-- On workspace: the rooms which everybody may join or ask to be let into. Guests do not read it.
CREATE TABLE listed_room (
  stream TEXT NOT NULL,
  room TEXT NOT NULL,
  name TEXT NOT NULL,
  topic TEXT NOT NULL,
  access TEXT NOT NULL,
  PRIMARY KEY (stream, room)
) STRICT;
