-- What brings the tables of older versions of notices to tables.sql.

-- version 2
ALTER TABLE muted ADD COLUMN until INTEGER;

-- version 3
-- Whether what is urgent comes also from a place that is muted.
CREATE TABLE notice_choice (
  stream TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- version 4
ALTER TABLE notice_choice ADD COLUMN rooms TEXT;
ALTER TABLE notice_choice ADD COLUMN direct TEXT;

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
