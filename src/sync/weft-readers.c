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
} Job;

struct _WeftReaders
{
  char *path;
  GAsyncQueue *jobs;     /* of Job; a job without function ends a thread */
  GPtrArray *threads;
  gboolean closing;      /* atomic */
};

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->user_data);
  dex_clear (&job->promise);
  g_free (job);
}

static void
reject (Job *job, GError *error)
{
  dex_promise_reject (job->promise, error);
}

static void
run (Job *job, WeftDatabase *database)
{
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;
  gpointer result;

  if (!weft_database_begin_read (database, &error))
    {
      reject (job, g_steal_pointer (&error));
      return;
    }

  result = job->func (database, job->user_data, &error);
  weft_database_rollback (database);

  if (result == NULL && error != NULL)
    {
      reject (job, g_steal_pointer (&error));
      return;
    }

  g_value_init (&value, job->type);
  if (g_type_is_a (job->type, G_TYPE_OBJECT))
    g_value_take_object (&value, result);
  else if (job->type == G_TYPE_STRING)
    g_value_take_string (&value, result);
  else if (job->type == G_TYPE_POINTER)
    g_value_set_pointer (&value, result);
  else
    g_value_take_boxed (&value, result);
  dex_promise_resolve (job->promise, &value);
  g_value_unset (&value);
}

static gpointer
reader_thread (gpointer data)
{
  WeftReaders *self = data;
  g_autoptr (WeftDatabase) database = NULL;
  Job *job;

  while ((job = g_async_queue_pop (self->jobs))->func != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (g_atomic_int_get (&self->closing))
        reject (job, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The workspace is closing"));
      else if (database == NULL && (database = weft_sqlite_open (self->path, WEFT_SQLITE_READ_ONLY, &error)) == NULL)
        reject (job, g_steal_pointer (&error));
      else
        run (job, database);
      job_free (job);
    }

  job_free (job);

  return NULL;
}

WeftReaders *
weft_readers_new (const char *path, guint n_threads)
{
  WeftReaders *self = g_new0 (WeftReaders, 1);

  self->path = g_strdup (path);
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
