/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-readers.h"

#include "store/weft-sqlite.h"

typedef struct
{
  WeftReadFunc func;
  GType type;
  gpointer user_data;
  GDestroyNotify destroy;
  DexPromise *promise;
  GValue value;
  GError *error; /* (nullable): there is no value then */
} Job;

struct _WeftReaders
{
  char *path;
  GMainContext *context; /* of the owner */
  GAsyncQueue *jobs;     /* of Job; a job without function ends a thread */
  GPtrArray *threads;
  gboolean closing;      /* atomic */
};

static void
job_free (gpointer data)
{
  Job *job = data;

  if (G_IS_VALUE (&job->value))
    g_value_unset (&job->value);
  g_clear_error (&job->error);
  dex_clear (&job->promise);
  g_free (job);
}

static gboolean
tell (gpointer user_data)
{
  Job *job = user_data;

  if (job->error != NULL)
    dex_promise_reject (job->promise, g_steal_pointer (&job->error));
  else
    dex_promise_resolve (job->promise, &job->value);

  return G_SOURCE_REMOVE;
}

/* A promise kept from here might be kept before the caller has said what is to follow: that would run then and there, in the middle of the caller. */
static void
hand_back (WeftReaders *self, Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, job, job_free);
  g_source_attach (source, self->context);
}

static void
run (Job *job, WeftDatabase *database)
{
  gpointer result;

  if (!weft_database_begin_read (database, &job->error))
    return;

  result = job->func (database, job->user_data, &job->error);
  weft_database_rollback (database);

  if (result == NULL && job->error != NULL)
    return;

  g_value_init (&job->value, job->type);
  if (g_type_is_a (job->type, G_TYPE_OBJECT))
    g_value_take_object (&job->value, result);
  else if (job->type == G_TYPE_STRING)
    g_value_take_string (&job->value, result);
  else if (job->type == G_TYPE_POINTER)
    g_value_set_pointer (&job->value, result);
  else
    g_value_take_boxed (&job->value, result);
}

static gpointer
reader_thread (gpointer data)
{
  WeftReaders *self = data;
  g_autoptr (WeftDatabase) database = NULL;
  Job *job;

  while ((job = g_async_queue_pop (self->jobs))->func != NULL)
    {
      if (g_atomic_int_get (&self->closing))
        job->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The workspace is closing");
      else if (database != NULL || (database = weft_sqlite_open (self->path, WEFT_SQLITE_READ_ONLY, &job->error)) != NULL)
        run (job, database);
      if (job->destroy != NULL)
        job->destroy (job->user_data);
      hand_back (self, job);
    }

  job_free (job);

  return NULL;
}

WeftReaders *
weft_readers_new (const char *path, guint n_threads)
{
  WeftReaders *self = g_new0 (WeftReaders, 1);

  self->path = g_strdup (path);
  self->context = g_main_context_ref_thread_default ();
  self->jobs = g_async_queue_new ();
  self->threads = g_ptr_array_new ();
  for (guint i = 0; i < n_threads; i++)
    g_ptr_array_add (self->threads, g_thread_new ("weft-reader", reader_thread, self));

  return self;
}

void
weft_readers_free (WeftReaders *self)
{
  g_atomic_int_set (&self->closing, TRUE);
  for (guint i = 0; i < self->threads->len; i++)
    g_async_queue_push (self->jobs, g_new0 (Job, 1));
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_unref (self->threads);
  g_async_queue_unref (self->jobs);
  g_main_context_unref (self->context);
  g_free (self->path);
  g_free (self);
}

DexFuture *
weft_readers_run (WeftReaders *self, WeftReadFunc func, GType result_type, gpointer user_data, GDestroyNotify destroy)
{
  Job *job = g_new0 (Job, 1);
  DexPromise *promise = dex_promise_new ();

  job->func = func;
  job->type = result_type;
  job->user_data = user_data;
  job->destroy = destroy;
  job->promise = dex_ref (promise);
  g_async_queue_push (self->jobs, job);

  return DEX_FUTURE (promise);
}
