/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "parts/thread/client/weft-preview.h"

G_BEGIN_DECLS

/**
 * WeftMessageState:
 * @WEFT_MESSAGE_NONE: somebody else's: nothing to say
 * @WEFT_MESSAGE_WAITING: in the outbox, no connection
 * @WEFT_MESSAGE_SENDING: in the outbox, connected
 * @WEFT_MESSAGE_SENT: the server has it
 * @WEFT_MESSAGE_DELIVERED: a device of somebody else holds it
 * @WEFT_MESSAGE_READ: somebody else has seen it
 * @WEFT_MESSAGE_FAILED: refused; it waits for the person
 *
 * What has become of one's own message. Ordered: a later state is better news, but for the last one.
 */
typedef enum
{
  WEFT_MESSAGE_NONE,
  WEFT_MESSAGE_WAITING,
  WEFT_MESSAGE_SENDING,
  WEFT_MESSAGE_SENT,
  WEFT_MESSAGE_DELIVERED,
  WEFT_MESSAGE_READ,
  WEFT_MESSAGE_FAILED,
} WeftMessageState;

GType weft_message_state_get_type (void);
#define WEFT_TYPE_MESSAGE_STATE (weft_message_state_get_type ())

#define WEFT_TYPE_MESSAGE (weft_message_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessage, weft_message, WEFT, MESSAGE, GObject)

/**
 * WeftMessage:
 *
 * One message as it is shown. Made by WeftMessageList only, which keeps it up to date. A placeholder stands for one whose
 * row is not loaded yet: only its ordinal is known.
 *
 * Signals: `changed ()`: something that is shown has changed.
 */

gboolean weft_message_get_placeholder (WeftMessage *self);
const char *weft_message_get_id (WeftMessage *self);                /* (nullable): NULL of a placeholder */
gint64 weft_message_get_ordinal (WeftMessage *self);                /* its place in its list, from 1; 0 if it has none yet */
gint64 weft_message_get_window (WeftMessage *self);                 /* its number in the stream, as links say it */
const char *weft_message_get_author (WeftMessage *self);            /* a person's id */
const char *weft_message_get_author_name (WeftMessage *self);       /* (nullable): NULL if the person is not known here */
/** weft_message_get_posted: whether a program wrote it, which is nobody in this workspace; its name is what it calls itself. */
gboolean weft_message_get_posted (WeftMessage *self);
/** weft_message_get_imported: whether it was said elsewhere, and an administrator brought it here. */
gboolean weft_message_get_imported (WeftMessage *self);
/** weft_message_get_guest: whether its author is a guest now, of the workspace or here. */
gboolean weft_message_get_guest (WeftMessage *self);
/** weft_message_get_face: (nullable): an emoji for the face of such a program. */
const char *weft_message_get_face (WeftMessage *self);
gboolean weft_message_get_own (WeftMessage *self);
gboolean weft_message_get_pinned (WeftMessage *self);               /* for everybody in the stream */
gboolean weft_message_get_saved (WeftMessage *self);                /* by oneself, for later */
const char *weft_message_get_text (WeftMessage *self);
gint64 weft_message_get_at (WeftMessage *self);                     /* ms since 1970 UTC */
gint64 weft_message_get_due_at (WeftMessage *self);                 /* ms: when it should have been sent, if the server was late; else 0 */
gint64 weft_message_get_edited_at (WeftMessage *self);              /* ms; 0: never */
/** weft_message_get_deleted: for everybody, or for oneself. */
gboolean weft_message_get_deleted (WeftMessage *self);
/** weft_message_get_hidden: for oneself alone. */
gboolean weft_message_get_hidden (WeftMessage *self);
WeftMessageState weft_message_get_state (WeftMessage *self);
const char *weft_message_get_error (WeftMessage *self);             /* (nullable): why it failed, for people */
const char *weft_message_get_operation (WeftMessage *self);         /* (nullable): the outbox row that failed or waits */
const char *weft_message_get_reply_to (WeftMessage *self);          /* (nullable): the id of the message it answers */
gint64 weft_message_get_reply_ordinal (WeftMessage *self);          /* 0 if that message is not held */
const char *weft_message_get_reply_author (WeftMessage *self);      /* (nullable): a name */
const char *weft_message_get_reply_text (WeftMessage *self);        /* (nullable) */

/** weft_message_get_shows: (nullable): the id of the reply in a thread which it shows in the room: what hangs on the one hangs on both. */
const char *weft_message_get_shows (WeftMessage *self);

/** weft_message_get_preview: (nullable): of the address in it, also where it was taken off. */
const WeftPreview *weft_message_get_preview (WeftMessage *self);
const char *weft_message_get_reactions (WeftMessage *self);         /* (nullable): as weft_message_reactions_parse() reads it */

/* The thread under it. */
gint64 weft_message_get_replies (WeftMessage *self);                /* 0: there is none */
gint64 weft_message_get_replied_at (WeftMessage *self);             /* ms: the last one */
const char *weft_message_get_title (WeftMessage *self);             /* (nullable) */
gboolean weft_message_get_resolved (WeftMessage *self);

/** weft_message_get_severity: (nullable): "warning" or "urgent" where it matters more than others. */
const char *weft_message_get_severity (WeftMessage *self);
/** weft_message_get_asked: (nullable): who is to acknowledge it, a set of ids (shared/weft-id-set.h); "": everybody; NULL: nobody. */
const char *weft_message_get_asked (WeftMessage *self);
/** weft_message_get_acknowledged: (nullable): who has. */
const char *weft_message_get_acknowledged (WeftMessage *self);

/** weft_message_get_sticker: (nullable): what it is shown as: "weft/hello", or the id of one of the workspace's; its text says the same. */
const char *weft_message_get_sticker (WeftMessage *self);
const char *weft_message_get_sticker_picture (WeftMessage *self);    /* (nullable): hash of its bytes */
gint64 weft_message_get_sticker_size (WeftMessage *self);           /* of which there are so many */

/* Of a poll (client/weft-poll-client.h). */
const char *weft_message_get_poll (WeftMessage *self);              /* (nullable): "one" or "several" answers; NULL: it is none */
const char *weft_message_get_votes (WeftMessage *self);             /* (nullable): shared/weft-poll.h */
gint64 weft_message_get_closes_at (WeftMessage *self);              /* ms; 0: by hand */
gint64 weft_message_get_own_votes (WeftMessage *self);              /* where votes are secret: one's own, a bit an option */
gboolean weft_message_get_secret (WeftMessage *self);
gboolean weft_message_get_closed (WeftMessage *self);

/** weft_message_get_first: whether it begins a group: another author than above, or more than 5 minutes later. */
gboolean weft_message_get_first (WeftMessage *self);
/** weft_message_get_new_day: whether it is the first of its day (local time). */
gboolean weft_message_get_new_day (WeftMessage *self);
/** weft_message_get_readers: (nullable) (array zero-terminated=1): names of the people whose last seen own message this is. */
const char *const *weft_message_get_readers (WeftMessage *self);

G_END_DECLS
