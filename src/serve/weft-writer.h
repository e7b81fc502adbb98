/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-work.h"

G_BEGIN_DECLS

/**
 * WeftWriter:
 *
 * The one who writes: a thread with the engine's one connection for it, which takes what is queued, many works a transaction, and tells of it after
 * the commit. Each operation has a savepoint of its own, for its refusal; if a transaction meets a fault, each of its works is tried in one of its
 * own, so that only the guilty one fails. Beside, it keeps the index for search behind the rows and forgets old results and jobs.
 */
typedef struct _WeftWriter WeftWriter;

/** weft_writer_new: @engine outlives it. */
WeftWriter *weft_writer_new (WeftEngine *engine);
/** weft_writer_free: it is stopped. */
void weft_writer_free (WeftWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftWriter, weft_writer_free)

/** weft_writer_start: @database: until it is stopped. @driven: without threads: all is done in weft_writer_turn(), which calls that wait make themselves. */
void weft_writer_start (WeftWriter *self, WeftDatabase *database, gboolean driven);
/** weft_writer_stop: takes nothing more, runs what is queued, ends the thread. Blocking. */
void weft_writer_stop (WeftWriter *self);
/** weft_writer_is_driven: whether it is started, without a thread. */
gboolean weft_writer_is_driven (WeftWriter *self);
/** weft_writer_is_current: whether this thread is the writer's; whoever drives it is the writer. */
gboolean weft_writer_is_current (WeftWriter *self);

/** weft_writer_push: queues @work; any thread. Takes it only with %TRUE; %WEFT_ERROR_RATE_LIMITED when 100,000 wait, %WEFT_ERROR_UNAVAILABLE when it is stopped. */
gboolean weft_writer_push (WeftWriter *self, WeftWork *work, GError **error);
/** weft_writer_run: waits for the commit of a job without finish, which stays the caller's. Any thread but the writer's. */
gboolean weft_writer_run (WeftWriter *self, WeftWork *work, GError **error);

/** weft_writer_get_due: Returns: when the next turn has something to do, monotonic µs; 0: at once. */
gint64 weft_writer_get_due (WeftWriter *self);
/** weft_writer_turn: what the thread does in one round: a transaction for what is queued, and what is due. Returns: whether anything was queued. */
gboolean weft_writer_turn (WeftWriter *self);

/** weft_writer_get_transaction: inside a work: what it does and tells. */
WeftTransaction *weft_writer_get_transaction (WeftWriter *self);

/** weft_writer_set_scheduled_func: see _weft_engine_set_scheduled_func(). */
void weft_writer_set_scheduled_func (WeftWriter *self, void (*func) (gpointer user_data), gpointer user_data);
void weft_writer_get_statistics (WeftWriter *self, WeftEngineStatistics *statistics);

G_END_DECLS
