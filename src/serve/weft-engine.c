/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-engine.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-copies.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-erasure.h"
#include "serve/weft-handling.h"
#include "serve/weft-keeper.h"
#include "serve/weft-results.h"
#include "serve/weft-schema.h"
#include "serve/weft-trimming.h"
#include "store/weft-search-follower.h"
#include "store/weft-search-work.h"
#include "serve/weft-storage.h"

#define QUEUE_MAX 100000
#define ATTEMPTS_MAX 6                                /* of an operation which meets another server's */
#define UNSURE_WAIT (G_GINT64_CONSTANT (1) * 1000000) /* µs */
#define GROUP_MAX 512                                 /* jobs in one commit */
/* PostgreSQL keeps each version of a row until the commit, and walks over them: 8 to 32 operations take it
 * half as long each as 512. */
#define GROUP_MAX_SHARED 32
#define HOUSEKEEPING (G_GINT64_CONSTANT (60) * 1000000) /* µs */

typedef struct
{
  /* An operation … */
  WeftRequest request;
  WeftResultFunc func;
  GBytes *result;
  WeftJob *scheduled; /* (nullable): whose operation it is */
  /* … or a job. */
  WeftEngineJob job;
  WeftEngineFinish finish;
  gboolean wait;
  gboolean done;
  GError *error;

  gpointer user_data;
} Job;

struct _WeftEngine
{
  GObject parent_instance;

  WeftRegistry *registry;
  const WeftServerModule *const *modules;
  char *directory;
  WeftClock *clock;
  WeftClock *dating; /* (nullable), atomic: what operations are dated by */
  char *workspace;
  int audit_days; /* atomic */
  int lock;

  GHashTable *handlers;  /* operation → WeftHandler */
  GHashTable *reactions; /* event → GPtrArray of WeftReaction */
  WeftSnapshots *snapshots;
  WeftBlobs *blobs;
  WeftKeeper *keeper;

  WeftStorage *storage;
  gboolean open;
  GThread *writer;         /* NULL while somebody else drives the engine */
  WeftDatabase *database;  /* the writer's */
  WeftTransaction *group;  /* what the transaction tells after its commit */
  WeftTransaction *now;    /* what the running job tells, if it succeeds */
  WeftTransaction *unsure; /* (nullable): what a commit tells, if it was done: its answer never came */
  gboolean careful; /* each operation's statements are waited for, so that its own failures refuse it */
  GPtrArray *taken; /* of Job: what this turn runs */
  gint64 tidied_at; /* µs, as the next */
  WeftSearchFollower *follower; /* the writer's, too */

  GMutex mutex; /* what follows */
  GCond arrived;
  GCond finished;
  GQueue queue; /* of Job */
  gboolean closing;
  GQueue readers; /* of WeftDatabase, idle */
  WeftEngineStatistics statistics;
  void (*scheduled_func) (gpointer user_data);
  gpointer scheduled_data;

  WeftSubscriber subscriber;
  gpointer subscriber_data;
};

G_DEFINE_FINAL_TYPE (WeftEngine, weft_engine, G_TYPE_OBJECT)

/* Subscribers */

static void
ignore_events (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
}

static void
ignore_members (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
}

static void
ignore_sessions (const char *person, gpointer user_data)
{
}

static const WeftSubscriber nobody = { ignore_events, ignore_members, ignore_sessions };

/* The writer */

static Job *
job_new_operation (const WeftRequest *request, WeftResultFunc func, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->request = (WeftRequest) {
    .client = g_strdup (request->client),
    .person = g_strdup (request->person),
    .n = request->n,
    .id = g_strdup (request->id),
    .stream = g_strdup (request->stream),
    .op = g_strdup (request->op),
    .args = g_strdup (request->args),
    .address = g_strdup (request->address),
    .holder = g_strdup (request->holder),
  };
  job->func = func;
  job->user_data = user_data;

  return job;
}

static void
job_free (Job *job)
{
  g_free ((char *) job->request.client);
  g_free ((char *) job->request.person);
  g_free ((char *) job->request.id);
  g_free ((char *) job->request.stream);
  g_free ((char *) job->request.op);
  g_free ((char *) job->request.args);
  g_free ((char *) job->request.address);
  g_free ((char *) job->request.holder);
  g_clear_pointer (&job->result, g_bytes_unref);
  g_clear_pointer (&job->scheduled, weft_job_free);
  g_clear_error (&job->error);
  g_free (job);
}

static gint64
get_date (WeftEngine *self)
{
  WeftClock *dating = g_atomic_pointer_get (&self->dating);

  return weft_clock_now (dating != NULL ? dating : self->clock);
}

