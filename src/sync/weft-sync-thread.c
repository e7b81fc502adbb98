/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-thread.h"

#include "base/weft-json.h"
#include "sync/weft-socket.h"
#include "sync/weft-sync-core.h"

typedef struct _Job Job;
typedef void (*JobFunc) (WeftSyncThread *self, Job *job);

struct _Job
{
  JobFunc func;
  char *stream;          /* or an operation's id, or a token */
  char *name;            /* of an operation, a latest, a table */
  char *text;            /* arguments, or a value */
  char *seen;            /* what an operation is based on */
  char *group;           /* of an operation */
  char **list;
  gint64 value;
  guint limit;
  WeftTransportTiming timing;
  GError *error;
  WeftQuestion *question; /* without its strings */
  DexPromise *promise;
};

struct _WeftSyncThread
{
  gatomicrefcount ref_count;

  /* Constant. */
  WeftRegistry *registry;
  WeftClock *clock;
  char *address_text;
  char *directory;
  gboolean strict;
  GMainContext *context;
  WeftSyncDelivery *delivery;
  GThread *thread;

  /* The owner's. */
  gboolean closed;

  /* Between both, under the lock. */
  GMutex lock;
  GQueue jobs;           /* of Job */
  gboolean jobs_scheduled;
  guint n_holds;         /* jobs wait while the owner puts some together */
  gboolean ended;        /* no more jobs are taken */

  /* The thread's. */
  GMainLoop *loop;
  WeftAddress *address;
  WeftSyncCore *core;
  WeftClientSession *session; /* the core's */
  WeftSocket *socket;
  GSource *timers[WEFT_SYNC_CORE_N_TIMERS];
  GSource *indexed;      /* set ready by another thread */
  DexPromise *opened;
  DexPromise *closing;
  GHashTable *awaiting;  /* id → GPtrArray of DexPromise */
};

static void
job_free (Job *job)
{
  g_free (job->stream);
  g_free (job->seen);
  g_free (job->group);
  g_free (job->name);
  g_free (job->text);
  g_strfreev (job->list);
  g_clear_error (&job->error);
  g_free (job->question);
  dex_clear (&job->promise);
  g_free (job);
}

