/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"
#include "proto/weft-frame.h"
#include "serve/weft-check.h"
#include "serve/weft-server-module.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ENGINE (weft_engine_get_type ())
G_DECLARE_FINAL_TYPE (WeftEngine, weft_engine, WEFT, ENGINE, GObject)

/**
 * WeftEngine:
 *
 * The workspace server without any network: streams, the log, operations, results, snapshots, accounts. One thread of its own writes, with
 * many operations a commit; readers have connections of their own. Usable directly from tests (synchronously with weft_engine_run_now()).
 *
 * Tables of the engine (besides the shared and the modules' own ones):
 *   stream (stream, epoch, head, hash, floor, floor_mark, created_at)
 *   event (stream, seq, mark, stored)                `stored` is the JSON of weft_frame_write_event(): what is sent is what is hashed
 *   client (client, person, highest, acknowledged)
 *   result (client, n, id, stored, at)               `stored` is the JSON of weft_frame_write_result()
 *   latest (stream, name, person, value, at)         durable latest values
 *   blob, blob_owner, upload                         files, see weft-blobs.h
 *
 * Membership: the shared tables of the people part are known to the engine by contract: `member (stream, person, role, …)` gives a person's role in
 * a stream; `person (stream='workspace', id, …, role, suspended)` that in the workspace. `user/<id>` is that person's own; a workspace admin
 * is a member nowhere by itself, but may administer `workspace`.
 */

/** weft_engine_new: @directory holds weft.db, snapshots/, files/, lock. */
WeftEngine *weft_engine_new (WeftRegistry *registry, const WeftServerModule *const *modules, const char *directory, WeftClock *clock);
/**
 * weft_engine_set_database:
 * @url: (nullable): PostgreSQL's, see weft_postgres_open(); NULL: weft.db in the directory
 *
 * Before opening. Several servers, each with a directory of its own, may use one database. An operation which met another server's is tried
 * again. While the database is away, operations are answered "unavailable" and clients send them again; if the connection was lost during a commit,
 * whether it was done is found out when there is one again, and subscribers are told then. What other servers commit, subscribers here do not
 * hear from the engine: that is for a bus, and for reading heads again.
 */
void weft_engine_set_database (WeftEngine *self, const char *url);
/** weft_engine_open: opens or creates the database, locks the directory (WEFT_ERROR_UNAVAILABLE if taken), migrates, starts the writer. Blocking. */
gboolean weft_engine_open (WeftEngine *self, GError **error);
/** weft_engine_repair: instead of opening it: checks and mends the database, see weft_check_repair(). %WEFT_ERROR_UNAVAILABLE while another serves it. Blocking. */
gboolean weft_engine_repair (WeftEngine *self, WeftCheck *check, GError **error);
/** weft_engine_close: runs what is queued, commits, ends the threads. Blocking. */
void weft_engine_close (WeftEngine *self);

WeftRegistry *weft_engine_get_registry (WeftEngine *self);
WeftClock *weft_engine_get_clock (WeftEngine *self);
/** weft_engine_set_dating: operations get their time from @clock instead of the engine's own, which tokens and everything else still follow. Once. */
void weft_engine_set_dating (WeftEngine *self, WeftClock *clock);
const char *weft_engine_get_workspace (WeftEngine *self);  /* its id */

/** WeftRequest: an operation as it came from a client. Strings are copied. */
typedef struct
{
  const char *client;   /* "system" for jobs */
  const char *person;   /* author */
  gint64 n;
  const char *id;
  const char *stream;
  const char *op;
  const char *args;     /* JSON object */
  const char *address;  /* (nullable): of the peer, for the audit */
  const char *holder;   /* (nullable): which connection of the client: once another has said hello, nothing of this one is run */
} WeftRequest;

/** WeftResultFunc: called on the writer thread after the commit. @result is the JSON frame of type "result". */
typedef void (*WeftResultFunc) (GBytes *result, gpointer user_data);

/** weft_engine_submit: queues an operation; any thread. Bounded: %FALSE with WEFT_ERROR_RATE_LIMITED when 100,000 wait. */
gboolean weft_engine_submit (WeftEngine *self, const WeftRequest *request, WeftResultFunc func, gpointer user_data, GError **error);
/** weft_engine_run_now: runs one operation and waits. Returns: (transfer full): its result frame. Any thread but the writer. */
GBytes *weft_engine_run_now (WeftEngine *self, const WeftRequest *request, GError **error);

/**
 * weft_engine_trim:
 * @floor: the last event that may be forgotten
 * @reached: (out): where the floor is now
 *
 * Forgets old events of @stream; what they added up to stays as its baseline. Never beyond a snapshot which is on offer, whose readers still
 * need the log behind it, and a slice at a time: what was reached may be less than was asked for. On any thread but the writer.
 */
gboolean weft_engine_trim (WeftEngine *self, const char *stream, gint64 floor, gint64 *reached, GError **error);

/**
 * weft_engine_tidy:
 *
 * What the engine's keeper does by itself from time to time: erases what a person wrote, or what is older than its stream's retention, trims
 * logs, and takes what was erased out of all files. Waits for all of it. On any thread but the writer.
 */
gboolean weft_engine_tidy (WeftEngine *self, GError **error);

/** weft_engine_set_audit_days: for how long the audit is kept; 365 if nothing is said, 0 for ever. Any thread. */
void weft_engine_set_audit_days (WeftEngine *self, guint days);
guint weft_engine_get_audit_days (WeftEngine *self);

/** WeftEngineJob: runs on the writer thread, in its transaction (for accounts, sessions, latests). */
typedef gboolean (*WeftEngineJob) (WeftDatabase *database, gpointer user_data, GError **error);
gboolean weft_engine_call (WeftEngine *self, WeftEngineJob job, gpointer user_data, GError **error); /* waits for the commit */

/**
 * WeftSubscriber: called on the writer thread after each commit, streams in order of commit.
 * @events: the elements of "events" as stored, @first: seq of the first; @position: after the last.
 */
typedef struct
{
  void (*events) (const char *stream, gint64 first, GPtrArray *stored /* of GBytes */, const WeftPosition *position, gpointer user_data);
  void (*members_changed) (const char *stream, const char *person, WeftRole role, gpointer user_data); /* role NONE: removed */
  void (*sessions_ended) (const char *person, gpointer user_data);
  void (*told) (gpointer user_data); /* (nullable): that was all of this commit */
  gboolean (*is_here) (const char *person, gpointer user_data); /* (nullable): whether they are connected, to whichever server; asked within a transaction */
} WeftSubscriber;
void weft_engine_set_subscriber (WeftEngine *self, const WeftSubscriber *subscriber, gpointer user_data);

/** weft_engine_is_here: whether @person is connected, as far as anybody here knows. */
gboolean weft_engine_is_here (WeftEngine *self, const char *person);

/* Reading, from any thread, each with a pooled read-only connection: */
WeftDatabase *weft_engine_acquire_reader (WeftEngine *self, GError **error);
void weft_engine_release_reader (WeftEngine *self, WeftDatabase *database);

/** weft_engine_get_role: the role of @person in @stream, NONE if it is not theirs to know. */
WeftRole weft_engine_get_role (WeftDatabase *database, const char *stream, const char *person, GError **error);

G_END_DECLS
