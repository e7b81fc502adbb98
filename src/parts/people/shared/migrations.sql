-- What brings the tables of older versions of people to tables.sql.

-- version 2
-- What people say of themselves for a while, and when they do not want to be disturbed. One without a row said nothing.
CREATE TABLE person_state (
  stream TEXT NOT NULL,
  person TEXT NOT NULL,
  emoji TEXT NOT NULL, -- @erase
  text TEXT NOT NULL, -- @erase
  text_until INTEGER NOT NULL,
  quiet_until INTEGER NOT NULL,
  quiet_days INTEGER NOT NULL,
  quiet_start INTEGER NOT NULL,
  quiet_end INTEGER NOT NULL,
  quiet_zone TEXT NOT NULL,
  PRIMARY KEY (stream, person)
) STRICT;

-- version 3
-- What people look like. NULL: no picture.
ALTER TABLE person ADD COLUMN picture TEXT;
ALTER TABLE person ADD COLUMN picture_size INTEGER;

CREATE INDEX person_by_picture ON person (picture, stream) WHERE picture IS NOT NULL;

-- version 4
-- On user/<id>: nobody is told when that person was last here, nor they of others.
CREATE TABLE seen_hidden (
  stream TEXT NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- version 5
-- Until when a guest may come. NULL: no end.
ALTER TABLE person ADD COLUMN guest_until INTEGER;

-- version 6
-- On workspace: groups of people whom a message names by one word. Who is in a removed one is kept for when it comes back.
CREATE TABLE person_group (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  handle TEXT NOT NULL,
  about TEXT NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE TABLE person_in_group (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (stream, id, person)
) STRICT;

CREATE INDEX person_in_group_by_person ON person_in_group (stream, person);