static WeftSyncThread *
thread_ref (WeftSyncThread *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
thread_unref (gpointer data)
{
  WeftSyncThread *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_clear (&self->lock);
  g_main_context_unref (self->context);
  weft_sync_delivery_unref (self->delivery);
  g_object_unref (self->registry);
  g_object_unref (self->clock);
  g_free (self->address_text);
  g_free (self->directory);
  g_free (self);
}

/* ── the thread's clockwork ─────────────────────────────────────────────────────────────────────────── */

/* After anything that was done to the core. */
static void
update_timers (WeftSyncThread *self)
{
  for (WeftSyncCoreTimer timer = 0; timer < WEFT_SYNC_CORE_N_TIMERS; timer++)
    {
      gint64 due = weft_sync_core_get_due (self->core, timer);

      if (due == G_MAXINT64)
        g_source_set_ready_time (self->timers[timer], -1);
      else if (due == 0)
        g_source_set_ready_time (self->timers[timer], 0);
      else
        g_source_set_ready_time (self->timers[timer],
                                 g_get_monotonic_time () + MAX (due - weft_clock_monotonic (self->clock), 0));
    }
}

static gboolean
on_tick (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_run (self->core, WEFT_SYNC_CORE_TICK);
  update_timers (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_refresh (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_run (self->core, WEFT_SYNC_CORE_REFRESH);
  update_timers (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_idle (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_run (self->core, WEFT_SYNC_CORE_IDLE);
  update_timers (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_indexed (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_source_set_ready_time (self->indexed, -1);

  return on_idle (self);
}

static const struct
{
  GSourceFunc func;
  int priority;
} timers[] = {
  [WEFT_SYNC_CORE_TICK] = { on_tick, G_PRIORITY_DEFAULT + 10 }, /* after what the socket has to read */
  [WEFT_SYNC_CORE_REFRESH] = { on_refresh, G_PRIORITY_DEFAULT },
  [WEFT_SYNC_CORE_IDLE] = { on_idle, G_PRIORITY_LOW },
};
G_STATIC_ASSERT (G_N_ELEMENTS (timers) == WEFT_SYNC_CORE_N_TIMERS);

static gboolean
dispatch_ready (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

/* A source which is only ever woken by its ready time. */
static GSource *
new_ready_source (WeftSyncThread *self, GSourceFunc func, int priority)
{
  static GSourceFuncs funcs = { .dispatch = dispatch_ready };
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);

  return source;
}

/* ── from the core ──────────────────────────────────────────────────────────────────────────────────── */

static void
on_core_need_token (gboolean force_refresh, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_need_token (self->delivery, force_refresh);
}

static void
on_core_status (const WeftSyncStatus *status, gboolean outbox, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_status (self->delivery, status, outbox);
}

static void
on_core_changed (WeftChanges *changes, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_changes (self->delivery, changes);
}

static void
on_core_uploads (GPtrArray *uploads, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_uploads (self->delivery, uploads);
}

static void
on_core_settled (const char *id, const GError *error, gpointer user_data)
{
  WeftSyncThread *self = user_data;
  g_autoptr (GPtrArray) promises = NULL;
  g_autofree char *key = NULL;

  if (!g_hash_table_steal_extended (self->awaiting, id, (gpointer *) &key, (gpointer *) &promises))
    return;

  for (guint i = 0; i < promises->len; i++)
    {
      if (error != NULL)
        dex_promise_reject (promises->pdata[i], g_error_copy (error));
      else
        dex_promise_resolve_boolean (promises->pdata[i], TRUE);
    }
}

static void
on_core_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_latest (self->delivery, stream, name, person, value, extra);
}

static void
on_core_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_presence (self->delivery, person, state, seen);
}

static void
on_core_revoked (const char *stream, const char *title, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_revoked (self->delivery, stream, title);
}

static void
on_core_erased (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_erased (self->delivery);
}

/* In another thread: the timers are set by this one alone, or it could take back what it does not know of yet. */
static void
on_core_indexed (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_source_set_ready_time (self->indexed, 0);
}

static const WeftSyncCoreEvents core_events = {
  .need_token = on_core_need_token,
  .status = on_core_status,
  .changed = on_core_changed,
  .uploads = on_core_uploads,
  .settled = on_core_settled,
  .latest = on_core_latest,
  .presence = on_core_presence,
  .revoked = on_core_revoked,
  .erased = on_core_erased,
  .indexed = on_core_indexed,
};

/* ── between the core and the socket ────────────────────────────────────────────────────────────────── */

static gboolean
link_is_open (gpointer link)
{
  return weft_socket_is_open (((WeftSyncThread *) link)->socket);
}

static void
link_send (const char *frame, gpointer link)
{
  weft_socket_send (((WeftSyncThread *) link)->socket, frame);
}

static void
link_set_token (const char *token, const GError *error, gpointer link)
{
  weft_socket_set_token (((WeftSyncThread *) link)->socket, token, error);
}

static void
link_proved_good (gpointer link)
{
  weft_socket_proved_good (((WeftSyncThread *) link)->socket);
}

static void
link_reopen (gpointer link)
{
  weft_socket_reopen (((WeftSyncThread *) link)->socket);
}

static void
link_fail (const char *reason, gpointer link)
{
  weft_socket_fail (((WeftSyncThread *) link)->socket, reason);
}

static void
link_halt (WeftSyncState state, const char *reason, gpointer link)
{
  weft_socket_halt (((WeftSyncThread *) link)->socket, state, reason);
}

static const WeftSyncLink core_link = {
  .is_open = link_is_open,
  .send = link_send,
  .set_token = link_set_token,
  .proved_good = link_proved_good,
  .reopen = link_reopen,
  .fail = link_fail,
  .halt = link_halt,
};

static void
on_socket_need_token (gboolean force_refresh, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_need_token (self->delivery, force_refresh);
}

static void
on_socket_opened (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_opened (self->core);
  update_timers (self);
}

static void
on_socket_received (WeftFrame *frame, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_received (self->core, frame);
  update_timers (self);
}

static void
on_socket_lost (guint close_code, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_lost (self->core, close_code);
  update_timers (self);
}

static void
on_socket_state (WeftSyncState state, const char *reason, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_autofree char *page = state == WEFT_SYNC_PORTAL ? weft_socket_dup_page (self->socket) : NULL;

  weft_sync_core_set_way (self->core, weft_socket_get_transport (self->socket), page);
  weft_sync_core_set_state (self->core, state, reason);
}

static const WeftSocketEvents socket_events = {
  .need_token = on_socket_need_token,
  .opened = on_socket_opened,
  .received = on_socket_received,
  .lost = on_socket_lost,
  .state_changed = on_socket_state,
};

/* ── jobs ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
run_start (WeftSyncThread *self, Job *job)
{
  weft_socket_start (self->socket);
}

static void
run_stop (WeftSyncThread *self, Job *job)
{
  weft_socket_stop (self->socket);
}

static void
run_retry (WeftSyncThread *self, Job *job)
{
  weft_socket_retry (self->socket);
}

static void
run_set_network (WeftSyncThread *self, Job *job)
{
  weft_socket_set_network (self->socket, job->value != 0, job->limit != 0);
}

static void
run_set_timing (WeftSyncThread *self, Job *job)
{
  weft_socket_set_timing (self->socket, &job->timing);
}

static void
run_set_token (WeftSyncThread *self, Job *job)
{
  weft_sync_core_set_token (self->core, job->stream, job->value, job->error);
}

static void
run_await (WeftSyncThread *self, Job *job)
{
  WeftOutboxEntry *entry = weft_outbox_find (weft_sync_core_get_copy (self->core)->outbox, job->stream);
  GPtrArray *promises;

  /* What is not in the outbox any more is in the rows. */
  if (entry == NULL)
    {
      dex_promise_resolve_boolean (job->promise, TRUE);
      return;
    }
  if (entry->state == WEFT_OUTBOX_FAILED && entry->error != NULL)
    {
      dex_promise_reject (job->promise, g_error_copy (entry->error));
      return;
    }

  promises = g_hash_table_lookup (self->awaiting, job->stream);
  if (promises == NULL)
    {
      promises = g_ptr_array_new_with_free_func (dex_unref);
      g_hash_table_insert (self->awaiting, g_strdup (job->stream), promises);
    }
  g_ptr_array_add (promises, dex_ref (job->promise));
}

static void
finish_job (Job *job, gboolean success, GError *error)
{
  if (success)
    dex_promise_resolve_boolean (job->promise, TRUE);
  else
    dex_promise_reject (job->promise, error);
}

static void
run_resolve_conflict (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  gboolean success = weft_client_session_resolve_conflict (self->session, job->stream, job->value != 0, job->limit != 0, &error);

  finish_job (job, success, error);
}

static void
run_step_back (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  char *id = weft_client_session_step_back (self->session, (WeftUndoStack) job->value, &error);

  if (id != NULL)
    dex_promise_resolve_string (job->promise, id);
  else
    dex_promise_reject (job->promise, error);
}

static void
run_retry_operation (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  gboolean success = weft_client_session_retry (self->session, job->stream, &error);

  finish_job (job, success, error);
}

static void
run_discard_operation (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  gboolean success = weft_client_session_discard (self->session, job->stream, &error);

  if (success)
    {
      g_autoptr (GError) discarded = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "The operation was discarded");

      on_core_settled (job->stream, discarded, self);
    }
  finish_job (job, success, error);
}

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  if (error != NULL)
    dex_promise_reject (promise, g_error_copy (error));
  else
    dex_promise_resolve_boolean (promise, more);
}

static void
on_hits (WeftSearchResult *result, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  if (error != NULL)
    dex_promise_reject (promise, g_error_copy (error));
  else
    dex_promise_resolve_boxed (promise, WEFT_TYPE_SEARCH_RESULT, result);
}

static void
run_search (WeftSyncThread *self, Job *job)
{
  weft_client_session_search (self->session, job->text, job->name, job->stream, job->limit, on_hits,
                              g_steal_pointer (&job->promise));
}

static void
run_load_page (WeftSyncThread *self, Job *job)
{
  weft_client_session_load_page (self->session, job->stream, job->name, job->value, job->limit, on_page, g_steal_pointer (&job->promise));
}

static void
on_answer (const WeftFrame *answer, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GString) text = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (error != NULL)
    {
      dex_promise_reject (promise, g_error_copy (error));
      return;
    }

  text = g_string_new (NULL);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, json_node_get_object (answer->root));
  weft_json_node (text, NULL, node);
  dex_promise_resolve_string (promise, g_string_free_and_steal (g_steal_pointer (&text)));
}