/* Whether the operation of a job is still to run; if not, it is answered. */
static gboolean
admit_scheduled (WeftEngine *self, Job *job, GError **error)
{
  g_autoptr (GError) gone = NULL;
  WeftJobAdmission admission;

  if (!weft_jobs_admit (self->database, job->scheduled, weft_clock_now (self->clock), &admission, error))
    return FALSE;
  self->now->due_at = job->scheduled->due_at;
  self->now->job = job->scheduled->id;
  if (admission == WEFT_JOB_ADMISSION_RUN)
    return TRUE;

  gone = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_DONE,
                              admission == WEFT_JOB_ADMISSION_GONE ? "job: it ran, or was cancelled"
                                                                   : "job: it came too late");
  job->result = weft_results_make (job->request.n, job->request.id, NULL, 0, gone);
  return TRUE;
}

static gboolean
finish_scheduled (WeftEngine *self, Job *job, const GError *refusal, GError **error)
{
  gint64 late;

  if (job->scheduled == NULL)
    return TRUE;
  if (!weft_jobs_finish (self->database, job->scheduled, weft_clock_now (self->clock),
                         refusal != NULL ? refusal->message : NULL, &late, error))
    return FALSE;

  self->statistics.n_jobs++;
  self->statistics.n_late += late > 0;
  return TRUE;
}

/* Runs an operation inside the savepoint "work". FALSE if it could not be stored: a fault, which the client
 * tries again. */
static gboolean
run_operation (WeftEngine *self, Job *job, GError **error)
{
  const WeftRequest *request = &job->request;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GArray) positions = NULL;
  WeftClient *client;
  gint64 n;

  if (job->scheduled != NULL && (!admit_scheduled (self, job, error) || job->result != NULL))
    return job->result != NULL;
  client = weft_results_find (self->database, self->group->clients, request->client, error);
  if (client == NULL || !weft_results_admit (self->database, client, request, &n, &job->result, error))
    return FALSE;
  if (job->result != NULL)
    {
      self->statistics.n_repeated++;
      return finish_scheduled (self, job, NULL, error);
    }

  if (!weft_database_savepoint (self->database, "work", error))
    return FALSE;
  self->now->address = request->address;
  if (weft_handling_execute (self->now, request->person, request->stream, request->op, request->args,
                             &refusal)
      && (!self->careful || weft_database_settle (self->database, &refusal)))
    {
      positions = g_array_new (FALSE, FALSE, sizeof (WeftFrameHead));
      for (guint i = 0; i < self->now->moved->len; i++)
        {
          const char *stream = g_ptr_array_index (self->now->moved, i);
          WeftFrameHead head = { stream, weft_transaction_get_head (self->now, stream, NULL)->head };

          g_array_append_val (positions, head);
        }
      job->result = weft_results_make (n, request->id, (const WeftFrameHead *) (void *) positions->data,
                                       positions->len, NULL);
      self->statistics.n_operations++;
    }
  else
    {
      weft_database_rollback_to (self->database, "work");
      g_clear_pointer (&self->now, weft_transaction_free);
      self->now = weft_transaction_new (self, self->database, get_date (self));
      self->now->outer = self->group;
      if (weft_results_is_fault (refusal))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      job->result = weft_results_make (n, request->id, NULL, 0, refusal);
      self->statistics.n_refused++;
    }

  return weft_database_release (self->database, "work", error)
         && weft_results_store (self->database, client, request, n, job->result, self->now->at, error)
         && finish_scheduled (self, job, refusal, error);
}

static gboolean
run_job (WeftEngine *self, Job *job, GError **error)
{
  gboolean done;

  /* An operation has one of its own, around what a refusal takes back. A job may read anything. */
  if (job->job != NULL
      && (!weft_transaction_write (self->group, error)
          || !weft_database_savepoint (self->database, "job", error)))
    return FALSE;

  self->now = weft_transaction_new (self, self->database, get_date (self));
  self->now->outer = self->group;
  if (job->job == NULL)
    done = run_operation (self, job, error);
  else
    {
      g_clear_error (&job->error);
      done = job->job (self->database, job->user_data, &job->error);
      if (!done && job->error == NULL)
        g_set_error_literal (&job->error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "A job failed without saying why");
      /* A job which refuses is taken back alone; one that meets a fault takes the whole group with it. */
      if (!done && !weft_results_is_fault (job->error))
        {
          weft_database_rollback_to (self->database, "job");
          g_clear_pointer (&self->now, weft_transaction_free);
          done = TRUE;
        }
      else if (!done && error != NULL)
        *error = g_error_copy (job->error);
    }
  done = done && (job->job == NULL || weft_database_release (self->database, "job", error));

  if (done && self->now != NULL)
    weft_transaction_merge (self->group, self->now);
  if (job->job != NULL)
    weft_transaction_forget (self->group); /* a job may write anything */
  g_clear_pointer (&self->now, weft_transaction_free);

  return done;
}

/* The words of a database, its path among them, are for the log; what the client needs is that nothing was
 * stored. */
static GError *
make_fault (const GError *error)
{
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    return g_error_new_literal (
        WEFT_ERROR, WEFT_ERROR_FULL,
        "The server's disk is full and it kept nothing of this; it will be tried again");
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                "The server cannot use its database now; it will be tried again");
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED))
    return g_error_copy (error);

  return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INTERNAL,
                              "The server could not do this and kept nothing of it; it will be tried again");
}

