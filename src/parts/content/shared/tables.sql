-- The content part: how long a stream keeps what it holds.

CREATE TABLE retention (
  stream TEXT NOT NULL,
  log_days INTEGER NOT NULL,
  log_events INTEGER NOT NULL,
  content_days INTEGER NOT NULL,
  PRIMARY KEY (stream)
) STRICT;
