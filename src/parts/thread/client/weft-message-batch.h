/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "parts/thread/client/weft-preview.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* What a reader thread brings to the main thread for WeftMessageList: plain values, no objects. */

/** WeftMessageRecord: one row of `message` with what its row on screen needs from elsewhere. Strings are the batch's. */
typedef struct
{
  gint64 ordinal;
  gint64 seq;
  gint64 at;
  gint64 edited_at;
  gint64 reply_ordinal; /* in the same list; 0: elsewhere */
  gint64 window;        /* its number in the stream */
  gint64 replies;       /* in the thread under it */
  gint64 replied_at;
  gint64 due_at;        /* when it should have been sent, if it is late */
  const char *title;    /* (nullable): of that thread */
  const char *reactions; /* (nullable): as weft_message_reactions_parse() reads them */
  const char *id;
  const char *author;
  const char *author_name;
  const char *face;
  const char *text;
  const char *reply_to;
  const char *shows;    /* (nullable): the reply in a thread which it shows in the room */
  const char *reply_author;
  const char *reply_text;
  WeftPreview preview;  /* its strings are the batch's; without an address: there is none */
  const char *severity; /* (nullable) */
  const char *asked;    /* (nullable): a set of ids (shared/weft-id-set.h); "": everybody */
  const char *acknowledged; /* (nullable): a set of ids */
  const char *sticker;  /* (nullable): what it is shown as */
  const char *sticker_picture; /* (nullable) */
  gint64 sticker_size;
  const char *poll;     /* (nullable): "one", "several" */
  const char *votes;    /* (nullable): shared/weft-poll.h */
  gint64 closes_at;
  gint64 own_votes;     /* where votes are secret: a bit an option */
  gboolean secret;
  gboolean closed;
  gboolean resolved;
  gboolean deleted; /* by somebody for everybody, or hidden */
  gboolean hidden;  /* deleted by the person for themselves */
  gboolean posted;
  gboolean imported;
  gboolean guest;
  gboolean pinned;
  gboolean saved;
  gboolean first;
  gboolean new_day;
} WeftMessageRecord;

/** WeftMessagePending: an outbox row which is about a message. */
typedef struct
{
  const char *operation; /* the outbox row's id */
  const char *message;   /* the message's id */
  gboolean sends;        /* it would stand in this list; else an edit, a deletion, or it is written elsewhere */
  int state;             /* as in the outbox: 0 waiting, 1 sent, 2 confirmed, 3 failed */
  gboolean predicted;    /* the message has a row */
  const char *error;
  const char *text;
  const char *reply_to;
  const char *shows;    /* (nullable): the reply in a thread which it shows in the room */
  const char *severity;  /* (nullable) */
  const char *asked;     /* (nullable) */
  gint64 at;
} WeftMessagePending;

/** WeftMessageMark: up to where somebody else has received and seen the stream. */
typedef struct
{
  const char *person;
  const char *name;
  gint64 delivered;
  gint64 read;
} WeftMessageMark;

typedef struct
{
  gint64 low;
  gint64 high;
} WeftMessageRange;

/** WeftMessageRequest: what to read. */
typedef struct
{
  char *stream;
  char *person;   /* oneself */
  gint64 root;    /* the ordinal of the message whose thread it is; 0: the room */
  GArray *ranges; /* of WeftMessageRange: ordinals */
  guint tail;     /* also this many of the newest */
} WeftMessageRequest;

typedef struct
{
  gatomicrefcount ref_count;
  GStringChunk *strings;
  gint64 last_ordinal;
  WeftMessageRecord root; /* of a thread: the message it is under; id is NULL if that is not held */
  gint64 own_read;     /* one's own marks; 0 in a thread, which has none */
  gint64 own_delivered;
  GArray *ranges;      /* of WeftMessageRange: what was read */
  GArray *records;     /* of WeftMessageRecord, by ordinal within a range */
  GArray *pending;     /* of WeftMessagePending, in the outbox's order */
  GArray *marks;       /* of WeftMessageMark */
} WeftMessageBatch;

#define WEFT_TYPE_MESSAGE_BATCH (weft_message_batch_get_type ())
GType weft_message_batch_get_type (void);
WeftMessageBatch *weft_message_batch_ref (WeftMessageBatch *self);
void weft_message_batch_unref (WeftMessageBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftMessageBatch, weft_message_batch_unref)

/** weft_message_request_new: ordinals are places in the list: those of a thread begin with 1, too. */
WeftMessageRequest *weft_message_request_new (const char *stream, const char *person, gint64 root, guint tail);
void weft_message_request_add (WeftMessageRequest *self, gint64 low, gint64 high);
void weft_message_request_free (WeftMessageRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftMessageRequest, weft_message_request_free)

/** weft_message_batch_read: a WeftSyncReader. Returns: (transfer full): a WeftMessageBatch */
gpointer weft_message_batch_read (WeftDatabase *database, gpointer request, GError **error);

G_END_DECLS
