/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-search-requests.h"
#include "sync/weft-batch.h"
#include "sync/weft-copy.h"

G_BEGIN_DECLS

/**
 * WeftClientSession:
 *
 * The client's half of weft.v1, without any socket: frames go in and out, and the copy is brought up to date. It has no
 * timer either: weft_client_session_get_due() says when to call weft_client_session_tick(). So tests drive it with a clock of their own.
 * Frames wait in a queue until a tick puts them into one batch.
 */
typedef struct _WeftClientSession WeftClientSession;

/** WeftClientSessionEvents: what a session tells its owner. All but @send are called between batches. */
typedef struct
{
  void (*send) (const char *frame, gsize length, gpointer user_data);
  void (*changed) (WeftChanges *changes, gpointer user_data);
  void (*latest) (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data);
  void (*presence) (const char *person, const char *state, gint64 seen, gpointer user_data);
  void (*revoked) (const char *stream, const char *title, gpointer user_data);
  void (*settled) (const char *id, const GError *error, gpointer user_data); /* an operation is in the rows, or refused */
  void (*uploads) (gpointer user_data); /* (nullable): what should be uploaded has changed: copy->uploads */
  void (*updated) (gpointer user_data); /* counts, person, or whether it has caught up */
  void (*reconnect) (gpointer user_data); /* the connection cannot go on: make a new one at once */
} WeftClientSessionEvents;

typedef void (*WeftClientSessionPageFunc) (gboolean more, const GError *error, gpointer user_data);

WeftClientSession *weft_client_session_new (WeftCopy *copy, const WeftClientSessionEvents *events, gpointer user_data);
void weft_client_session_free (WeftClientSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftClientSession, weft_client_session_free)

/** weft_client_session_connect: a connection is up: says hello. */
void weft_client_session_connect (WeftClientSession *self, const char *agent);
/** weft_client_session_disconnect: it is gone. What is queued and not in a batch yet is dropped; it will come again. */
void weft_client_session_disconnect (WeftClientSession *self);
/** weft_client_session_take_replaced: the server ended the connection because this client id connected again from elsewhere. */
gboolean weft_client_session_take_replaced (WeftClientSession *self, GError **error);

/** weft_client_session_receive: @frame: (transfer full): queues it. */
void weft_client_session_receive (WeftClientSession *self, WeftFrame *frame);
/** weft_client_session_is_flooded: whether nothing more should be read before a tick. */
gboolean weft_client_session_is_flooded (WeftClientSession *self);
/** weft_client_session_get_due: Returns: monotonic time in µs at which weft_client_session_tick() has something to do; 0: at once; G_MAXINT64: never. */
gint64 weft_client_session_get_due (WeftClientSession *self);
/** weft_client_session_tick: does what is due. An error means that the store failed: disconnect, and try again later. */
gboolean weft_client_session_tick (WeftClientSession *self, GError **error);

/** weft_client_session_is_ready: whether the server has welcomed us. */
gboolean weft_client_session_is_ready (WeftClientSession *self);
/** weft_client_session_has_caught_up: whether nothing is known to be missing. */
gboolean weft_client_session_has_caught_up (WeftClientSession *self);
/** weft_client_session_get_offset: ms to add to this machine's clock to get the server's. */
gint64 weft_client_session_get_offset (WeftClientSession *self);

/** WeftSubmission: one operation to be put into the outbox. */
typedef struct
{
  const char *stream;
  const char *op;
  const char *args;
  const char *const *files; /* (nullable): hashes of files it waits for besides those which @args name */
  const char *seen;      /* (nullable): JSON object: fields as the person saw them; what is not in it is as the rows are */
  const char *group;     /* (nullable): operations of one group are undone together */
  char *id;              /* (out): made by weft_client_session_submit() */
  GError *error;         /* (out): why this one is not in the outbox */
} WeftSubmission;

/** weft_client_session_submit: puts operations into the outbox, all in one commit that waits for the disk. FALSE: none of them is in it. */
gboolean weft_client_session_submit (WeftClientSession *self, WeftSubmission *submissions, guint n, GError **error);
/** weft_client_session_file_uploaded: the server has the file @hash, or refuses it: with @refusal fails what names it. */
gboolean weft_client_session_file_uploaded (WeftClientSession *self, const char *hash, const GError *refusal, GError **error);
/**
 * weft_client_session_step_back:
 * @stack: %WEFT_UNDO_BACK to undo, %WEFT_UNDO_FORTH to redo
 *
 * Returns: (transfer full): id of the operation that takes back the newest one; NULL with %WEFT_ERROR_NOT_FOUND (there is none), _DENIED (it
 *   never can), or whatever stands in the way ("title: changed by Mai since"): then it is forgotten
 */
char *weft_client_session_step_back (WeftClientSession *self, WeftUndoStack stack, GError **error);
/** weft_client_session_resolve_conflict: @mine: one's own text is kept; @both: below what there is. FALSE: the conflict stays. */
gboolean weft_client_session_resolve_conflict (WeftClientSession *self, const char *id, gboolean mine, gboolean both, GError **error);
gboolean weft_client_session_retry (WeftClientSession *self, const char *id, GError **error);
gboolean weft_client_session_discard (WeftClientSession *self, const char *id, GError **error);

gboolean weft_client_session_set_latest (WeftClientSession *self, const char *stream, const char *name, gint64 value, GError **error);
void weft_client_session_set_latest_object (WeftClientSession *self, const char *stream, const char *name, const char *json);
void weft_client_session_set_open (WeftClientSession *self, const char *const *streams);
/** weft_client_session_set_idle: nobody has used the device for a while, or somebody does again. */
void weft_client_session_set_idle (WeftClientSession *self, gboolean idle);
void weft_client_session_set_watched (WeftClientSession *self, const char *const *people);
/** weft_client_session_search: asks the server; calls @func now or later, once. */
void weft_client_session_search (WeftClientSession *self, const char *query, const char *zone, const char *cursor, guint limit, WeftSearchRequestFunc func, gpointer user_data);
/** WeftClientSessionAnswerFunc: @answer: (nullable): the frame. */
typedef void (*WeftClientSessionAnswerFunc) (const WeftFrame *answer, const GError *error, gpointer user_data);
/** weft_client_session_ask: asks the server about the past of a stream; calls @func now or later, once. */
void weft_client_session_ask (WeftClientSession *self, const WeftQuestion *question, WeftClientSessionAnswerFunc func, gpointer user_data);
/** weft_client_session_load_page: calls @func now or later, once. */
void weft_client_session_load_page (WeftClientSession *self, const char *stream, const char *table, gint64 before, guint limit, WeftClientSessionPageFunc func, gpointer user_data);

G_END_DECLS