static void
run_ask (WeftSyncThread *self, Job *job)
{
  WeftQuestion question = *job->question;

  question.stream = job->stream;
  question.what = job->name;
  question.row = job->text;
  weft_client_session_ask (self->session, &question, on_answer, g_steal_pointer (&job->promise));
}

static void
run_set_latest (WeftSyncThread *self, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (!weft_client_session_set_latest (self->session, job->stream, job->name, job->value, &error))
    weft_sync_core_store_failed (self->core, error);
}

static void
run_set_latest_object (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_latest_object (self->session, job->stream, job->name, job->text);
}

static void
run_set_open (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_open (self->session, (const char *const *) job->list);
}

static void
run_set_watched (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_watched (self->session, (const char *const *) job->list);
}

static void
run_file_uploaded (WeftSyncThread *self, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (!weft_client_session_file_uploaded (self->session, job->stream, job->error, &error))
    weft_sync_core_store_failed (self->core, error);
}

static void
run_close (WeftSyncThread *self, Job *job)
{
  self->closing = g_steal_pointer (&job->promise);
  g_main_loop_quit (self->loop);
}

static void
run_submit (WeftSyncThread *self, Job *job)
{
  g_assert_not_reached (); /* run_submits() takes them */
}

/* Operations that come together reach the disk together. */
static void
run_submits (WeftSyncThread *self, GPtrArray *jobs)
{
  g_autofree WeftSubmission *submissions = g_new0 (WeftSubmission, jobs->len);
  g_autoptr (GError) error = NULL;
  gboolean stored;

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      submissions[i] = (WeftSubmission) {
        .stream = job->stream,
        .op = job->name,
        .args = job->text,
        .files = (const char *const *) job->list,
        .seen = job->seen,
        .group = job->group,
      };
    }

  stored = weft_client_session_submit (self->session, submissions, jobs->len, &error);

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      if (submissions[i].error != NULL)
        dex_promise_reject (job->promise, g_steal_pointer (&submissions[i].error));
      else if (!stored)
        dex_promise_reject (job->promise, g_error_copy (error));
      else
        dex_promise_resolve_string (job->promise, g_steal_pointer (&submissions[i].id));
      g_free (submissions[i].id);
    }
}