static void
job_fail (Job *job, const GError *error)
{
  g_autoptr (GError) fault = make_fault (error);

  if (job->job == NULL)
    {
      g_clear_pointer (&job->result, g_bytes_unref);
      job->result = weft_results_make (job->request.n, job->request.id, NULL, 0, fault);
    }
  else
    {
      g_clear_error (&job->error);
      job->error = g_steal_pointer (&fault);
    }
}

/* Several servers write one database: what this group is about is taken first, always in one order, so that
 * two groups do not wait for each other. Streams which only reactions touch are taken when they are reached;
 * two of those may meet, and one is tried again. */
static gboolean
take_group (WeftEngine *self, Job **jobs, guint n_jobs, GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new ();
  g_autoptr (GPtrArray) clients = g_ptr_array_new ();

  if (!weft_storage_is_shared (self->storage))
    return TRUE;

  for (guint i = 0; i < n_jobs; i++)
    if (jobs[i]->job == NULL)
      {
        g_ptr_array_add (streams, (gpointer) jobs[i]->request.stream);
        g_ptr_array_add (clients, (gpointer) jobs[i]->request.client);
      }

  return streams->len == 0
         || (weft_log_take_heads (self->database, streams, self->group->heads, error)
             && weft_results_take (self->database, clients, self->group->clients, error));
}

static void
tell_group (WeftEngine *self, WeftTransaction *group)
{
  weft_transaction_deliver (group, &self->subscriber, self->subscriber_data);
  if (group->erased->len > 0)
    weft_keeper_erased (self->keeper, group->erased);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < group->deliveries->len; i++)
    {
      WeftDelivery *delivery = g_ptr_array_index (group->deliveries, i);

      self->statistics.n_events += delivery->stored != NULL ? delivery->stored->len : 0;
    }
  if (group->scheduled && self->scheduled_func != NULL)
    self->scheduled_func (self->scheduled_data);
  g_mutex_unlock (&self->mutex);
}

/* Whether the first event that @group tells of is in the log, to the byte: then all of the group is. */
static gboolean
was_kept (WeftEngine *self, WeftTransaction *group, gboolean *kept, GError **error)
{
  *kept = FALSE;
  for (guint i = 0; i < group->deliveries->len; i++)
    {
      WeftDelivery *delivery = g_ptr_array_index (group->deliveries, i);
      g_autoptr (GPtrArray) stored = NULL;
      WeftPosition position;

      if (delivery->stored == NULL)
        continue;
      stored = weft_log_read (self->database, delivery->stream, delivery->first - 1, delivery->first, 1,
                              &position, error);
      *kept = stored != NULL && stored->len == 1
              && g_bytes_equal (g_ptr_array_index (stored, 0), g_ptr_array_index (delivery->stored, 0));
      return stored != NULL;
    }

  return TRUE;
}

/* The connection was lost while a commit was under way. Its operations were answered "unavailable" and are
 * sent again; subscribers here must hear of its events if it was done. */
static void
settle_unsure (WeftEngine *self)
{
  g_autoptr (GError) error = NULL;
  gboolean kept, known;

  if (self->unsure == NULL || !weft_database_begin (self->database, &error))
    return;

  known = was_kept (self, self->unsure, &kept, &error);
  weft_database_rollback (self->database);
  if (!known)
    return;
  if (kept)
    tell_group (self, self->unsure);
  g_clear_pointer (&self->unsure, weft_transaction_free);
}

static gboolean
may_try_again (WeftEngine *self, const GError *error, guint attempt)
{
  if (!weft_database_has_failed (self->database) || weft_database_is_lost (self->database))
    return FALSE;

  /* The first time nobody knows whose statement it was. Later only what another server's write can have been
   * is worth trying. */
  return attempt == 0
         || (attempt < ATTEMPTS_MAX
             && (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE)
                 || g_error_matches (error, WEFT_ERROR, WEFT_ERROR_EXISTS)));
}

/* Runs jobs in one transaction; if that meets a fault, each in one of its own, so that only the guilty one
 * fails. */
