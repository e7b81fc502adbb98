-- What brings the tables of older versions of thread to tables.sql.

-- version 2
-- How a message came here, if no person of this workspace wrote it, and the name and face it goes by.
ALTER TABLE message ADD COLUMN via TEXT;
ALTER TABLE message ADD COLUMN speaker TEXT;
ALTER TABLE message ADD COLUMN face TEXT;

-- version 3
-- Threads: what stands under a message, and who hears of it.
ALTER TABLE message ADD COLUMN replies INTEGER;
ALTER TABLE message ADD COLUMN replied_at INTEGER;
ALTER TABLE message ADD COLUMN title TEXT;
ALTER TABLE message ADD COLUMN resolved INTEGER;
ALTER TABLE message ADD COLUMN twin TEXT;

CREATE TABLE followed_thread (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  root TEXT NOT NULL,
  follows INTEGER NOT NULL,
  PRIMARY KEY (stream, target, root)
) STRICT;

CREATE INDEX followed_thread_by_root ON followed_thread (target, root);

-- version 4
-- What is kept at hand for everybody in a stream. Not windowed: it is there also where its message is not held.
CREATE TABLE message_pin (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  pinned_by TEXT NOT NULL,
  pinned_at INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: which messages that person keeps for later: where they stand, and nothing of what they say.
CREATE TABLE saved_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- version 5
-- What the server found out of the address in a message.
ALTER TABLE message ADD COLUMN preview TEXT;
ALTER TABLE message ADD COLUMN preview_title TEXT;
ALTER TABLE message ADD COLUMN preview_text TEXT;
ALTER TABLE message ADD COLUMN preview_site TEXT;
ALTER TABLE message ADD COLUMN preview_picture TEXT;
ALTER TABLE message ADD COLUMN preview_size INTEGER;
ALTER TABLE message ADD COLUMN preview_width INTEGER;
ALTER TABLE message ADD COLUMN preview_height INTEGER;
ALTER TABLE message ADD COLUMN bare INTEGER;

CREATE INDEX message_by_picture ON message (preview_picture, stream) WHERE preview_picture IS NOT NULL;

CREATE TABLE preview_policy (
  stream TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- version 6
-- Messages which are sent at a time.
ALTER TABLE message ADD COLUMN due_at INTEGER;

CREATE TABLE scheduled_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  reply_to TEXT,
  refusal TEXT,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- version 7
-- Messages which matter more than others, and who has acknowledged them.
ALTER TABLE message ADD COLUMN severity TEXT;
ALTER TABLE message ADD COLUMN asked TEXT;
ALTER TABLE message ADD COLUMN acknowledged TEXT;
ALTER TABLE message ADD COLUMN rounds INTEGER;

-- version 8
-- Polls.
ALTER TABLE message ADD COLUMN poll TEXT;
ALTER TABLE message ADD COLUMN secret INTEGER;
ALTER TABLE message ADD COLUMN closes_at INTEGER;
ALTER TABLE message ADD COLUMN closed INTEGER;
ALTER TABLE message ADD COLUMN votes TEXT;

CREATE TABLE secret_vote (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  poll TEXT NOT NULL,
  options INTEGER NOT NULL,
  PRIMARY KEY (stream, target, poll)
) STRICT;

CREATE INDEX secret_vote_by_poll ON secret_vote (target, poll);

-- version 9
-- What people make of a message.
ALTER TABLE message ADD COLUMN reactions TEXT;

-- version 10
-- Messages which were said elsewhere and brought here.
ALTER TABLE thread ADD COLUMN brought INTEGER;

-- version 11
-- Stickers.
ALTER TABLE message ADD COLUMN sticker TEXT;
ALTER TABLE message ADD COLUMN sticker_picture TEXT;
ALTER TABLE message ADD COLUMN sticker_size INTEGER;

CREATE INDEX message_by_sticker ON message (sticker_picture, stream) WHERE sticker_picture IS NOT NULL;

-- version 12
-- Messages which somebody deleted for themselves.
CREATE TABLE hidden_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- version 13
-- Where people are not told how far others have read; on user/<id>: of whom nobody is told, and who is not told of anybody.
CREATE TABLE receipts_off (
  stream TEXT NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- version 14
-- Scheduled messages go into threads, too.
ALTER TABLE scheduled_message ADD COLUMN root TEXT;
ALTER TABLE scheduled_message ADD COLUMN also TEXT;

-- version 15
-- How long after they were sent messages may be changed in a stream. One without a row has no end to it.
CREATE TABLE edit_window (
  stream TEXT NOT NULL,
  seconds INTEGER NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- version 16
-- What people talk about that is no message.
CREATE TABLE thread_topic (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  replies INTEGER NOT NULL,
  replied_at INTEGER,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX thread_topic_by_ordinal ON thread_topic (stream, ordinal);