static gboolean
on_jobs (gpointer user_data)
{
  WeftSyncThread *self = user_data;
  g_autoptr (GPtrArray) submits = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  GQueue jobs;
  Job *job;
  gboolean ended;

  g_mutex_lock (&self->lock);
  self->jobs_scheduled = FALSE;
  ended = self->ended;
  if (ended || self->n_holds > 0)
    g_queue_init (&jobs);
  else
    {
      jobs = self->jobs;
      g_queue_init (&self->jobs);
    }
  g_mutex_unlock (&self->lock);
  if (ended)
    return G_SOURCE_REMOVE; /* end_jobs() has taken them */

  while ((job = g_queue_pop_head (&jobs)) != NULL)
    {
      if (job->func == run_submit)
        {
          g_ptr_array_add (submits, job);
          continue;
        }
      if (submits->len > 0)
        {
          run_submits (self, submits);
          g_ptr_array_set_size (submits, 0);
        }
      job->func (self, job);
      job_free (job);
    }
  if (submits->len > 0)
    run_submits (self, submits);

  update_timers (self);

  return G_SOURCE_REMOVE;
}

/* The lock is held. */
static void
schedule_jobs (WeftSyncThread *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->jobs_scheduled || self->n_holds > 0 || g_queue_is_empty (&self->jobs))
    return;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_jobs, self, NULL);
  g_source_attach (source, self->context);
  self->jobs_scheduled = TRUE;
}

