-- The people part: the workspace, its people, and who belongs to which stream.

CREATE TABLE workspace (
  stream TEXT NOT NULL,
  name TEXT NOT NULL,
  founded_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream)
) STRICT;

CREATE TABLE person (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL, -- @search @erase @person_name
  login TEXT NOT NULL, -- @erase @person_name
  title TEXT NOT NULL, -- @erase
  status TEXT NOT NULL, -- @erase
  role TEXT NOT NULL,
  suspended INTEGER NOT NULL,
  joined_at INTEGER NOT NULL, -- @meta @time
  picture TEXT, -- @file @erase
  picture_size INTEGER, -- bytes; NULL: there is none
  guest_until INTEGER, -- when the server shuts a guest out; NULL: no end
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX person_by_picture ON person (picture, stream) WHERE picture IS NOT NULL;

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

CREATE TABLE invitation (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  role TEXT NOT NULL,
  uses_left INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  invited_by TEXT NOT NULL,
  revoked INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- Members of any stream which mounts this part.
CREATE TABLE member (
  stream TEXT NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  since INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, person)
) STRICT;

-- On user/<id>: the streams that person belongs to.
CREATE TABLE membership (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  role TEXT NOT NULL,
  since INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, target)
) STRICT;

-- On user/<id>: nobody is told when that person was last here, nor they of others.
CREATE TABLE seen_hidden (
  stream TEXT NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

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
