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