static void
run_group (WeftEngine *self, Job **jobs, guint n_jobs, guint attempt)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean done;

  settle_unsure (self);
  self->careful = attempt > 0;
  self->group = weft_transaction_new (self, self->database, 0);
  done = weft_database_begin (self->database, &error) && take_group (self, jobs, n_jobs, &error);
  for (guint i = 0; i < n_jobs && done; i++)
    done = run_job (self, jobs[i], &error);
  done = done && weft_transaction_write (self->group, &error);
  if (!done)
    weft_database_rollback (self->database);
  else if (!(done = weft_database_commit (self->database, &error)) && weft_database_is_lost (self->database))
    self->unsure = g_steal_pointer (&self->group);

  g_mutex_lock (&self->mutex);
  self->statistics.n_commits += done;
  self->statistics.commit_us += g_get_monotonic_time () - start;
  g_mutex_unlock (&self->mutex);

  if (done)
    tell_group (self, self->group);
  g_clear_pointer (&self->group, weft_transaction_free);

  if (!done)
    {
      for (guint i = 0; i < n_jobs; i++)
        g_clear_pointer (&jobs[i]->result, g_bytes_unref);
      if (n_jobs > 1 && !weft_database_is_lost (self->database))
        {
          for (guint i = 0; i < n_jobs; i++)
            run_group (self, &jobs[i], 1, 1);
          return;
        }
      if (n_jobs == 1 && may_try_again (self, error, attempt))
        {
          if (attempt > 1)
            g_usleep ((gulong) g_random_int_range (500, 2000) << attempt);
          run_group (self, jobs, 1, attempt + 1);
          return;
        }
      if (n_jobs == 1)
        g_warning ("Kept nothing of %s: %s", jobs[0]->job == NULL ? jobs[0]->request.op : "a job",
                   error->message);
      else
        g_warning ("Kept nothing of %u operations: %s", n_jobs, error->message);
      self->statistics.n_failed += n_jobs;
      for (guint i = 0; i < n_jobs; i++)
        job_fail (jobs[i], error);
    }

  for (guint i = 0; i < n_jobs; i++)
    {
      Job *job = jobs[i];

      if (job->job == NULL)
        {
          job->func (job->result, job->user_data);
          job_free (job);
        }
      else if (!job->wait)
        {
          job->finish (job->user_data, job->error);
          job_free (job);
        }
      else
        {
          g_mutex_lock (&self->mutex);
          job->done = TRUE;
          g_cond_broadcast (&self->finished);
          g_mutex_unlock (&self->mutex);
        }
    }
}

static void
keep_house (WeftEngine *self)
{
  g_autoptr (GError) error = NULL;

  weft_snapshots_expire (self->snapshots);
  if (!weft_database_begin (self->database, &error)
      || !weft_results_expire (self->database, weft_clock_now (self->clock), &error)
      || !weft_jobs_expire (self->database, weft_clock_now (self->clock), &error)
      || !weft_database_commit (self->database, &error))
    {
      weft_database_rollback (self->database);
      g_warning ("Cannot forget old results and jobs: %s", error->message);
    }
}

static void
begin_turns (WeftEngine *self)
{
  self->tidied_at = g_get_monotonic_time ();
  g_ptr_array_set_size (self->taken, 0);
}

/* When a turn has something to do though nothing is queued. The mutex is held. */
static gint64
get_due (WeftEngine *self)
{
  gint64 due = MIN (weft_search_follower_get_due (self->follower), self->tidied_at + HOUSEKEEPING);

  return self->unsure != NULL ? MIN (due, g_get_monotonic_time () + UNSURE_WAIT) : due;
}

/* What one turn takes. The mutex is held. */
static void
take_jobs (WeftEngine *self)
{
  const guint group_max = weft_storage_is_shared (self->storage) ? GROUP_MAX_SHARED : GROUP_MAX;

  g_ptr_array_set_size (self->taken, 0);
  while (self->taken->len < group_max && !g_queue_is_empty (&self->queue))
    g_ptr_array_add (self->taken, g_queue_pop_head (&self->queue));
}

/* One transaction for what was taken, and what is due beside. */
static void
run_turn (WeftEngine *self)
{
  gint64 now;

  if (self->taken->len > 0)
    {
      run_group (self, (Job **) self->taken->pdata, self->taken->len, 0);
      weft_search_follower_wrote (self->follower, g_get_monotonic_time ());
    }
  settle_unsure (self);

  now = g_get_monotonic_time ();
  if (now >= weft_search_follower_get_due (self->follower))
    {
      g_autoptr (GError) error = NULL;

      if (!weft_search_follower_step (self->follower, now, &error))
        g_warning ("Cannot index for search: %s", error->message);
    }
  if (now - self->tidied_at >= HOUSEKEEPING)
    {
      keep_house (self);
      self->tidied_at = now;
    }
}

static WeftDatabase *
open_search_reader (gpointer user_data, GError **error)
{
  WeftEngine *self = user_data;

  return weft_storage_open_reader (self->storage, error);
}

static void
on_search_ready (gpointer user_data)
{
  WeftEngine *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_signal (&self->arrived);
  g_mutex_unlock (&self->mutex);
}

static const WeftSearchFollowerFuncs follower_funcs = { open_search_reader, on_search_ready };

static gpointer
write_thread (gpointer user_data)
{
  WeftEngine *self = user_data;

  while (TRUE)
    {
      g_mutex_lock (&self->mutex);
      while (g_queue_is_empty (&self->queue) && !self->closing)
        if (!g_cond_wait_until (&self->arrived, &self->mutex, get_due (self)))
          break;
      if (g_queue_is_empty (&self->queue) && self->closing)
        {
          g_mutex_unlock (&self->mutex);
          return NULL;
        }
      take_jobs (self);
      g_mutex_unlock (&self->mutex);

      run_turn (self);
    }
}

/* Whoever drives the engine is its writer. */
static gboolean
is_writer (WeftEngine *self)
{
  return self->writer == NULL || g_thread_self () == self->writer;
}

