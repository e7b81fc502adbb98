/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-thread-private.h"

#include "base/weft-json.h"

/* What the owner asks of the thread: each call is a job, and they run in their order. */

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

      _weft_sync_thread_settle (self, job->stream, discarded);
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
run_set_idle (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_idle (self->session, job->value != 0);
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
    return G_SOURCE_REMOVE; /* _weft_sync_thread_end_jobs() has taken them */

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

  _weft_sync_thread_update_timers (self);

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

void
_weft_sync_thread_end_jobs (WeftSyncThread *self)
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

void
weft_sync_thread_set_idle (WeftSyncThread *self, gboolean idle)
{
  Job *job = job_new (run_set_idle, NULL, NULL);

  job->value = idle;
  push (self, job);
}
