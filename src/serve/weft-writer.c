/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-writer.h"

#include "serve/weft-handling.h"
#include "serve/weft-results.h"
#include "serve/weft-transaction.h"
#include "store/weft-search-follower.h"
#include "store/weft-search-work.h"

#define QUEUE_MAX 100000
#define ATTEMPTS_MAX 6                                /* of an operation which meets another server's */
#define UNSURE_WAIT (G_GINT64_CONSTANT (1) * 1000000) /* µs */
#define GROUP_MAX 512                                 /* works in one commit */
/* PostgreSQL keeps each version of a row until the commit, and walks over them: 8 to 32 operations take it
 * half as long each as 512. */
#define GROUP_MAX_SHARED 32
#define HOUSEKEEPING (G_GINT64_CONSTANT (60) * 1000000) /* µs */

struct _WeftWriter
{
  WeftEngine *engine;      /* unowned */
  WeftDatabase *database;  /* unowned; NULL while it is stopped */
  GThread *thread;         /* NULL while somebody else drives it */
  WeftTransaction *group;  /* what the transaction tells after its commit */
  WeftTransaction *now;    /* what the running work tells, if it succeeds */
  WeftTransaction *unsure; /* (nullable): what a commit tells, if it was done: its answer never came */
  gboolean careful; /* each operation's statements are waited for, so that its own failures refuse it */
  GPtrArray *taken; /* of WeftWork: what this turn runs */
  gint64 tidied_at; /* µs, as the next */
  WeftSearchFollower *follower;

  GMutex mutex; /* what follows */
  GCond arrived;
  GCond finished;
  GQueue queue; /* of WeftWork */
  gboolean accepting;
  WeftEngineStatistics statistics;
  void (*scheduled_func) (gpointer user_data);
  gpointer scheduled_data;
};

/* Whether the operation of a job is still to run; if not, it is answered. */
static gboolean
admit_scheduled (WeftWriter *self, WeftWork *work, GError **error)
{
  g_autoptr (GError) gone = NULL;
  WeftJobAdmission admission;

  if (!weft_jobs_admit (self->database, work->scheduled,
                        weft_clock_now (weft_engine_get_clock (self->engine)), &admission, error))
    return FALSE;
  self->now->due_at = work->scheduled->due_at;
  self->now->job = work->scheduled->id;
  if (admission == WEFT_JOB_ADMISSION_RUN)
    return TRUE;

  gone = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_DONE,
                              admission == WEFT_JOB_ADMISSION_GONE ? "job: it ran, or was cancelled"
                                                                   : "job: it came too late");
  work->result = weft_results_make (work->request.n, work->request.id, NULL, 0, gone);
  return TRUE;
}

static gboolean
finish_scheduled (WeftWriter *self, WeftWork *work, const GError *refusal, GError **error)
{
  gint64 late;

  if (work->scheduled == NULL)
    return TRUE;
  if (!weft_jobs_finish (self->database, work->scheduled,
                         weft_clock_now (weft_engine_get_clock (self->engine)),
                         refusal != NULL ? refusal->message : NULL, &late, error))
    return FALSE;

  self->statistics.n_jobs++;
  self->statistics.n_late += late > 0;
  return TRUE;
}

/* Runs an operation inside the savepoint "work". FALSE if it could not be stored: a fault, which the client
 * tries again. */