static gboolean
push (WeftEngine *self, Job *job, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closing || !self->open)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server is going down; try again");
      return FALSE;
    }
  if (self->queue.length >= QUEUE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED,
                   "%d operations are waiting already; try again later", QUEUE_MAX);
      return FALSE;
    }

  g_queue_push_tail (&self->queue, job);
  if (self->queue.length == 1)
    g_cond_signal (&self->arrived);

  return TRUE;
}

/* Opening */

static gboolean
lock_directory (WeftEngine *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "lock", NULL);
  g_autofree char *pid = g_strdup_printf ("%d\n", (int) getpid ());

  if (g_mkdir_with_parents (self->directory, 0700) != 0
      || (self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    {
      int code = errno;

      g_set_error (error, WEFT_ERROR, code == ENOSPC ? WEFT_ERROR_FULL : WEFT_ERROR_INTERNAL, "%s: %s", path,
                   g_strerror (code));
      return FALSE;
    }
  if (flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: another weftd serves this directory",
                   self->directory);
      return FALSE;
    }
  if (ftruncate (self->lock, 0) != 0 || write (self->lock, pid, strlen (pid)) < 0)
    g_debug ("%s: cannot note the process: %s", path, g_strerror (errno));

  return TRUE;
}

/* Once: older programs did not. */
static gboolean
note_quoted (WeftEngine *self, GError **error)
{
  gint64 done;

  return weft_database_get_value (self->database, &done, 0, error,
                                  "SELECT count(*) FROM setting WHERE name = 'quoted'", "")
         && (done > 0
             || (weft_copies_note_quoted (self->database, self->registry, NULL, error)
                 && weft_database_run (self->database, error,
                                       "INSERT INTO setting (name, value) VALUES ('quoted', '1')"
                                       " ON CONFLICT (name) DO NOTHING",
                                       "")));
}

static gboolean
migrate (WeftEngine *self, GError **error)
{
  if (!weft_migrate (self->database, "serve", weft_serve_migrations, error)
      || !weft_migrate_modules (self->database, self->registry, error))
    return FALSE;

  for (guint i = 0; self->modules[i] != NULL; i++)
    if (self->modules[i]->migrations != NULL)
      {
        g_autofree char *owner = g_strconcat (self->modules[i]->module->name, "-server", NULL);

        if (!weft_migrate (self->database, g_intern_string (owner), self->modules[i]->migrations, error))
          return FALSE;
      }

  if (!weft_database_begin (self->database, error))
    return FALSE;
  if (weft_erasure_note_rows (self->database, self->registry, error) && note_quoted (self, error)
      && weft_database_commit (self->database, error))
    return TRUE;
  weft_database_rollback (self->database);

  return FALSE;
}

static gboolean
read_workspace (WeftEngine *self, GError **error)
{
  g_autofree char *fresh = weft_id_random ();
  WeftStatement *statement;

  if (!weft_database_run (
          self->database, error,
          "INSERT INTO setting (name, value) VALUES ('workspace', ?1) ON CONFLICT (name) DO NOTHING", "t",
          fresh))
    return FALSE;

  statement
      = weft_database_query (self->database, error, "SELECT value FROM setting WHERE name = 'workspace'", "");
  if (statement == NULL || weft_statement_step (statement, error) <= 0)
    return FALSE;
  self->workspace = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);

  return TRUE;
}

/* A module's own jobs keep their place in time unless the program says something new. */
static gboolean
order_job (WeftEngine *self, const WeftServerJob *order, GError **error)
{
  g_autoptr (WeftSchedule) schedule = weft_schedule_parse (order->schedule, error);
  gint64 now = weft_clock_now (self->clock);
  gint64 same;
  WeftJob job;

  g_assert (weft_registry_find_operation (self->registry, order->operation) != NULL);

  if (schedule == NULL
      || !weft_database_get_value (
          self->database, &same, 0, error,
          "SELECT 1 FROM job WHERE id = ?1 AND stream = ?2 AND op = ?3 AND args = ?4 AND schedule = ?5",
          "ttttt", order->id, order->stream, order->operation, order->args, order->schedule))
    return FALSE;

  job = (WeftJob) {
    .id = (char *) order->id,
    .author = (char *) WEFT_PERSON_SYSTEM,
    .stream = (char *) order->stream,
    .op = (char *) order->operation,
    .args = (char *) order->args,
    .schedule = (char *) order->schedule,
    .due_at = weft_schedule_next (schedule, now, now),
  };
  return same != 0 || weft_jobs_put (self->database, &job, now, error);
}

static gboolean
order_jobs (WeftEngine *self, GError **error)
{
  for (guint i = 0; self->modules[i] != NULL; i++)
    for (const WeftServerJob *job = self->modules[i]->jobs; job != NULL && job->id != NULL; job++)
      if (!order_job (self, job, error))
        return FALSE;

  return TRUE;
}

static void
close_database (WeftEngine *self)
{
  g_clear_object (&self->database);
  if (self->lock >= 0)
    close (g_steal_fd (&self->lock));
}

