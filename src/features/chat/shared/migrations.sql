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

-- version 3
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

-- version 4
-- What rooms look like. NULL: no picture.
ALTER TABLE room ADD COLUMN picture TEXT;
ALTER TABLE room ADD COLUMN picture_size INTEGER;

CREATE INDEX room_by_picture ON room (picture, stream) WHERE picture IS NOT NULL;