static gboolean
run_operation (WeftWriter *self, WeftWork *work, GError **error)
{
  const WeftRequest *request = &work->request;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GArray) positions = NULL;
  WeftClient *client;
  gint64 n;

  if (work->scheduled != NULL && (!admit_scheduled (self, work, error) || work->result != NULL))
    return work->result != NULL;
  client = weft_results_find (self->database, self->group->clients, request->client, error);
  if (client == NULL || !weft_results_admit (self->database, client, request, &n, &work->result, error))
    return FALSE;
  if (work->result != NULL)
    {
      self->statistics.n_repeated++;
      return finish_scheduled (self, work, NULL, error);
    }

  if (!weft_database_savepoint (self->database, "work", error))
    return FALSE;
  self->now->address = request->address;
  self->now->client = request->client;
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
      work->result = weft_results_make (n, request->id, (const WeftFrameHead *) (void *) positions->data,
                                        positions->len, NULL);
      self->statistics.n_operations++;
    }
  else
    {
      weft_database_rollback_to (self->database, "work");
      g_clear_pointer (&self->now, weft_transaction_free);
      self->now = weft_transaction_new (self->engine, self->database, _weft_engine_get_date (self->engine));
      self->now->outer = self->group;
      if (weft_results_is_fault (refusal))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      work->result = weft_results_make (n, request->id, NULL, 0, refusal);
      self->statistics.n_refused++;
    }

  return weft_database_release (self->database, "work", error)
         && weft_results_store (self->database, client, request, n, work->result, self->now->at, error)
         && finish_scheduled (self, work, refusal, error);
}

static gboolean
run_work (WeftWriter *self, WeftWork *work, GError **error)
{
  gboolean done;

  /* An operation has one of its own, around what a refusal takes back. A job may read anything. */
  if (work->job != NULL
      && (!weft_transaction_write (self->group, error)
          || !weft_database_savepoint (self->database, "job", error)))
    return FALSE;

  self->now = weft_transaction_new (self->engine, self->database, _weft_engine_get_date (self->engine));
  self->now->outer = self->group;
  if (work->job == NULL)
    done = run_operation (self, work, error);
  else
    {
      g_clear_error (&work->error);
      done = work->job (self->database, work->user_data, &work->error);
      if (!done && work->error == NULL)
        g_set_error_literal (&work->error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                             "A job failed without saying why");
      /* A job which refuses is taken back alone; one that meets a fault takes the whole group with it. */
      if (!done && !weft_results_is_fault (work->error))
        {
          weft_database_rollback_to (self->database, "job");
          g_clear_pointer (&self->now, weft_transaction_free);
          done = TRUE;
        }
      else if (!done && error != NULL)
        *error = g_error_copy (work->error);
    }
  done = done && (work->job == NULL || weft_database_release (self->database, "job", error));

  if (done && self->now != NULL)
    weft_transaction_merge (self->group, self->now);
  if (work->job != NULL)
    weft_transaction_forget (self->group); /* a job may write anything */
  g_clear_pointer (&self->now, weft_transaction_free);

  return done;
}

/* Several servers write one database: what this group is about is taken first, always in one order, so that
 * two groups do not wait for each other. Streams which only reactions touch are taken when they are reached;
 * two of those may meet, and one is tried again. */
static gboolean
take_group (WeftWriter *self, WeftWork **works, guint n_works, GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new ();
  g_autoptr (GPtrArray) clients = g_ptr_array_new ();

  if (!_weft_engine_is_shared (self->engine))
    return TRUE;

  for (guint i = 0; i < n_works; i++)
    if (works[i]->job == NULL)
      {
        g_ptr_array_add (streams, (gpointer) works[i]->request.stream);
        g_ptr_array_add (clients, (gpointer) works[i]->request.client);
      }

  return streams->len == 0
         || (weft_log_take_heads (self->database, streams, self->group->heads, error)
             && weft_results_take (self->database, clients, self->group->clients, error));
}