static gboolean
open_database (WeftEngine *self, GError **error)
{
  if (lock_directory (self, error)
      && (self->database = weft_storage_open_writer (self->storage, error)) != NULL && migrate (self, error))
    return TRUE;
  close_database (self);

  return FALSE;
}

static gboolean
open_engine (WeftEngine *self, GError **error)
{
  g_autofree char *snapshots = NULL;

  if (!open_database (self, error))
    return FALSE;
  if (!read_workspace (self, error) || !order_jobs (self, error) || !weft_blobs_prepare (self->blobs, error))
    {
      close_database (self);
      return FALSE;
    }

  snapshots = g_build_filename (self->directory, "snapshots", NULL);
  self->snapshots = weft_snapshots_new (self->registry, self->clock, snapshots);
  self->closing = FALSE;
  self->keeper = weft_keeper_new (self);
  begin_turns (self);
  self->open = TRUE;

  return TRUE;
}

/* GObject */

static void
weft_engine_finalize (GObject *object)
{
  WeftEngine *self = WEFT_ENGINE (object);

  weft_engine_close (self);
  g_clear_pointer (&self->blobs, weft_blobs_free);
  g_clear_pointer (&self->handlers, g_hash_table_unref);
  g_clear_pointer (&self->reactions, g_hash_table_unref);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->storage, weft_storage_free);
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  g_clear_pointer (&self->workspace, g_free);
  g_clear_object (&self->registry);
  g_clear_object (&self->clock);
  g_clear_object (&self->dating);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->arrived);
  g_cond_clear (&self->finished);

  G_OBJECT_CLASS (weft_engine_parent_class)->finalize (object);
}

static void
weft_engine_class_init (WeftEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_engine_finalize;
}

static void
weft_engine_init (WeftEngine *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->arrived);
  g_cond_init (&self->finished);
  g_queue_init (&self->queue);
  g_queue_init (&self->readers);
  self->taken = g_ptr_array_new ();
  self->subscriber = nobody;
  self->lock = -1;
  self->audit_days = WEFT_AUDIT_DAYS;
}

/* Public API */

WeftEngine *
weft_engine_new (WeftRegistry *registry,
                 const WeftServerModule *const *modules,
                 const char *directory,
                 WeftClock *clock)
{
  g_autofree char *files = NULL;
  WeftEngine *self;

  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (modules != NULL && directory != NULL, NULL);

  self = g_object_new (WEFT_TYPE_ENGINE, NULL);
  self->registry = g_object_ref (registry);
  self->modules = modules;
  self->directory = g_strdup (directory);
  files = g_build_filename (directory, "files", NULL);
  self->blobs = weft_blobs_new (registry, files);
  self->storage = weft_storage_new (directory, NULL);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());
  self->handlers = g_hash_table_new (g_str_hash, g_str_equal);
  self->reactions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; modules[i] != NULL; i++)
    {
      const WeftServerHandler *handler = modules[i]->handlers;
      const WeftReaction *reaction = modules[i]->reactions;

      for (; handler != NULL && handler->operation != NULL; handler++)
        {
          g_assert (weft_registry_find_operation (registry, handler->operation) != NULL);
          g_assert (!g_hash_table_contains (self->handlers, handler->operation));
          g_hash_table_insert (self->handlers, (gpointer) handler->operation, (gpointer) handler);
        }
      for (; reaction != NULL && reaction->event != NULL; reaction++)
        {
          GPtrArray *list = g_hash_table_lookup (self->reactions, reaction->event);

          if (list == NULL)
            {
              list = g_ptr_array_new ();
              g_hash_table_insert (self->reactions, (gpointer) reaction->event, list);
            }
          g_ptr_array_add (list, (gpointer) reaction);
        }
    }

  return self;
}

void
weft_engine_set_database (WeftEngine *self, const char *url)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));
  g_return_if_fail (!self->open);

  weft_storage_free (self->storage);
  self->storage = weft_storage_new (self->directory, url);
}

gboolean
weft_engine_open (WeftEngine *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (!self->open, FALSE);

  if (!open_engine (self, error))
    return FALSE;
  self->follower = weft_search_follower_new (self->database, self->registry, WEFT_SEARCH_WORTHWHILE,
                                             &follower_funcs, self);
  weft_search_follower_wrote (self->follower, g_get_monotonic_time ()); /* by the last run */
  self->writer = g_thread_new ("weft-writer", write_thread, self);
  weft_keeper_start (self->keeper);

  return TRUE;
}

gboolean
weft_engine_repair (WeftEngine *self, WeftCheck *check, GError **error)
{
  gboolean done;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (!self->open, FALSE);

  if (!open_database (self, error))
    return FALSE;
  done = weft_check_repair (check, self->database, self->registry, error);
  close_database (self);

  return done;
}

