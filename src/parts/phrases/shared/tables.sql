-- On user/<id>: what that person writes often. On workspace: what the team does.

-- @erase rows
CREATE TABLE phrase (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;