static void
tell_group (WeftWriter *self, WeftTransaction *group)
{
  _weft_engine_tell (self->engine, group);

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
was_kept (WeftWriter *self, WeftTransaction *group, gboolean *kept, GError **error)
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
settle_unsure (WeftWriter *self)
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
may_try_again (WeftWriter *self, const GError *error, guint attempt)
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

/* Runs works in one transaction; if that meets a fault, each in one of its own, so that only the guilty one
 * fails. */
static void
run_group (WeftWriter *self, WeftWork **works, guint n_works, guint attempt)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean done;

  settle_unsure (self);
  self->careful = attempt > 0;
  self->group = weft_transaction_new (self->engine, self->database, 0);
  done = weft_database_begin (self->database, &error) && take_group (self, works, n_works, &error);
  for (guint i = 0; i < n_works && done; i++)
    done = run_work (self, works[i], &error);
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
      for (guint i = 0; i < n_works; i++)
        g_clear_pointer (&works[i]->result, g_bytes_unref);
      if (n_works > 1 && !weft_database_is_lost (self->database))
        {
          for (guint i = 0; i < n_works; i++)
            run_group (self, &works[i], 1, 1);
          return;
        }
      if (n_works == 1 && may_try_again (self, error, attempt))
        {
          if (attempt > 1)
            g_usleep ((gulong) g_random_int_range (500, 2000) << attempt);
          run_group (self, works, 1, attempt + 1);
          return;
        }
      if (n_works == 1)
        g_warning ("Kept nothing of %s: %s", works[0]->job == NULL ? works[0]->request.op : "a job",
                   error->message);
      else
        g_warning ("Kept nothing of %u operations: %s", n_works, error->message);
      self->statistics.n_failed += n_works;
      for (guint i = 0; i < n_works; i++)
        weft_work_fail (works[i], error);
    }

  for (guint i = 0; i < n_works; i++)
    {
      WeftWork *work = works[i];

      if (work->job == NULL)
        {
          work->func (work->result, work->user_data);
          weft_work_free (work);
        }
      else if (work->finish != NULL)
        {
          work->finish (work->user_data, work->error);
          weft_work_free (work);
        }
      else
        {
          g_mutex_lock (&self->mutex);
          work->done = TRUE;
          g_cond_broadcast (&self->finished);
          g_mutex_unlock (&self->mutex);
        }
    }
}

static void
keep_house (WeftWriter *self)
{
  g_autoptr (GError) error = NULL;

  weft_snapshots_expire (_weft_engine_get_snapshots (self->engine));
  if (!weft_database_begin (self->database, &error)
      || !weft_results_expire (self->database, weft_clock_now (weft_engine_get_clock (self->engine)), &error)
      || !weft_jobs_expire (self->database, weft_clock_now (weft_engine_get_clock (self->engine)), &error)
      || !weft_database_commit (self->database, &error))
    {
      weft_database_rollback (self->database);
      g_warning ("Cannot forget old results and jobs: %s", error->message);
    }
}

/* When a turn has something to do though nothing is queued. The mutex is held. */
static gint64
get_due (WeftWriter *self)
{
  gint64 due = MIN (weft_search_follower_get_due (self->follower), self->tidied_at + HOUSEKEEPING);

  return self->unsure != NULL ? MIN (due, g_get_monotonic_time () + UNSURE_WAIT) : due;
}

/* What one turn takes. The mutex is held. */
static void
take_works (WeftWriter *self)
{
  const guint group_max = _weft_engine_is_shared (self->engine) ? GROUP_MAX_SHARED : GROUP_MAX;

  g_ptr_array_set_size (self->taken, 0);
  while (self->taken->len < group_max && !g_queue_is_empty (&self->queue))
    g_ptr_array_add (self->taken, g_queue_pop_head (&self->queue));
}

/* One transaction for what was taken, and what is due beside. */
static void
run_turn (WeftWriter *self)
{
  gint64 now;

  if (self->taken->len > 0)
    {
      run_group (self, (WeftWork **) self->taken->pdata, self->taken->len, 0);
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
  WeftWriter *self = user_data;

  return _weft_engine_open_reader (self->engine, error);
}

static void
on_search_ready (gpointer user_data)
{
  WeftWriter *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_signal (&self->arrived);
  g_mutex_unlock (&self->mutex);
}

static const WeftSearchFollowerFuncs follower_funcs = { open_search_reader, on_search_ready };

static gpointer
write_thread (gpointer user_data)
{
  WeftWriter *self = user_data;

  while (TRUE)
    {
      g_mutex_lock (&self->mutex);
      while (g_queue_is_empty (&self->queue) && self->accepting)
        if (!g_cond_wait_until (&self->arrived, &self->mutex, get_due (self)))
          break;
      if (g_queue_is_empty (&self->queue) && !self->accepting)
        {
          g_mutex_unlock (&self->mutex);
          return NULL;
        }
      take_works (self);
      g_mutex_unlock (&self->mutex);

      run_turn (self);
    }
}

/* Public API */

WeftWriter *
weft_writer_new (WeftEngine *engine)
{
  WeftWriter *self = g_new0 (WeftWriter, 1);

  self->engine = engine;
  self->taken = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->arrived);
  g_cond_init (&self->finished);
  g_queue_init (&self->queue);

  return self;
}

