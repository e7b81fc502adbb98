/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "store/weft-changes.h"
#include "sync/weft-copy.h"

G_BEGIN_DECLS

/**
 * WeftBatch:
 *
 * The one way in which anything writes the rows of a copy: one transaction that takes back the predictions of the
 * streams it touches, folds what is confirmed, plans and folds again what is pending, and keeps the new inverse.
 * One recording over all of it yields the net changes, so that nothing flickers. Each function that fails leaves the
 * batch fit only for weft_batch_free(), which rolls back; then call weft_copy_reload().
 */
typedef struct _WeftBatch WeftBatch;

/** WeftBatchOutcome: what became of a frame. */
typedef enum
{
  WEFT_BATCH_APPLIED,
  WEFT_BATCH_IGNORED,     /* known already, or of a stream that is not held or stopped */
  WEFT_BATCH_GAP,         /* events are missing: subscribe again from the position held */
  WEFT_BATCH_STALE,       /* rows from before what is held: ask again */
  WEFT_BATCH_EARLY,       /* rows from after what is held: keep until the events have come */
  WEFT_BATCH_BROKEN,      /* the copy cannot go on from its rows: a snapshot is needed */
  WEFT_BATCH_UNFIT,       /* a snapshot which does not fit the tables: what there was is kept */
  WEFT_BATCH_UPDATE_NEEDED, /* the stream is stopped: this program does not know what came */
} WeftBatchOutcome;

/** weft_batch_begin: @durable: the commit waits for the disk. */
WeftBatch *weft_batch_begin (WeftCopy *copy, gboolean durable, GError **error);
void weft_batch_free (WeftBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBatch, weft_batch_free)

/** weft_batch_fold: an `events` frame. */
gboolean weft_batch_fold (WeftBatch *self, const WeftFrame *frame, WeftBatchOutcome *outcome, GError **error);
/** weft_batch_replace: @pages: (element-type WeftFrame): all pages of a snapshot, which takes the place of the stream's rows. */
gboolean weft_batch_replace (WeftBatch *self, GPtrArray *pages, WeftBatchOutcome *outcome, GError **error);
/** weft_batch_insert: a `page-rows` frame: rows of @table, asked for with @before. */
gboolean weft_batch_insert (WeftBatch *self, const WeftFrame *frame, const char *table, gint64 before, WeftBatchOutcome *outcome, GError **error);
/** weft_batch_purge: rows, marks and extents go; what is pending stays, as failed with @reason. */
gboolean weft_batch_purge (WeftBatch *self, const char *stream, const GError *reason, GError **error);
/** weft_batch_forget_position: the rows stay to be looked at, and a snapshot will replace them. */
gboolean weft_batch_forget_position (WeftBatch *self, const char *stream, GError **error);
/** weft_batch_take_result: the answer to an operation. @forked is set if the client id has to change; @faulty, if it may be sent again later; @given_up, if it
 * failed too often to be sent again: the server waits for its number, and runs nothing of a higher one. */
gboolean weft_batch_take_result (WeftBatch *self, const WeftFrameResult *result, gboolean *forked, gboolean *faulty, gboolean *given_up, GError **error);
/** weft_batch_fail: @entry was refused: it waits for the person, and its prediction goes. */
gboolean weft_batch_fail (WeftBatch *self, WeftOutboxEntry *entry, const GError *refusal, GError **error);
/** weft_batch_set_latest: a durable latest value, which only moves forward. @moved: (nullable): whether it did. */
gboolean weft_batch_set_latest (WeftBatch *self, const char *stream, const char *name, const char *person, gint64 value, gint64 at, gboolean *moved, GError **error);

/** weft_batch_add: @entry: (transfer full): a new operation of this person, predicted on top. */
gboolean weft_batch_add (WeftBatch *self, WeftOutboxEntry *entry, GError **error);
/** weft_batch_discard: takes @entry out of the outbox, and its prediction out of the rows. */
gboolean weft_batch_discard (WeftBatch *self, WeftOutboxEntry *entry, GError **error);
/** weft_batch_rebase: takes back and predicts @stream anew. */
gboolean weft_batch_rebase (WeftBatch *self, const char *stream, GError **error);
/** weft_batch_settle: a new connection has caught up: what waited for a stream that has not come waits no longer, nor does what is still to be
 * confirmed of a stream that was taken away before. */
void weft_batch_settle (WeftBatch *self);
/** weft_batch_save_client: writes the client's id and next n with the commit. */
void weft_batch_save_client (WeftBatch *self);

/** weft_batch_take_back: undoes the predictions of a stream; they are made again by the commit. */
gboolean weft_batch_take_back (WeftBatch *self, WeftHeld *held, GError **error);

/** weft_batch_finish: predicts again; afterwards the outbox says what is left to send. Called by the commit if it was not before. */
gboolean weft_batch_finish (WeftBatch *self, GError **error);
/**
 * weft_batch_commit:
 * @changes: (out) (optional) (nullable) (transfer full): the net row changes; NULL if there were none
 */
gboolean weft_batch_commit (WeftBatch *self, WeftChanges **changes, GError **error);
/** weft_batch_commit_unpredicted: leaves what was taken back unpredicted; for migrations. */
gboolean weft_batch_commit_unpredicted (WeftBatch *self, GError **error);

/** weft_batch_get_finished: (element-type utf8): ids of operations that are confirmed and in the rows since this batch. */
GPtrArray *weft_batch_get_finished (WeftBatch *self);
/** weft_batch_get_failed: (element-type utf8): ids of operations that were refused in this batch. */
GPtrArray *weft_batch_get_failed (WeftBatch *self);
/** weft_batch_get_broken: (element-type utf8): streams that need a snapshot since this batch. */
GPtrArray *weft_batch_get_broken (WeftBatch *self);
gboolean weft_batch_get_outbox_changed (WeftBatch *self);

G_END_DECLS
