/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "proto/weft-frame.h"
#include "proto/weft-registry.h"
#include "store/weft-changes.h"
#include "store/weft-database.h"
#include "store/weft-search.h"
#include "sync/weft-account.h"
#include "sync/weft-file-cache.h"
#include "sync/weft-sync-state.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SYNC (weft_sync_get_type ())
G_DECLARE_FINAL_TYPE (WeftSync, weft_sync, WEFT, SYNC, GObject)

/**
 * WeftSync:
 *
 * The client engine of one workspace: store, outbox, predictions and connection. All of it works on one thread of
 * its own; this object lives on the thread (main context) which made it, and nothing here ever blocks it.
 *
 * Properties, notified on the owner's context: `state` (WeftSyncState), `reason` (why, for people; may be NULL), `transport` (by which way; NULL: not connected),
 * `n-waiting` (operations not confirmed yet), `n-failed` (refused ones that wait for the person),
 * `n-refusals` (how often an operation was refused; those which waited already count once each: it only grows, so that what is tried again in vain is
 * noticed although `n-failed` is what it was), `person` (own id), `role` (in the workspace), `last-sync` (ms).
 *
 * Signals: `changed (WeftChanges*)`: net row changes, at most once a frame (16 ms), merged by row;
 * `latest (stream, name, person, value, JsonNode*)`: somebody's latest value (typing …), not from oneself; durable ones come as rows of `latest` (see below);
 * `presence (person, state, seen)`; `outbox-changed ()`; `revoked (stream, title)`; `file-progress (hash, done, total)` in bytes, up or down.
 *
 * Besides the shared tables the store holds these, readable by anyone with weft_sync_read():
 *   latest (stream, name, person, value, at)      durable latest values, own ones included at once
 *   stream (stream, epoch, seq, mark, head, …)     positions
 *   outbox (k, id, stream, op, args, n, state, error_code, error_message, created_at)   state: 0 waiting, 1 sent, 2 confirmed but not seen yet, 3 failed
 *   upload (hash, size, state)                     files which operations in the outbox wait for: 0 on their way, 1 with the server, 2 refused
 *   extent (stream, table_name, low, high)         which part of a windowed table is held: ordinals low … high, without a hole
 */

/**
 * weft_sync_new:
 * @registry: what the program knows
 * @account: who and where; keeps the tokens
 * @directory: the store's directory, made if missing; locked, so that a second program gets %WEFT_ERROR_UNAVAILABLE
 * @clock: (nullable): %NULL for the machine's
 */
WeftSync *weft_sync_new (WeftRegistry *registry, WeftAccount *account, const char *directory, WeftClock *clock);

