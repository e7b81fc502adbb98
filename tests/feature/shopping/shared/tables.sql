-- A shopping list, and what is on it.

CREATE TABLE shopping_list (
  stream TEXT NOT NULL,
  name TEXT NOT NULL, -- @search @stream_name
  created_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream)
) STRICT;

CREATE TABLE shopping_item (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL, -- @search @erase
  amount TEXT NOT NULL, -- @erase
  bought INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  author TEXT NOT NULL, -- @author
  added_at INTEGER NOT NULL, -- @meta @time
  PRIMARY KEY (stream, id)
) STRICT;
