/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-errands.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"

#define THREADS 4
#define BLOCK (64 * 1024)
#define LEASE 120000 /* ms: longer than any errand takes */

struct _WeftErrands
{
  WeftEngine *engine;
  WeftClock *clock;
  WeftReach *reach;
  GHashTable *kinds; /* operation → WeftServerErrand */
  GThreadPool *pool;
  GCancellable *cancellable;
  void (*moved) (gpointer user_data);
  gpointer user_data;
};

struct _WeftErrand
{
  WeftErrands *errands;
  const WeftServerErrand *kind;
  WeftJob *job;
  char *id;
  gint64 attempt;
  gint64 until; /* ms: of the lease; 0: it was not had */
  char *fault;
};

static void
errand_free (WeftErrand *self)
{
  weft_job_free (self->job);
  g_free (self->id);
  g_free (self->fault);
  g_free (self);
}

/* On the writer */

static gboolean
lease (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftErrand *self = user_data;
  gint64 now = weft_clock_now (self->errands->clock);

  self->until = 0;
  if (!weft_jobs_lease (database, self->job, now, now + LEASE, &self->attempt, error))
    return FALSE;
  self->until = self->attempt >= 0 ? now + LEASE : 0;

  return TRUE;
}

static gboolean
defer (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftErrand *self = user_data;

  return weft_jobs_defer (database, self->job, weft_clock_now (self->errands->clock), self->fault, error);
}

/* On a worker */

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean done;
} Wait;

/* On the writer. A fault stored nothing: the job is still there, and the errand is done once more when its
 * lease is over. A refusal is in the job. */
static void
on_result (GBytes *result, gpointer user_data)
{
  Wait *wait = user_data;

  g_mutex_lock (&wait->mutex);
  wait->done = TRUE;
  g_cond_signal (&wait->cond);
  g_mutex_unlock (&wait->mutex);
}

static void
finish (WeftErrand *self)
{
  WeftErrands *errands = self->errands;
  g_autoptr (GError) error = NULL;
  Wait wait = { .done = FALSE };

  g_mutex_init (&wait.mutex);
  g_cond_init (&wait.cond);
  if (_weft_engine_submit_job (errands->engine, self->job, on_result, &wait, &error))
    {
      g_mutex_lock (&wait.mutex);
      while (!wait.done)
        g_cond_wait (&wait.cond, &wait.mutex);
      g_mutex_unlock (&wait.mutex);
    }
  g_mutex_clear (&wait.mutex);
  g_cond_clear (&wait.cond);

  if (error == NULL)
    errands->moved (errands->user_data);
  else
    g_warning ("Job %s: %s", self->job->id, error->message);
}

static void
work (gpointer data, gpointer user_data)
{
  WeftErrand *self = data;
  WeftErrands *errands = self->errands;
  const WeftOperation *operation
      = weft_registry_find_operation (weft_engine_get_registry (errands->engine), self->job->op);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gpointer args = g_malloc0 (MAX (operation->args_size, 1));
  gboolean done = FALSE;

  root = weft_json_parse (self->job->args, strlen (self->job->args), &error);
  if (root != NULL && operation->parse (json_node_get_object (root), args, &error))
    {
      done = self->kind->run (self, args, &error);
      operation->clear (args);
    }

  if (g_cancellable_is_cancelled (errands->cancellable))
    g_message ("Job %s: its errand was broken off", self->job->id);
  else if (done)
    finish (self);
  else
    {
      self->fault = g_strdup (error->message);
      g_clear_error (&error);
      if (weft_engine_call (errands->engine, defer, self, &error))
        errands->moved (errands->user_data);
      else
        g_warning ("Job %s: %s", self->job->id, error->message);
    }
  errand_free (self);
}

/* Public API */

WeftErrands *
weft_errands_new (WeftEngine *engine, void (*moved) (gpointer user_data), gpointer user_data)
{
  WeftErrands *self = g_new0 (WeftErrands, 1);
  const WeftServerModule *const *modules = _weft_engine_get_modules (engine);

  self->engine = g_object_ref (engine);
  self->clock = weft_engine_get_clock (engine);
  self->moved = moved;
  self->user_data = user_data;
  self->reach = weft_reach_new ();
  self->kinds = g_hash_table_new (g_str_hash, g_str_equal);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; modules[i] != NULL; i++)
    for (const WeftServerErrand *kind = modules[i]->errands; kind != NULL && kind->operation != NULL; kind++)
      {
        g_assert (weft_registry_find_operation (weft_engine_get_registry (engine), kind->operation) != NULL);
        g_hash_table_insert (self->kinds, (gpointer) kind->operation, (gpointer) kind);
      }

  return self;
}