void
weft_writer_free (WeftWriter *self)
{
  g_assert (self->database == NULL);

  g_clear_pointer (&self->taken, g_ptr_array_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->arrived);
  g_cond_clear (&self->finished);
  g_free (self);
}

void
weft_writer_start (WeftWriter *self, WeftDatabase *database, gboolean driven)
{
  g_return_if_fail (self->database == NULL);

  self->database = database;
  self->accepting = TRUE;
  self->tidied_at = g_get_monotonic_time ();
  g_ptr_array_set_size (self->taken, 0);
  self->follower
      = weft_search_follower_new (database, weft_engine_get_registry (self->engine),
                                  driven ? 1 : WEFT_SEARCH_WORTHWHILE, driven ? NULL : &follower_funcs, self);
  weft_search_follower_wrote (self->follower, g_get_monotonic_time ()); /* by the last run */
  if (!driven)
    self->thread = g_thread_new ("weft-writer", write_thread, self);
}

void
weft_writer_stop (WeftWriter *self)
{
  g_return_if_fail (self->database != NULL);

  g_mutex_lock (&self->mutex);
  self->accepting = FALSE;
  g_cond_signal (&self->arrived);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  else
    while (weft_writer_turn (self))
      continue;

  g_clear_pointer (&self->follower, weft_search_follower_free);
  g_clear_pointer (&self->unsure, weft_transaction_free);
  self->database = NULL;
}

gboolean
weft_writer_is_driven (WeftWriter *self)
{
  return self->database != NULL && self->thread == NULL;
}

gboolean
weft_writer_is_current (WeftWriter *self)
{
  return self->thread == NULL || g_thread_self () == self->thread;
}

gboolean
weft_writer_push (WeftWriter *self, WeftWork *work, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!self->accepting)
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

  g_queue_push_tail (&self->queue, work);
  if (self->queue.length == 1)
    g_cond_signal (&self->arrived);

  return TRUE;
}

gboolean
weft_writer_run (WeftWriter *self, WeftWork *work, GError **error)
{
  g_assert (work->job != NULL && work->finish == NULL);

  if (!weft_writer_push (self, work, error))
    return FALSE;

  while (self->thread == NULL && !work->done)
    weft_writer_turn (self);
  g_mutex_lock (&self->mutex);
  while (!work->done)
    g_cond_wait (&self->finished, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (work->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&work->error));

  return FALSE;
}

gint64
weft_writer_get_due (WeftWriter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_queue_is_empty (&self->queue) ? get_due (self) : 0;
}

gboolean
weft_writer_turn (WeftWriter *self)
{
  g_return_val_if_fail (weft_writer_is_driven (self), FALSE);

  g_mutex_lock (&self->mutex);
  take_works (self);
  g_mutex_unlock (&self->mutex);
  run_turn (self);

  return self->taken->len > 0;
}

WeftTransaction *
weft_writer_get_transaction (WeftWriter *self)
{
  g_assert (weft_writer_is_current (self) && self->now != NULL);

  return self->now;
}

void
weft_writer_set_scheduled_func (WeftWriter *self, void (*func) (gpointer user_data), gpointer user_data)
{
  g_mutex_lock (&self->mutex);
  self->scheduled_func = func;
  self->scheduled_data = user_data;
  g_mutex_unlock (&self->mutex);
}

void
weft_writer_get_statistics (WeftWriter *self, WeftEngineStatistics *statistics)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *statistics = self->statistics;
  statistics->n_queued = self->queue.length;
}
