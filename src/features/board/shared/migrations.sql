-- What brings the tables of older versions of board to tables.sql.

-- version 2
-- Checklists, and how many items of a task's are to be done. NULL: none.
ALTER TABLE task ADD COLUMN items INTEGER;
ALTER TABLE task ADD COLUMN items_done INTEGER;

CREATE TABLE task_item (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  task TEXT NOT NULL, -- @hangs_on
  title TEXT NOT NULL, -- @search @erase
  done INTEGER NOT NULL,
  assignee TEXT, -- NULL: nobody
  due_at INTEGER NOT NULL, -- ms; 0: never. Midnight in UTC is that day, everywhere
  removed INTEGER NOT NULL,
  author TEXT NOT NULL, -- @author
  created_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX task_item_by_task ON task_item (stream, task);

-- What people look at a board through: on project/<id> what its members share, on user/<id> what that person saved for themselves, of any project.
CREATE TABLE project_view (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL, -- the project
  name TEXT NOT NULL,
  text TEXT NOT NULL, -- a filter, as it is written
  sort TEXT NOT NULL,
  descending INTEGER NOT NULL,
  grouping TEXT NOT NULL,
  layout TEXT NOT NULL, -- "board", "list" or "figures"
  PRIMARY KEY (stream, id)
) STRICT;

-- version 3
-- From where tasks come into a status, and what they need for it. NULL: from any, and nothing.
ALTER TABLE project_status ADD COLUMN sources TEXT;
ALTER TABLE project_status ADD COLUMN needs TEXT;

-- version 4
-- Fields of a project's own, and what stands in them. NULL: nothing.
CREATE TABLE project_field (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL, -- "text", "number", "date", "select" or "person"
  options TEXT, -- a map of ids (base/weft-id-map.h): what can be chosen
  shown INTEGER NOT NULL, -- 1: cards show what stands in it
  removed INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

ALTER TABLE task ADD COLUMN field_values TEXT;

-- version 5
-- How a task comes again once it is done. NULL: it does not.
ALTER TABLE task ADD COLUMN recurrence TEXT;

-- version 6
-- Templates. NULL: it is a task like any other.
ALTER TABLE task ADD COLUMN template INTEGER;

-- version 7
-- Limits of each lane by itself. NULL: the limit is of the whole status.
ALTER TABLE project_status ADD COLUMN per_lane INTEGER;