/** weft_sync_open: opens the store. Resolves when cached rows can be read; rejects with WEFT_ERROR_CORRUPT, _FULL, _UNAVAILABLE, _UPDATE_NEEDED. */
DexFuture *weft_sync_open (WeftSync *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_start: connects, and keeps connected until weft_sync_stop(). */
void weft_sync_start (WeftSync *self);
void weft_sync_stop (WeftSync *self);
/** weft_sync_retry: tries to connect at once ("Try Now"). */
void weft_sync_retry (WeftSync *self);
/** weft_sync_close: flushes and ends the thread; resolves when the store is closed. */
DexFuture *weft_sync_close (WeftSync *self) G_GNUC_WARN_UNUSED_RESULT;

WeftSyncState weft_sync_get_state (WeftSync *self);
const char *weft_sync_get_reason (WeftSync *self);
/** weft_sync_get_transport: Returns: (transfer none) (nullable): by which way it is connected: "websocket", "stream" or "poll". */
const char *weft_sync_get_transport (WeftSync *self);
/** weft_sync_get_portal_page: Returns: (transfer none) (nullable): the web page on which the network wants a sign-in, in the state WEFT_SYNC_PORTAL. */
const char *weft_sync_get_portal_page (WeftSync *self);
guint weft_sync_get_n_waiting (WeftSync *self);
guint weft_sync_get_n_failed (WeftSync *self);
guint weft_sync_get_n_refusals (WeftSync *self);
const char *weft_sync_get_person (WeftSync *self);   /* NULL before the first welcome ever */
WeftRegistry *weft_sync_get_registry (WeftSync *self);
WeftAccount *weft_sync_get_account (WeftSync *self);

/**
 * weft_sync_submit:
 * @args: the operation's struct
 *
 * Puts an operation into the outbox and predicts it. Resolves (to a string: the operation's id) once it is safe on disk; it is sent as soon as it can be.
 * Rejects with WEFT_ERROR_INVALID or _TOO_LARGE (a field), or _FULL.
 */
DexFuture *weft_sync_submit (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args) G_GNUC_WARN_UNUSED_RESULT;
/**
 * weft_sync_begin_together:
 *
 * What is submitted until weft_sync_end_together(), on whatever streams, reaches this machine's disk in one commit: a crash keeps all of it or
 * nothing. For the server they are operations like any others. Call both in one turn of the main loop.
 */
void weft_sync_begin_together (WeftSync *self);
void weft_sync_end_together (WeftSync *self);

/**
 * weft_sync_submit_with_files:
 * @files: (nullable): hashes of files of weft_sync_add_file()
 *
 * Like weft_sync_submit(), for an operation that shall not go before these files are with the server. For files which its own arguments name that is
 * so anyway: this is for what shall come with them, such as the message which they hang on. Operations that
 * wait for the same files are tried again and discarded together.
 */
DexFuture *weft_sync_submit_with_files (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args, const char *const *files) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_sync_add_file:
 *
 * Takes a copy of the file at @path, which may change or go afterwards. Resolves to a WeftFileInfo, whose hash an operation can then name: once submitted
 * it waits in the outbox until the file is with the server, however long that takes and however often it breaks off. Keeps the copy until
 * weft_sync_release_file(), or as long as an operation waits for it. Rejects with WEFT_ERROR_NOT_FOUND, _INVALID (no file) or _FULL.
 */
DexFuture *weft_sync_add_file (WeftSync *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;
void weft_sync_release_file (WeftSync *self, const char *hash);

/**
 * weft_sync_fetch_file:
 * @stream: one whose rows name @hash
 *
 * Resolves to the path (string) of a copy on this computer, only to be read: at once if there is one, else it is downloaded, going on from where an earlier
 * try broke off. It may go when nobody has asked for it for long.
 */
DexFuture *weft_sync_fetch_file (WeftSync *self, const char *stream, const char *hash, gint64 size) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_cancel_file: ends the download of @hash; what has come is kept, and `file-progress` says that it is not on its way any more. */
void weft_sync_cancel_file (WeftSync *self, const char *hash);
/** weft_sync_is_fetching_file: whether @hash is being downloaded: then weft_sync_cancel_file() ends it. */
gboolean weft_sync_is_fetching_file (WeftSync *self, const char *hash);
/** weft_sync_get_file_progress: FALSE if it is not on its way. */
gboolean weft_sync_get_file_progress (WeftSync *self, const char *hash, gint64 *done, gint64 *total);

/**
 * weft_sync_submit_seen:
 * @field: a field which @operation sets
 * @seen: its value when the person began to change it: a text
 *
 * The same, for what takes somebody a while to write: whatever others have changed since is merged by the field's rule. weft_sync_submit()
 * goes by the rows as they are when it is called.
 */
DexFuture *weft_sync_submit_seen (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args, const char *field, const char *seen) G_GNUC_WARN_UNUSED_RESULT;
/**
 * weft_sync_submit_group:
 * @operations: (array length=n): what they are
 * @args: (array length=n): their structs
 * @n: 1 to %WEFT_GROUP_MAX
 *
 * Several operations on one stream at once: all of them or none, in one transaction of the server and one undo. Resolves and rejects
 * like weft_sync_submit(). More than fit into a frame (some hundreds) become several transactions, and still one undo.
 */
DexFuture *weft_sync_submit_group (WeftSync *self, const char *stream, const WeftOperation *const *operations, const gconstpointer *args, guint n) G_GNUC_WARN_UNUSED_RESULT;
/**
 * weft_sync_submit_part:
 * @group: a random id, the same for all that is one undo
 *
 * The same for what is too much to be submitted at once: groups of the same id, one after another, are one undo. If one of them can never be undone none of them is.
 */
DexFuture *weft_sync_submit_part (WeftSync *self,
                                  const char *stream,
                                  const WeftOperation *const *operations,
                                  const gconstpointer *args,
                                  guint n,
                                  const char *group) G_GNUC_WARN_UNUSED_RESULT;
/**
 * weft_sync_undo:
 *
 * Takes back the newest thing this person did here, a group as a whole: by operations like any other, which work offline too and which
 * weft_sync_redo() takes back again. Survives a restart; the newest %WEFT_UNDO_MAX are kept.
 *
 * Resolves (to a string: the last operation's id) once it is safe on disk. Rejects with WEFT_ERROR_NOT_FOUND (nothing to undo), _DENIED (it can
 * never be undone: the message says why), or _CONFLICT and others: what stands in the way, and who ("text: changed by Mai since").
 * What was refused is forgotten: the next call looks at what was done before it.
 */
DexFuture *weft_sync_undo (WeftSync *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_redo: does again what was undone last, under the same conditions. */
DexFuture *weft_sync_redo (WeftSync *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_get_n_submitted: Returns: how often something was submitted here, undone or resolved: who is told of a change tells by it whether one's own may be among them. */
guint weft_sync_get_n_submitted (WeftSync *self);
/** WeftConflictChoice: what of a conflict is kept. */
typedef enum
{
  WEFT_CONFLICT_KEEP_MINE,
  WEFT_CONFLICT_KEEP_THEIRS,
  WEFT_CONFLICT_KEEP_BOTH, /* what there is now, and one's own text below it */
} WeftConflictChoice;

/**
 * weft_sync_resolve_conflict:
 * @id: of a row of `conflict` in the person's own stream
 *
 * Sets the field again where that is the choice, by the operation which lost, and takes the conflict off the list. Resolves once both are
 * safe on disk; rejects like weft_sync_submit(), and then the conflict stays.
 */
DexFuture *weft_sync_resolve_conflict (WeftSync *self, const char *id, WeftConflictChoice choice) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_await: resolves when the server has confirmed operation @id and its events are in the rows; rejects with its refusal. */
DexFuture *weft_sync_await (WeftSync *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_retry_operation: sends a failed operation again, as a new one in the old place. */
DexFuture *weft_sync_retry_operation (WeftSync *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_sync_discard_operation: forgets a failed or not yet sent operation. */
DexFuture *weft_sync_discard_operation (WeftSync *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/** weft_sync_set_latest: at most one of a kind and stream a second goes out; the newest wins. */
void weft_sync_set_latest (WeftSync *self, const char *stream, const WeftLatest *latest, gint64 value);
/** weft_sync_set_latest_object: @json a JSON object, for a latest that is not durable; dropped when offline. */
void weft_sync_set_latest_object (WeftSync *self, const char *stream, const WeftLatest *latest, const char *json);
/** weft_sync_set_latest_args: the same of a latest which declares what it says. @args: its struct. */
void weft_sync_set_latest_args (WeftSync *self, const char *stream, const WeftLatest *latest, gconstpointer args);

/** weft_sync_open_stream: @stream is on screen: others' latest values there are wanted, until weft_sync_close_stream() was called as often. */
void weft_sync_open_stream (WeftSync *self, const char *stream);
void weft_sync_close_stream (WeftSync *self, const char *stream);
/** weft_sync_set_idle: nobody has used this device for a while, or somebody does again: without any that is used one is away. */
void weft_sync_set_idle (WeftSync *self, gboolean idle);
/** weft_sync_set_watched: the people on screen: their presence is wanted (at most 200). */
void weft_sync_set_watched (WeftSync *self, const char *const *people);

/** weft_sync_load_page: makes sure that the rows of a windowed table just below @before (window column) are held, from the server if need be. Resolves to TRUE if there are older ones still. */
DexFuture *weft_sync_load_page (WeftSync *self, const char *stream, const char *table, gint64 before, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_sync_ask:
 * @question: what is asked of the past of a stream: see the frames `ask` and `answer` in docs/protocol.md
 *
 * Resolves to a string: the answer's frame, a JSON object. Only while online.
 */
DexFuture *weft_sync_ask (WeftSync *self, const WeftQuestion *question) G_GNUC_WARN_UNUSED_RESULT;

/** WeftSyncReader: runs on a reader thread with a read-only connection inside one read transaction. Returns a pointer owned by the future, or NULL with @error. */
typedef gpointer (*WeftSyncReader) (WeftDatabase *database, gpointer user_data, GError **error);

/**
 * weft_sync_read:
 * @result_type: %G_TYPE_POINTER never: a boxed or object type, which says how to free the result
 *
 * Resolves to a value of @result_type, from the main loop: never before the caller has gone on.
 */
DexFuture *weft_sync_read (WeftSync *self, WeftSyncReader reader, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_sync_search_server:
 * @query: 1 to 1,000 characters
 * @cursor: (nullable): where the last page ended
 *
 * The same of all that one may read there. Rejects with WEFT_ERROR_UNAVAILABLE without a connection.
 */
DexFuture *weft_sync_search_server (WeftSync *self, const char *query, const char *cursor, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_sync_search_held:
 * @cursor: (nullable): where the last page ended
 *
 * Searches what this device holds; resolves to a boxed WeftSearchResult. See WeftFinder for all of it.
 */
DexFuture *weft_sync_search_held (WeftSync *self, WeftSearchQuery *query, const char *cursor, guint limit) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
