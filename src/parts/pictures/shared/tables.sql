-- On workspace: its own emoji and stickers. The bytes are not here: `picture` says which they are.

CREATE TABLE emoji (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  picture TEXT NOT NULL, -- @file
  size INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX emoji_by_picture ON emoji (picture, stream);

-- Who may add some: every member where there is no row.
CREATE TABLE picture_policy (
  stream TEXT NOT NULL,
  who TEXT NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

CREATE TABLE sticker_pack (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  maker TEXT NOT NULL, -- @erase
  removed INTEGER NOT NULL,
  author TEXT NOT NULL,
  arranged TEXT, -- ids of its stickers, in order, with a space between them; those not named come after
  PRIMARY KEY (stream, id)
) STRICT;

CREATE TABLE sticker (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  pack TEXT NOT NULL,
  text TEXT NOT NULL,
  picture TEXT NOT NULL, -- @file
  size INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX sticker_by_pack ON sticker (stream, pack);
CREATE INDEX sticker_by_picture ON sticker (picture, stream);
