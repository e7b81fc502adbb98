/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "sync/weft-address.h"
#include "sync/weft-client-session.h"
#include "sync/weft-sync-delivery.h"
#include "sync/weft-transport-choice.h"

G_BEGIN_DECLS

/**
 * WeftSyncThread:
 *
 * The thread on which everything of one workspace happens that touches disk, socket or JSON: it owns the copy, the session
 * and the socket. Each function here may be called from the owner's thread; it only queues. Futures resolve from this thread.
 */
typedef struct _WeftSyncThread WeftSyncThread;

/** weft_sync_thread_new: starts the thread; @opened resolves or is rejected when the store is open. */
WeftSyncThread *weft_sync_thread_new (WeftRegistry *registry, const char *address, const char *directory, WeftClock *clock, gboolean strict, DexPromise *opened, const WeftSyncThreadEvents *events, gpointer user_data);
/** weft_sync_thread_close: ends it, when everything queued is done. Resolves when the store is closed. Afterwards nothing is called any more. */
DexFuture *weft_sync_thread_close (WeftSyncThread *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_thread_free: waits for the thread's end. */
void weft_sync_thread_free (WeftSyncThread *self);

void weft_sync_thread_start (WeftSyncThread *self);
void weft_sync_thread_stop (WeftSyncThread *self);
void weft_sync_thread_retry (WeftSyncThread *self);
/** weft_sync_thread_set_network: @portal: the system says that the network wants a sign-in. */
void weft_sync_thread_set_network (WeftSyncThread *self, gboolean available, gboolean portal);
/** weft_sync_thread_set_timing: before the start; for tests. */
void weft_sync_thread_set_timing (WeftSyncThread *self, const WeftTransportTiming *timing);
/** weft_sync_thread_set_token: @refresh_in: ms until a fresh one should be fetched. */
void weft_sync_thread_set_token (WeftSyncThread *self, const char *token, gint64 refresh_in, const GError *error);

/** weft_sync_thread_hold: nothing is begun until as many weft_sync_thread_release(): submissions next to each other then reach the disk together. */
void weft_sync_thread_hold (WeftSyncThread *self);
void weft_sync_thread_release (WeftSyncThread *self);
/** weft_sync_thread_submit: @files: (nullable): hashes of files it waits for, besides those which @args name. */
DexFuture *weft_sync_thread_submit (WeftSyncThread *self, const char *stream, const char *op, const char *args, const char *const *files, const char *seen, const char *group) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_thread_file_uploaded: the server has the file @hash, or refuses it. */
void weft_sync_thread_file_uploaded (WeftSyncThread *self, const char *hash, const GError *refusal);
DexFuture *weft_sync_thread_await (WeftSyncThread *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_thread_resolve_conflict: @mine: one's own text is kept; @both: below what there is. */
DexFuture *weft_sync_thread_resolve_conflict (WeftSyncThread *self, const char *id, gboolean mine, gboolean both) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_sync_thread_step_back (WeftSyncThread *self, WeftUndoStack stack) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_sync_thread_retry_operation (WeftSyncThread *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_sync_thread_discard_operation (WeftSyncThread *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_sync_thread_ask (WeftSyncThread *self, const WeftQuestion *question) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_sync_thread_load_page (WeftSyncThread *self, const char *stream, const char *table, gint64 before, guint limit) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_thread_search: asks the server. Resolves to a boxed WeftSearchResult. */
DexFuture *weft_sync_thread_search (WeftSyncThread *self, const char *query, const char *zone, const char *cursor, guint limit) G_GNUC_WARN_UNUSED_RESULT;
void weft_sync_thread_set_latest (WeftSyncThread *self, const char *stream, const char *name, gint64 value);
void weft_sync_thread_set_latest_object (WeftSyncThread *self, const char *stream, const char *name, const char *json);
void weft_sync_thread_set_open (WeftSyncThread *self, const char *const *streams);
void weft_sync_thread_set_idle (WeftSyncThread *self, gboolean idle);
void weft_sync_thread_set_watched (WeftSyncThread *self, const char *const *people);

G_END_DECLS
