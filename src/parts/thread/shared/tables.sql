-- The thread part: messages of any stream which mounts it.

CREATE TABLE thread (
  stream TEXT NOT NULL,
  last_ordinal INTEGER NOT NULL,
  last_at INTEGER NOT NULL, -- @meta
  brought INTEGER, -- how many of the first messages were brought from elsewhere: nobody's news; NULL: none
  PRIMARY KEY (stream)
) STRICT;

-- @window ordinal
CREATE TABLE message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  author TEXT NOT NULL, -- @author
  text TEXT NOT NULL, -- @search @erase
  reply_to TEXT,
  deleted INTEGER NOT NULL,
  edited_at INTEGER, -- @meta
  seq INTEGER NOT NULL, -- @meta
  at INTEGER NOT NULL, -- @meta @time
  via TEXT, -- how it came here, if no person wrote it here: "hook" or "import"
  speaker TEXT, -- then: the name it goes by, where its author is nobody here
  face TEXT, -- of a hook: an emoji, or empty
  replies INTEGER, -- in the thread under it, with those that were deleted; NULL: there is none
  replied_at INTEGER, -- @meta
  title TEXT, -- @search @erase
  resolved INTEGER, -- NULL where there is no thread
  twin TEXT, -- of a reply that is shown in the room as well, and of what shows it there: the other one
  preview TEXT, -- @erase (the first address in it of which the server found out what stands there; NULL: none)
  preview_title TEXT, -- @erase
  preview_text TEXT, -- @erase
  preview_site TEXT, -- @erase
  preview_picture TEXT, -- @file @erase
  preview_size INTEGER, -- bytes of the picture; 0: there is none
  preview_width INTEGER, -- of the picture as it is kept, in pixels
  preview_height INTEGER,
  bare INTEGER, -- 1: it is shown without what is known of its address
  due_at INTEGER, -- when it should have been sent, if the server was late
  severity TEXT, -- "warning" or "urgent"; NULL: it matters as any other
  asked TEXT, -- who is to acknowledge it, a set of ids (base/weft-id-set.h); empty: everybody; NULL: nobody
  acknowledged TEXT, -- who has: a set of ids
  rounds INTEGER, -- how often those who had not were asked again
  poll TEXT, -- "one" or "several" answers, of a poll (weft-poll.h)
  secret INTEGER, -- then: whether its votes are
  closes_at INTEGER, -- ms; 0: by hand
  closed INTEGER,
  votes TEXT, -- a line an option: a set of ids, or a number where votes are secret
  reactions TEXT, -- what people made of it (shared/weft-reaction.h); NULL: nothing
  sticker TEXT, -- @erase (what it is shown as: "weft/hello", or the id of one of the workspace's; NULL: it is no sticker)
  sticker_picture TEXT, -- @file @erase
  sticker_size INTEGER, -- bytes of the picture; 0: one that comes with Weft
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX message_by_ordinal ON message (stream, ordinal);
CREATE INDEX message_by_picture ON message (preview_picture, stream) WHERE preview_picture IS NOT NULL;
CREATE INDEX message_by_sticker ON message (sticker_picture, stream) WHERE sticker_picture IS NOT NULL;

-- What people talk about that is no message (weft-topic.h). Not windowed: how much was said of it is known where nothing of that is held.
CREATE TABLE thread_topic (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  replies INTEGER NOT NULL, -- with those that were deleted
  replied_at INTEGER, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX thread_topic_by_ordinal ON thread_topic (stream, ordinal);

-- On workspace: whether the server looks at what people link to. It does where there is no row.
CREATE TABLE preview_policy (
  stream TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- On user/<id>: of which threads that person hears. One without a row is not followed.
CREATE TABLE followed_thread (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  root TEXT NOT NULL,
  follows INTEGER NOT NULL,
  PRIMARY KEY (stream, target, root)
) STRICT;

CREATE INDEX followed_thread_by_root ON followed_thread (target, root);

-- What is kept at hand for everybody in a stream. Not windowed: it is there also where its message is not held.
CREATE TABLE message_pin (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  pinned_by TEXT NOT NULL,
  pinned_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: which messages that person keeps for later: where they stand, and nothing of what they say.
CREATE TABLE saved_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  saved_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: which messages that person has deleted for themselves alone.
CREATE TABLE hidden_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: what that person wrote to be sent at a time.
CREATE TABLE scheduled_message (
  stream TEXT NOT NULL,
  id TEXT NOT NULL, -- of the message to come, too
  target TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL, -- @erase
  reply_to TEXT,
  refusal TEXT, -- "left", "suspended", or why else it was not sent; NULL: it waits
  made_at INTEGER NOT NULL, -- @meta
  root TEXT, -- of the thread into which it is sent
  also TEXT, -- id as which it is shown in the room as well
  PRIMARY KEY (stream, id)
) STRICT;

-- On user/<id>: what that person chose in polls whose votes are secret: a bit an option.
CREATE TABLE secret_vote (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  poll TEXT NOT NULL,
  options INTEGER NOT NULL,
  PRIMARY KEY (stream, target, poll)
) STRICT;

CREATE INDEX secret_vote_by_poll ON secret_vote (target, poll);

-- On user/<id>: what was typed and not sent.
-- @erase rows
CREATE TABLE draft (
  stream TEXT NOT NULL,
  target TEXT NOT NULL,
  text TEXT NOT NULL,
  saved_at INTEGER NOT NULL, -- @meta
  PRIMARY KEY (stream, target)
) STRICT;

-- Where people are not told how far others have read; on user/<id>: of whom nobody is told, and who is not told of anybody.
CREATE TABLE receipts_off (
  stream TEXT NOT NULL,
  PRIMARY KEY (stream)
) STRICT;

-- How long after they were sent messages may be changed in a stream. One without a row has no end to it.
CREATE TABLE edit_window (
  stream TEXT NOT NULL,
  seconds INTEGER NOT NULL, -- 0: never
  PRIMARY KEY (stream)
) STRICT;