static void
push (WeftSyncThread *self, Job *job)
{
  gboolean ended;

  g_mutex_lock (&self->lock);
  ended = self->ended;
  if (!ended)
    {
      g_queue_push_tail (&self->jobs, job);
      schedule_jobs (self);
    }
  g_mutex_unlock (&self->lock);

  if (ended)
    {
      if (job->promise != NULL)
        dex_promise_reject (job->promise, g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is closed"));
      job_free (job);
    }
}

static Job *
job_new (JobFunc func, const char *stream, const char *name)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->stream = g_strdup (stream);
  job->name = g_strdup (name);

  return job;
}

static DexFuture *
push_with_promise (WeftSyncThread *self, Job *job)
{
  DexPromise *promise = dex_promise_new ();

  job->promise = dex_ref (promise);
  push (self, job);

  return DEX_FUTURE (promise);
}

/* ── the thread ─────────────────────────────────────────────────────────────────────────────────────── */

static void
end_jobs (WeftSyncThread *self)
{
  Job *job;

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_mutex_unlock (&self->lock);

  while ((job = g_queue_pop_head (&self->jobs)) != NULL)
    {
      if (job->func == run_close)
        self->closing = g_steal_pointer (&job->promise);
      else if (job->promise != NULL)
        dex_promise_reject (job->promise, g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is closed"));
      job_free (job);
    }
}

static gboolean
open_store (WeftSyncThread *self, GError **error)
{
  self->address = weft_address_parse (self->address_text, error);
  if (self->address == NULL)
    return FALSE;

  self->core = weft_sync_core_open (self->registry, self->directory, self->clock, self->strict, &core_link, self,
                                    &core_events, self, error);
  if (self->core == NULL)
    return FALSE;

  self->session = weft_sync_core_get_session (self->core);
  self->socket = weft_socket_new (self->address, &socket_events, self);
  for (WeftSyncCoreTimer timer = 0; timer < WEFT_SYNC_CORE_N_TIMERS; timer++)
    self->timers[timer] = new_ready_source (self, timers[timer].func, timers[timer].priority);
  self->indexed = new_ready_source (self, on_indexed, timers[WEFT_SYNC_CORE_IDLE].priority);

  return TRUE;
}

static void
close_store (WeftSyncThread *self)
{
  GHashTableIter iter;
  gpointer promises;

  g_hash_table_iter_init (&iter, self->awaiting);
  while (g_hash_table_iter_next (&iter, NULL, &promises))
    for (guint i = 0; i < ((GPtrArray *) promises)->len; i++)
      dex_promise_reject (((GPtrArray *) promises)->pdata[i],
                          g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is closed; the operation stays in the outbox"));
  g_clear_pointer (&self->awaiting, g_hash_table_unref);

  for (guint i = 0; i < G_N_ELEMENTS (self->timers); i++)
    {
      if (self->timers[i] != NULL)
        g_source_destroy (self->timers[i]);
      g_clear_pointer (&self->timers[i], g_source_unref);
    }
  if (self->indexed != NULL)
    g_source_destroy (self->indexed);
  g_clear_pointer (&self->socket, weft_socket_free);

  /* Let libsoup send the close frame and end what it has begun. */
  for (guint i = 0; i < 100 && g_main_context_iteration (self->context, FALSE); i++)
    ;

  if (self->core != NULL)
    weft_sync_core_tidy (self->core);
  self->session = NULL;
  g_clear_pointer (&self->core, weft_sync_core_free);

  /* Until now the core's other thread may have set it ready. */
  g_clear_pointer (&self->indexed, g_source_unref);
  g_clear_pointer (&self->address, weft_address_free);
}

static gpointer
run_thread (gpointer data)
{
  WeftSyncThread *self = data;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);
  self->loop = g_main_loop_new (self->context, FALSE);
  self->awaiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  if (open_store (self, &error))
    {
      weft_sync_core_begin (self->core);
      dex_promise_resolve_boolean (self->opened, TRUE);
      update_timers (self);
      g_main_loop_run (self->loop);
    }
  else
    {
      dex_promise_reject (self->opened, error);
    }
  dex_clear (&self->opened);

  end_jobs (self);
  close_store (self);
  g_main_loop_unref (self->loop);
  g_main_context_pop_thread_default (self->context);

  if (self->closing != NULL)
    dex_promise_resolve_boolean (self->closing, TRUE);
  dex_clear (&self->closing);
  thread_unref (self);

  return NULL;
}

WeftSyncThread *
weft_sync_thread_new (WeftRegistry *registry,
                      const char *address,
                      const char *directory,
                      WeftClock *clock,
                      gboolean strict,
                      DexPromise *opened,
                      const WeftSyncThreadEvents *events,
                      gpointer user_data)
{
  WeftSyncThread *self = g_new0 (WeftSyncThread, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_queue_init (&self->jobs);
  self->registry = g_object_ref (registry);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());
  self->address_text = g_strdup (address);
  self->directory = g_strdup (directory);
  self->strict = strict;
  self->opened = dex_ref (opened);
  self->context = g_main_context_new ();
  self->delivery = weft_sync_delivery_new (events, user_data);
  self->thread = g_thread_new ("weft-sync", run_thread, thread_ref (self));

  return self;
}

DexFuture *
weft_sync_thread_close (WeftSyncThread *self)
{
  Job *job = job_new (run_close, NULL, NULL);
  DexPromise *promise = dex_promise_new ();
  gboolean ended;

  self->closed = TRUE;
  weft_sync_delivery_close (self->delivery);
  job->promise = dex_ref (promise);

  g_mutex_lock (&self->lock);
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  if (ended)
    {
      dex_promise_resolve_boolean (promise, TRUE);
      job_free (job);
    }
  else
    {
      push (self, job);
    }

  return DEX_FUTURE (promise);
}

void
weft_sync_thread_free (WeftSyncThread *self)
{
  if (!self->closed)
    dex_future_disown (weft_sync_thread_close (self));
  g_thread_join (self->thread);
  thread_unref (self);
}

void
weft_sync_thread_start (WeftSyncThread *self)
{
  push (self, job_new (run_start, NULL, NULL));
}

void
weft_sync_thread_stop (WeftSyncThread *self)
{
  push (self, job_new (run_stop, NULL, NULL));
}

void
weft_sync_thread_retry (WeftSyncThread *self)
{
  push (self, job_new (run_retry, NULL, NULL));
}

void
weft_sync_thread_set_network (WeftSyncThread *self, gboolean available, gboolean portal)
{
  Job *job = job_new (run_set_network, NULL, NULL);

  job->value = available;
  job->limit = portal;
  push (self, job);
}

void
weft_sync_thread_set_timing (WeftSyncThread *self, const WeftTransportTiming *timing)
{
  Job *job = job_new (run_set_timing, NULL, NULL);

  job->timing = *timing;
  push (self, job);
}

void
weft_sync_thread_set_token (WeftSyncThread *self, const char *token, gint64 refresh_in, const GError *error)
{
  Job *job = job_new (run_set_token, token, NULL);

  job->value = refresh_in;
  job->error = error != NULL ? g_error_copy (error) : NULL;
  push (self, job);
}

DexFuture *
weft_sync_thread_submit (WeftSyncThread *self, const char *stream, const char *op, const char *args, const char *const *files, const char *seen, const char *group)
{
  Job *job = job_new (run_submit, stream, op);

  job->text = g_strdup (args);
  job->list = g_strdupv ((char **) files);
  job->seen = g_strdup (seen);
  job->group = g_strdup (group);

  return push_with_promise (self, job);
}

void
weft_sync_thread_hold (WeftSyncThread *self)
{
  g_mutex_lock (&self->lock);
  self->n_holds++;
  g_mutex_unlock (&self->lock);
}

void
weft_sync_thread_release (WeftSyncThread *self)
{
  g_mutex_lock (&self->lock);
  self->n_holds--;
  if (!self->ended)
    schedule_jobs (self);
  g_mutex_unlock (&self->lock);
}

void
weft_sync_thread_file_uploaded (WeftSyncThread *self, const char *hash, const GError *refusal)
{
  Job *job = job_new (run_file_uploaded, hash, NULL);

  job->error = refusal != NULL ? g_error_copy (refusal) : NULL;
  push (self, job);
}

DexFuture *
weft_sync_thread_await (WeftSyncThread *self, const char *id)
{
  return push_with_promise (self, job_new (run_await, id, NULL));
}

DexFuture *
weft_sync_thread_resolve_conflict (WeftSyncThread *self, const char *id, gboolean mine, gboolean both)
{
  Job *job = job_new (run_resolve_conflict, id, NULL);

  job->value = mine;
  job->limit = both;

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_step_back (WeftSyncThread *self, WeftUndoStack stack)
{
  Job *job = job_new (run_step_back, NULL, NULL);

  job->value = stack;

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_retry_operation (WeftSyncThread *self, const char *id)
{
  return push_with_promise (self, job_new (run_retry_operation, id, NULL));
}

DexFuture *
weft_sync_thread_discard_operation (WeftSyncThread *self, const char *id)
{
  return push_with_promise (self, job_new (run_discard_operation, id, NULL));
}

DexFuture *
weft_sync_thread_search (WeftSyncThread *self, const char *query, const char *zone, const char *cursor, guint limit)
{
  Job *job = job_new (run_search, cursor, zone);

  job->text = g_strdup (query);
  job->limit = limit;

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_ask (WeftSyncThread *self, const WeftQuestion *question)
{
  Job *job = job_new (run_ask, question->stream, question->what);

  job->question = g_memdup2 (question, sizeof *question);
  job->text = g_strdup (question->row);

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_load_page (WeftSyncThread *self, const char *stream, const char *table, gint64 before, guint limit)
{
  Job *job = job_new (run_load_page, stream, table);

  job->value = before;
  job->limit = limit;

  return push_with_promise (self, job);
}

void
weft_sync_thread_set_latest (WeftSyncThread *self, const char *stream, const char *name, gint64 value)
{
  Job *job = job_new (run_set_latest, stream, name);

  job->value = value;
  push (self, job);
}

void
weft_sync_thread_set_latest_object (WeftSyncThread *self, const char *stream, const char *name, const char *json)
{
  Job *job = job_new (run_set_latest_object, stream, name);

  job->text = g_strdup (json);
  push (self, job);
}

void
weft_sync_thread_set_open (WeftSyncThread *self, const char *const *streams)
{
  Job *job = job_new (run_set_open, NULL, NULL);

  job->list = g_strdupv ((char **) streams);
  push (self, job);
}

void
weft_sync_thread_set_watched (WeftSyncThread *self, const char *const *people)
{
  Job *job = job_new (run_set_watched, NULL, NULL);

  job->list = g_strdupv ((char **) people);
  push (self, job);
}
