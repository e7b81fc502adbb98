-- The moderation part: reported messages, for the workspace's administrators alone.

-- On user/<id>: what that person has reported. `state`: 'open', 'settled' or 'withdrawn'; the last two are forgotten after a day.
CREATE TABLE reported (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  message TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  reported_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

-- On moderation/<id>: a message that people reported, and what was decided about it.
CREATE TABLE report_case (
  stream TEXT NOT NULL,
  id TEXT NOT NULL, -- of the first report
  target TEXT NOT NULL, -- where the message is
  message TEXT NOT NULL,
  author TEXT NOT NULL, -- an id: who said it
  said_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, -- @meta
  decided_by TEXT, -- NULL: it is open
  decided_at INTEGER, -- @meta
  deletes INTEGER NOT NULL, -- what was decided …
  removes INTEGER NOT NULL,
  suspends INTEGER NOT NULL,
  deleted INTEGER NOT NULL, -- … and what was done then
  removed_as TEXT NOT NULL, -- the role they had; 'none': they were not removed
  suspended INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX report_case_by_message ON report_case (stream, target, message);

CREATE TABLE report (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  reporter TEXT NOT NULL, -- @author
  reason TEXT NOT NULL,
  note TEXT NOT NULL, -- @erase
  filed_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX report_by_case ON report (stream, case_id);

-- What the message said when it was reported: the words of who said it.
CREATE TABLE report_copy (
  stream TEXT NOT NULL,
  id TEXT NOT NULL, -- of the report
  author TEXT NOT NULL, -- @author
  speaker TEXT NOT NULL, -- @erase
  text TEXT NOT NULL, -- @erase
  copied_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream, id)
) STRICT;