void
weft_errands_free (WeftErrands *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_hash_table_unref (self->kinds);
  weft_reach_free (self->reach);
  g_object_unref (self->cancellable);
  g_object_unref (self->engine);
  g_free (self);
}

WeftReach *
weft_errands_get_reach (WeftErrands *self)
{
  return self->reach;
}

gboolean
weft_errands_take (WeftErrands *self, const WeftJob *job, gboolean *fault)
{
  const WeftServerErrand *kind = g_hash_table_lookup (self->kinds, job->op);
  g_autoptr (GError) error = NULL;
  WeftErrand *errand;

  *fault = FALSE;
  if (kind == NULL)
    return FALSE;

  errand = g_new0 (WeftErrand, 1);
  errand->errands = self;
  errand->kind = kind;
  errand->job = weft_job_copy (job);
  errand->id = weft_id_derive ("errand", job->id);
  *fault = !weft_engine_call (self->engine, lease, errand, &error);
  if (*fault)
    g_warning ("Job %s: %s", job->id, error->message);
  if (errand->until == 0)
    errand_free (errand);
  else
    {
      if (self->pool == NULL)
        self->pool = g_thread_pool_new (work, self, THREADS, FALSE, NULL);
      g_thread_pool_push (self->pool, errand, NULL);
    }

  return TRUE;
}

WeftEngine *
weft_errand_get_engine (WeftErrand *self)
{
  return self->errands->engine;
}

const char *
weft_errand_get_id (WeftErrand *self)
{
  return self->id;
}

const char *
weft_errand_get_stream (WeftErrand *self)
{
  return self->job->stream;
}

gint64
weft_errand_get_age (WeftErrand *self)
{
  return weft_clock_now (self->errands->clock) - self->job->due_at;
}

gboolean
weft_errand_fetch (WeftErrand *self, const WeftFetch *fetch, WeftFetched *fetched, GError **error)
{
  return weft_fetch_run (fetch, self->errands->reach, self->errands->cancellable, fetched, error);
}

char *
weft_errand_dup_scratch (WeftErrand *self)
{
  g_autofree char *id = weft_id_random ();

  return weft_blobs_get_upload_path (_weft_engine_get_blobs (self->errands->engine), id);
}

static char *
hash_file (const char *path, gint64 *size, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree guchar *block = g_malloc (BLOCK);
  gssize n = -1;

  *size = 0;
  while (stream != NULL && (n = g_input_stream_read (G_INPUT_STREAM (stream), block, BLOCK, NULL, error)) > 0)
    {
      g_checksum_update (checksum, block, n);
      *size += n;
    }

  return n == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

typedef struct
{
  WeftErrand *errand;
  const char *hash;
  gint64 size;
  char *place;
  gboolean first;
} Keep;

static gboolean
keep (WeftDatabase *database, gpointer user_data, GError **error)
{
  Keep *what = user_data;
  WeftErrands *errands = what->errand->errands;

  return weft_blobs_keep (_weft_engine_get_blobs (errands->engine), database, WEFT_PERSON_SYSTEM, what->hash,
                          what->size, what->place, weft_clock_now (errands->clock), &what->first, error);
}

gboolean
weft_errand_keep_file (WeftErrand *self, const char *path, char **hash, gint64 *size, GError **error)
{
  WeftBlobs *blobs = _weft_engine_get_blobs (self->errands->engine);
  g_autofree char *sum = hash_file (path, size, error);
  g_autofree char *place = NULL;
  Keep what = { self, sum, *size, NULL, FALSE };

  if (sum == NULL || !weft_blobs_place (blobs, path, sum, &place, error))
    return FALSE;
  what.place = place;
  if (!weft_engine_call (self->errands->engine, keep, &what, error))
    {
      weft_blobs_drop (blobs, place);
      return FALSE;
    }
  if (!what.first)
    weft_blobs_drop (blobs, place);
  *hash = g_steal_pointer (&sum);

  return TRUE;
}