void
weft_engine_close (WeftEngine *self)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));

  if (!self->open)
    return;

  weft_keeper_stop (self->keeper);
  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_signal (&self->arrived);
  g_mutex_unlock (&self->mutex);
  if (self->writer != NULL)
    g_thread_join (g_steal_pointer (&self->writer));
  else
    while (_weft_engine_turn (self))
      continue;
  self->open = FALSE;

  g_clear_pointer (&self->follower, weft_search_follower_free);
  g_clear_pointer (&self->keeper, weft_keeper_free);
  g_queue_clear_full (&self->readers, g_object_unref);
  g_clear_pointer (&self->snapshots, weft_snapshots_free);
  g_clear_pointer (&self->unsure, weft_transaction_free);
  g_clear_pointer (&self->workspace, g_free);
  close_database (self);
}

WeftRegistry *
weft_engine_get_registry (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  return self->registry;
}

WeftClock *
weft_engine_get_clock (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  return self->clock;
}

void
weft_engine_set_dating (WeftEngine *self, WeftClock *clock)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));
  g_return_if_fail (WEFT_IS_CLOCK (clock));

  g_return_if_fail (self->dating == NULL);

  g_atomic_pointer_set (&self->dating, g_object_ref (clock));
}

const char *
weft_engine_get_workspace (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  return self->workspace;
}

gboolean
weft_engine_submit (
    WeftEngine *self, const WeftRequest *request, WeftResultFunc func, gpointer user_data, GError **error)
{
  Job *job;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (request != NULL && func != NULL, FALSE);

  job = job_new_operation (request, func, user_data);
  if (push (self, job, error))
    return TRUE;
  job_free (job);

  return FALSE;
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  GBytes *result;
} Wait;

static void
on_waited_result (GBytes *result, gpointer user_data)
{
  Wait *wait = user_data;

  g_mutex_lock (&wait->mutex);
  wait->result = g_bytes_ref (result);
  g_cond_signal (&wait->cond);
  g_mutex_unlock (&wait->mutex);
}

GBytes *
weft_engine_run_now (WeftEngine *self, const WeftRequest *request, GError **error)
{
  Wait wait = { .result = NULL };

  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->writer == NULL || !is_writer (self), NULL);

  g_mutex_init (&wait.mutex);
  g_cond_init (&wait.cond);
  if (weft_engine_submit (self, request, on_waited_result, &wait, error))
    {
      while (self->writer == NULL && wait.result == NULL)
        _weft_engine_turn (self);
      g_mutex_lock (&wait.mutex);
      while (wait.result == NULL)
        g_cond_wait (&wait.cond, &wait.mutex);
      g_mutex_unlock (&wait.mutex);
    }
  g_mutex_clear (&wait.mutex);
  g_cond_clear (&wait.cond);

  return wait.result;
}

gboolean
weft_engine_call (WeftEngine *self, WeftEngineJob func, gpointer user_data, GError **error)
{
  Job *job;
  gboolean done;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (self->writer == NULL || !is_writer (self), FALSE);

  job = g_new0 (Job, 1);
  job->job = func;
  job->user_data = user_data;
  job->wait = TRUE;
  if (!push (self, job, error))
    {
      job_free (job);
      return FALSE;
    }

  while (self->writer == NULL && !job->done)
    _weft_engine_turn (self);
  g_mutex_lock (&self->mutex);
  while (!job->done)
    g_cond_wait (&self->finished, &self->mutex);
  g_mutex_unlock (&self->mutex);

  done = job->error == NULL;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&job->error));
  job_free (job);

  return done;
}

gboolean
weft_engine_trim (WeftEngine *self, const char *stream, gint64 floor, gint64 *reached, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (stream != NULL && floor >= 0, FALSE);

  return weft_trimming_run (self, stream, floor, reached, NULL, error);
}

void
weft_engine_set_audit_days (WeftEngine *self, guint days)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));

  g_atomic_int_set (&self->audit_days, (int) MIN (days, 36500));
}

guint
weft_engine_get_audit_days (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), 0);

  return (guint) g_atomic_int_get (&self->audit_days);
}

gboolean
weft_engine_tidy (WeftEngine *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (self->keeper != NULL, FALSE);

  return weft_keeper_tidy (self->keeper, error);
}

void
weft_engine_set_subscriber (WeftEngine *self, const WeftSubscriber *subscriber, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));
  g_return_if_fail (!self->open); /* before opening, so that no event is missed */

  self->subscriber = subscriber != NULL ? *subscriber : nobody;
  self->subscriber_data = user_data;
}

gboolean
weft_engine_is_here (WeftEngine *self, const char *person)
{
  return self->subscriber.is_here != NULL && self->subscriber.is_here (person, self->subscriber_data);
}

WeftDatabase *
weft_engine_acquire_reader (WeftEngine *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftDatabase *reader;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  g_mutex_lock (&self->mutex);
  reader = g_queue_pop_tail (&self->readers);
  g_mutex_unlock (&self->mutex);
  if (reader != NULL)
    return reader;

  reader = weft_storage_open_reader (self->storage, &local_error);
  if (reader == NULL)
    {
      g_warning ("%s", local_error->message);
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                           "The server cannot read its database now; try again");
    }

  return reader;
}

