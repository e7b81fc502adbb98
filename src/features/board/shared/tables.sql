-- Boards: what a project is. The order of its statuses, and which task stands where in which status, are the ranks part's rows.

CREATE TABLE project (
  stream TEXT NOT NULL,
  name TEXT NOT NULL, -- @search @stream_name
  code TEXT NOT NULL, -- what the keys of its tasks begin with: "WEB"
  about TEXT NOT NULL,
  last_number INTEGER NOT NULL, -- of its newest task
  archived INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream)
) STRICT;

-- The columns of a board, in the order of the list "statuses".
CREATE TABLE project_status (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL, -- "todo", "doing" or "done"
  wip INTEGER NOT NULL, -- more tasks than this are too many; 0: there is no limit
  hard INTEGER NOT NULL, -- 1: no task may be moved there then
  removed INTEGER NOT NULL,
  sources TEXT, -- a set of ids (base/weft-id-set.h): the statuses from which tasks come here; NULL: from any
  needs TEXT, -- what a task needs to come here: "checklist" (done), "assignee" or "both"; NULL: nothing
  per_lane INTEGER, -- 1: the limit is of each lane by itself, and refuses nothing; NULL: of all of it
  PRIMARY KEY (stream, id)
) STRICT;

CREATE TABLE project_label (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  yarn TEXT NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- What a project's tasks say besides.
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

-- What people look at a board through: on project/<id> what its members share, on user/<id> what that person saved for themselves, of any project.
-- @erase rows
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

-- A task stands in the list which is named like its status.
CREATE TABLE task (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL, -- with the project's code, its key: "WEB-318"
  title TEXT NOT NULL, -- @search @erase
  about TEXT NOT NULL, -- @search @erase
  priority TEXT NOT NULL, -- "none", "low", "medium", "high" or "urgent"
  estimate REAL NOT NULL, -- points; 0: none
  start_at INTEGER NOT NULL, -- ms; 0: never. Midnight in UTC is that day, everywhere
  due_at INTEGER NOT NULL, -- likewise
  parent TEXT, -- the task of which it is a part
  duplicate_of TEXT, -- the task which asks for the same
  assignees TEXT, -- a set of ids (base/weft-id-set.h)
  labels TEXT, -- likewise
  blockers TEXT, -- likewise: the tasks for which it waits
  related TEXT, -- likewise
  steps TEXT NOT NULL, -- @meta (through which statuses it went and when: weft-task-steps.h)
  archived INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  author TEXT NOT NULL, -- @author
  created_at INTEGER NOT NULL, -- @meta @time
  items INTEGER, -- of its checklist that are to be done: those with none below them; NULL: there are none
  items_done INTEGER, -- of these
  field_values TEXT, -- @erase (what stands in the project's own fields, a map of ids: base/weft-id-map.h)
  recurrence TEXT, -- how it comes again once it is done (weft-task-recurrence.h); NULL: it does not
  template INTEGER, -- 1: others are made of it, and it stands in no column; NULL: it is a task like any other
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX task_by_parent ON task (stream, parent) WHERE parent IS NOT NULL;
CREATE INDEX task_by_due ON task (stream, due_at);

-- What a task's checklist says. An item stands in the list which is named like its task, or like the item below which it stands; that one stands
-- below none. Of what was taken away, what stands below it is not shown either.
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
