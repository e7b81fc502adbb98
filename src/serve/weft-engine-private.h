/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-blobs.h"
#include "serve/weft-engine.h"
#include "serve/weft-jobs.h"
#include "serve/weft-snapshots.h"
#include "serve/weft-transaction.h"

G_BEGIN_DECLS

/* What the server's own parts need of the engine, beyond what modules and tests use. */

/**
 * _weft_engine_open_driven: like weft_engine_open(), without threads: nothing runs but in _weft_engine_turn(), which calls on the engine that
 * wait for a commit make themselves; the keeper only when it is called. For the simulation in tests/sim.
 */
gboolean _weft_engine_open_driven (WeftEngine *self, GError **error);
/** _weft_engine_is_driven: whether who waits for something has to turn it. */
gboolean _weft_engine_is_driven (WeftEngine *self);
/** _weft_engine_get_due: Returns: when the next turn has something to do, monotonic µs; 0: at once. */
gint64 _weft_engine_get_due (WeftEngine *self);
/** _weft_engine_turn: what the writer's thread does in one round: a transaction for what is queued, and what is due. Returns: whether anything was queued. */
gboolean _weft_engine_turn (WeftEngine *self);

WeftHandler _weft_engine_get_handler (WeftEngine *self, const char *operation);                       /* (nullable) */
const GPtrArray *_weft_engine_get_reactions (WeftEngine *self, const char *event);                     /* (nullable): of WeftReaction */
/* _weft_engine_get_modules: ended by NULL. */
const WeftServerModule *const *_weft_engine_get_modules (WeftEngine *self);
const WeftServerModule *_weft_engine_get_notifier (WeftEngine *self);                                 /* (nullable): the module which has notify */
/** _weft_engine_get_withholder: Returns: (nullable): the module which lets people keep values to themselves. */
const WeftServerModule *_weft_engine_get_withholder (WeftEngine *self);
/** _weft_engine_get_unseen_by: Returns: (nullable): WeftServerModule::unseen_by. */
const char *_weft_engine_get_unseen_by (WeftEngine *self);
WeftSnapshots *_weft_engine_get_snapshots (WeftEngine *self);
WeftBlobs *_weft_engine_get_blobs (WeftEngine *self);
const char *_weft_engine_get_directory (WeftEngine *self);
/** _weft_engine_is_shared: whether other servers may have written what this one does not know of. */
gboolean _weft_engine_is_shared (WeftEngine *self);

/** _weft_engine_get_date: by what operations are dated, ms. */
gint64 _weft_engine_get_date (WeftEngine *self);
/** _weft_engine_open_reader: Returns: (transfer full): a connection outside the pool. Any thread. */
WeftDatabase *_weft_engine_open_reader (WeftEngine *self, GError **error);
/** _weft_engine_tell: tells the subscriber and the keeper of what was committed. On the writer thread. */
void _weft_engine_tell (WeftEngine *self, WeftTransaction *done);

/**
 * _weft_engine_execute: inside a job (writer thread): runs an operation as @author in the job's transaction; what it tells is told after the commit.
 */
gboolean _weft_engine_execute (WeftEngine *self, const char *author, const char *stream, const char *op, const char *args, GError **error);

/** _weft_engine_append: inside a job: logs and folds an event, which is told after the commit. @body: @object as JSON. */
gboolean _weft_engine_append (WeftEngine *self, const char *stream, const WeftEvent *event, const char *by, const char *body, JsonObject *object, GError **error);

/** _weft_engine_end_sessions: inside a job: takes the tokens of @person away and closes their connections after the commit. */
gboolean _weft_engine_end_sessions (WeftEngine *self, const char *person, GError **error);

/** WeftEngineFinish: what became of a job, on the writer thread, after the commit. Frees @user_data. */
typedef void (*WeftEngineFinish) (gpointer user_data, const GError *error);

/**
 * _weft_engine_post: like weft_engine_call() without waiting. @finish is always called, here if the job is not even taken.
 * A job may run twice, if its group met a fault and is tried again.
 */
gboolean _weft_engine_post (WeftEngine *self, WeftEngineJob job, gpointer user_data, WeftEngineFinish finish, GError **error);

/** _weft_engine_submit_job: like weft_engine_submit(), of the operation of @job, which the same transaction moves on. */
gboolean _weft_engine_submit_job (WeftEngine *self, const WeftJob *job, WeftResultFunc func, gpointer user_data, GError **error);

/** _weft_engine_set_scheduled_func: called on the writer thread after a commit with new jobs; NULL: nobody. When this returns, the old one is not called any more. */
void _weft_engine_set_scheduled_func (WeftEngine *self, void (*func) (gpointer user_data), gpointer user_data);

/** WeftEngineStatistics: for /metrics. */
typedef struct
{
  guint64 n_operations;
  guint64 n_refused;
  guint64 n_repeated;
  guint64 n_failed;
  guint64 n_commits;
  guint64 n_events;
  guint n_queued;
  guint64 n_jobs;    /* run */
  guint64 n_late;    /* of them */
  gint64 commit_us;  /* time spent in transactions */
} WeftEngineStatistics;

void _weft_engine_get_statistics (WeftEngine *self, WeftEngineStatistics *statistics);

G_END_DECLS