void
weft_engine_release_reader (WeftEngine *self, WeftDatabase *database)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));

  g_mutex_lock (&self->mutex);
  if (self->readers.length < 8 && !weft_database_is_lost (database))
    g_queue_push_tail (&self->readers, g_steal_pointer (&database));
  g_mutex_unlock (&self->mutex);
  g_clear_object (&database);
}

WeftRole
weft_engine_get_role (WeftDatabase *database, const char *stream, const char *person, GError **error)
{
  return weft_access_get_role (database, stream, person, error);
}

/* For whoever drives it */

gboolean
_weft_engine_open_driven (WeftEngine *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (!self->open, FALSE);

  if (!open_engine (self, error))
    return FALSE;
  self->follower = weft_search_follower_new (self->database, self->registry, 1, NULL, NULL);
  weft_search_follower_wrote (self->follower, g_get_monotonic_time ());

  return TRUE;
}

gboolean
_weft_engine_is_driven (WeftEngine *self)
{
  return self->open && self->writer == NULL;
}

gint64
_weft_engine_get_due (WeftEngine *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_queue_is_empty (&self->queue) ? get_due (self) : 0;
}

gboolean
_weft_engine_turn (WeftEngine *self)
{
  g_return_val_if_fail (self->open && self->writer == NULL, FALSE);

  g_mutex_lock (&self->mutex);
  take_jobs (self);
  g_mutex_unlock (&self->mutex);
  run_turn (self);

  return self->taken->len > 0;
}

/* For the server's own parts */

WeftHandler
_weft_engine_get_handler (WeftEngine *self, const char *operation)
{
  const WeftServerHandler *handler = g_hash_table_lookup (self->handlers, operation);

  return handler != NULL ? handler->handle : NULL;
}

const GPtrArray *
_weft_engine_get_reactions (WeftEngine *self, const char *event)
{
  return g_hash_table_lookup (self->reactions, event);
}

WeftNotifier
_weft_engine_get_notifier (WeftEngine *self)
{
  for (guint i = 0; self->modules[i] != NULL; i++)
    if (self->modules[i]->notify != NULL)
      return self->modules[i]->notify;

  return NULL;
}

WeftSnapshots *
_weft_engine_get_snapshots (WeftEngine *self)
{
  return self->snapshots;
}

WeftBlobs *
_weft_engine_get_blobs (WeftEngine *self)
{
  return self->blobs;
}

gboolean
_weft_engine_is_shared (WeftEngine *self)
{
  return weft_storage_is_shared (self->storage);
}

const char *
_weft_engine_get_directory (WeftEngine *self)
{
  return self->directory;
}

gboolean
_weft_engine_execute (WeftEngine *self,
                      const char *author,
                      const char *stream,
                      const char *op,
                      const char *args,
                      GError **error)
{
  g_assert (is_writer (self) && self->now != NULL);

  /* The job may read what it did. */
  return weft_handling_execute (self->now, author, stream, op, args, error)
         && weft_transaction_write (self->now, error);
}

gboolean
_weft_engine_append (WeftEngine *self,
                     const char *stream,
                     const WeftEvent *event,
                     const char *by,
                     const char *body,
                     JsonObject *object,
                     GError **error)
{
  g_assert (is_writer (self) && self->now != NULL);

  return weft_transaction_append (self->now, stream, event, by, body, object, error)
         && weft_transaction_write (self->now, error);
}

gboolean
_weft_engine_end_sessions (WeftEngine *self, const char *person, GError **error)
{
  g_assert (is_writer (self) && self->now != NULL);

  return weft_transaction_end_sessions (self->now, person, error);
}

gboolean
_weft_engine_post (
    WeftEngine *self, WeftEngineJob func, gpointer user_data, WeftEngineFinish finish, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Job *job = g_new0 (Job, 1);

  job->job = func;
  job->user_data = user_data;
  job->finish = finish;
  if (push (self, job, &local_error))
    return TRUE;

  finish (user_data, local_error);
  job_free (job);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

gboolean
_weft_engine_submit_job (
    WeftEngine *self, const WeftJob *scheduled, WeftResultFunc func, gpointer user_data, GError **error)
{
  g_autofree char *id = weft_job_dup_operation_id (scheduled);
  const WeftRequest request = {
    .client = WEFT_PERSON_SYSTEM,
    .person = scheduled->author,
    .n = 1, /* the server's own operations are not numbered */
    .id = id,
    .stream = scheduled->stream,
    .op = scheduled->op,
    .args = scheduled->args,
  };
  Job *job = job_new_operation (&request, func, user_data);

  job->scheduled = weft_job_copy (scheduled);
  if (push (self, job, error))
    return TRUE;
  job_free (job);

  return FALSE;
}

void
_weft_engine_set_scheduled_func (WeftEngine *self, void (*func) (gpointer user_data), gpointer user_data)
{
  g_mutex_lock (&self->mutex);
  self->scheduled_func = func;
  self->scheduled_data = user_data;
  g_mutex_unlock (&self->mutex);
}

void
_weft_engine_get_statistics (WeftEngine *self, WeftEngineStatistics *statistics)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *statistics = self->statistics;
  statistics->n_queued = self->queue.length;
}
