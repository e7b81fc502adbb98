/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "serve/weft-engine.h"
#include "serve/weft-log.h"

G_BEGIN_DECLS

/**
 * WeftDelivery:
 *
 * What subscribers hear of one stream after the commit: some events in a row, or that somebody's role changed. A change stands after the
 * event which made it and before the next one, so that whom a stream is taken from sees no more of it.
 */
typedef struct
{
  char *stream;
  gint64 first;              /* seq of the first event */
  GPtrArray *stored;         /* of GBytes */
  gsize n_bytes;             /* in them: kept to what one frame holds, so that one frame serves everybody */
  WeftPosition position;     /* after the last */
  char *person;              /* (nullable): a change of role instead of events */
  WeftRole role;
} WeftDelivery;

/**
 * WeftTransaction:
 *
 * What one operation does, in the writer's transaction and in a savepoint of its own: the heads it moved, and what is to be told
 * after the commit. Thrown away if the operation is refused.
 */
typedef struct _WeftTransaction WeftTransaction;

struct _WeftTransaction
{
  WeftEngine *engine;        /* unowned */
  WeftDatabase *database;    /* unowned */
  gint64 at;                 /* ms: the time of all its events */
  const char *address;       /* (nullable), unowned: of who asks */
  const char *client;        /* (nullable), unowned: with which client */
  gint64 due_at;             /* ms: when a job was due which runs the operation; 0: no job does */
  const char *job;           /* (nullable): its id; unowned */
  guint depth;               /* how many operations it is in */
  gboolean scheduled;        /* there are jobs which were not there before */
  WeftTransaction *outer;    /* (nullable) (unowned): where heads are known already, of savepoints around this one and before it */
  GHashTable *heads;         /* stream → WeftHead */
  GHashTable *clients;       /* id → WeftClient: where those stand whose operations run */
  GHashTable *roles;         /* "stream person" → GINT_TO_POINTER (WeftRole): looked up, and not changed since */
  gboolean roles_changed;    /* what is known further out is out of date */
  GPtrArray *moved;          /* streams which got events since weft_transaction_write(), in order; borrowed from @heads */
  GPtrArray *deliveries;     /* of WeftDelivery */
  GPtrArray *ended;          /* of char*: whose sessions end */
  GPtrArray *erased;         /* of char*: streams from which content was taken */
  GPtrArray *erased_files;   /* of char*: hashes which erased rows name until their event is folded */
};

WeftTransaction *weft_transaction_new (WeftEngine *engine, WeftDatabase *database, gint64 at);
/** weft_transaction_new_within: for an operation which one in @outer runs, in a savepoint of its own; to be merged into @outer or thrown away. */
WeftTransaction *weft_transaction_new_within (WeftTransaction *outer);
void weft_transaction_free (WeftTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTransaction, weft_transaction_free)

/** weft_transaction_get_head: Returns: (transfer none): the head of @stream, which may not exist; NULL on error. It is this transaction's until the end. */
WeftHead *weft_transaction_get_head (WeftTransaction *self, const char *stream, GError **error);

/** weft_transaction_get_role: as weft_access_get_role(). */
WeftRole weft_transaction_get_role (WeftTransaction *self, const char *stream, const char *person, GError **error);

/** weft_transaction_write: writes how far streams and clients got; once for all operations, before it ends or somebody else reads them. */
gboolean weft_transaction_write (WeftTransaction *self, GError **error);

/** weft_transaction_forget: looks up everything anew from here on: something else than events was written. */
void weft_transaction_forget (WeftTransaction *self);

/** weft_transaction_append: logs and folds one event; @stream is made if it is not there. */
gboolean weft_transaction_append (WeftTransaction *self,
                                  const char *stream,
                                  const WeftEvent *event,
                                  const char *by,
                                  const char *body,
                                  JsonObject *object,
                                  GError **error);

/** weft_transaction_end_sessions: takes away all tokens of @person, and remembers to close the connections. */
gboolean weft_transaction_end_sessions (WeftTransaction *self, const char *person, GError **error);

/** weft_transaction_erase: takes the content of @row out of what is stored of @stream. @n_blanked: (inout): grows by what held some. */
gboolean weft_transaction_erase (WeftTransaction *self, const char *stream, const char *row, guint *n_blanked, GError **error);

/** weft_transaction_erase_files: once the events of erased rows are folded: what files they named is due at once where nothing else names it. */
gboolean weft_transaction_erase_files (WeftTransaction *self, GError **error);

/** weft_transaction_merge: moves what @later has to tell to the end of @self. */
void weft_transaction_merge (WeftTransaction *self, WeftTransaction *later);

/** weft_transaction_deliver: tells it. */
void weft_transaction_deliver (WeftTransaction *self, const WeftSubscriber *subscriber, gpointer user_data);

G_END_DECLS
