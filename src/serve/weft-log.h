/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-position.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

#define WEFT_LOG_HASH_SIZE 32

/**
 * WeftHead:
 * @head: the last event; 0 if there is none yet
 * @floor: all events above it are stored; a position below it cannot resume
 * @hash: the running SHA-256 after @head
 *
 * Where a stream's log stands.
 */
typedef struct
{
  gboolean exists;
  guint64 epoch;
  gint64 head;
  gint64 floor;
  gint64 erasures;   /* how often content was taken out of log or baseline */
  guint8 hash[WEFT_LOG_HASH_SIZE];
  guint8 floor_mark[WEFT_MARK_SIZE];
} WeftHead;

/** weft_log_advance_hash: the running SHA-256 after one more stored event. */
void weft_log_advance_hash (guint8 hash[WEFT_LOG_HASH_SIZE], const char *stored, gsize length);

/** weft_log_read_head: a stream that is not there leaves @exists FALSE; FALSE only if reading fails. */
gboolean weft_log_read_head (WeftDatabase *database, const char *stream, WeftHead *head, GError **error);

/**
 * weft_log_take_head: the same, to write: on a database which other servers write too, the log is this transaction's until it ends. A stream
 * which is not there cannot be taken; of two servers which make it, one fails with %WEFT_ERROR_EXISTS, at weft_log_create() or later.
 */
gboolean weft_log_take_head (WeftDatabase *database, const char *stream, WeftHead *head, GError **error);

/**
 * weft_log_take_heads:
 * @streams: (element-type utf8): in any order, with repetitions
 * @heads: gets stream → WeftHead of those which exist
 *
 * Takes several in one round trip, in order of their ids.
 */
gboolean weft_log_take_heads (WeftDatabase *database, GPtrArray *streams, GHashTable *heads, GError **error);

/** weft_log_read_heads: the same, to read: nothing is taken. */
gboolean weft_log_read_heads (WeftDatabase *database, GPtrArray *streams, GHashTable *heads, GError **error);

/** weft_log_create: makes an empty log with a new random epoch. */
gboolean weft_log_create (WeftDatabase *database, const char *stream, gint64 at, WeftHead *head, GError **error);

/**
 * weft_log_append:
 * @head: (inout): where the log stands; moved on by one
 * @by: author of the event
 * @at: ms
 * @body: a JSON object
 * @row: (nullable): which row it is about
 *
 * The head itself is written by weft_log_write_head(), once for all events of a transaction, before it ends.
 *
 * Returns: (transfer full): the event as stored and sent
 */
GBytes *weft_log_append (WeftDatabase *database,
                         const char *stream,
                         WeftHead *head,
                         const WeftEvent *event,
                         const char *by,
                         gint64 at,
                         const char *body,
                         const char *row,
                         GError **error);

/** weft_log_write_head: notes that @stream ends at @head. */
gboolean weft_log_write_head (WeftDatabase *database, const char *stream, const WeftHead *head, GError **error);

void weft_head_get_position (const WeftHead *self, WeftPosition *position);

/**
 * weft_log_check:
 * @head: of the stream, read in the same transaction
 * @reason: (out) (nullable): why not: "epoch", "ahead", "floor", "mark"; NULL if a reader may go on from @position
 */
gboolean weft_log_check (WeftDatabase *database,
                         const char *stream,
                         const WeftHead *head,
                         const WeftPosition *position,
                         const char **reason,
                         GError **error);

/**
 * weft_log_read:
 * @after: seq of the last event the reader has
 * @until: seq at which to stop
 * @max_bytes: of all, each with what stands between it and the next one; the first one comes however large it is
 * @position: (out): after the last event read; its epoch is not touched
 *
 * Returns: (transfer full) (element-type GBytes): the events after @after, in order
 */
GPtrArray *weft_log_read (WeftDatabase *database,
                          const char *stream,
                          gint64 after,
                          gint64 until,
                          gsize max_bytes,
                          WeftPosition *position,
                          GError **error);

/** weft_log_raise_floor: forgets the events up to @floor. The caller keeps what they add up to. */
gboolean weft_log_raise_floor (WeftDatabase *database, const char *stream, gint64 floor, GError **error);

/** weft_log_renew: gives a log a new epoch, as after restoring a backup: every reader loads the stream anew. */
gboolean weft_log_renew (WeftDatabase *database, const char *stream, GError **error);
/** weft_log_renew_all: the same for every stream. */
gboolean weft_log_renew_all (WeftDatabase *database, GError **error);

/** weft_log_restart: forgets all events of a damaged log and gives it a new epoch. The caller has made the rows its baseline. */
gboolean weft_log_restart (WeftDatabase *database, const char *stream, GError **error);

G_END_DECLS
