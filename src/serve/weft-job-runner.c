/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-job-runner.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/weft-backoff.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-errands.h"
#include "serve/weft-results.h"

#define BATCH_MAX 100
#define SLEEP_MAX 60000 /* ms */

struct _WeftJobRunner
{
  WeftEngine *engine;
  WeftClock *clock;
  WeftErrands *errands;
  GMainContext *context;
  GThread *thread;
  gboolean ending;     /* atomic */
  int timer;           /* timerfd */
  gulong moved;        /* signal handler on a manual clock */
  gint64 next;         /* ms: when to look again, if it runs without a thread */
  gint64 last_now;     /* ms: to notice that the clock went back */
  WeftBackoff backoff; /* while not even the database can be had */
  gboolean failed;
};

/** Batch: operations under way, and how they ended. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  guint n_open;
  guint n_faults;
} Batch;

typedef struct
{
  WeftJobRunner *runner;
  Batch *batch;
  WeftJob *job;
  char *fault;
} Attempt;

static void
attempt_end (Attempt *attempt, gboolean fault)
{
  Batch *batch = attempt->batch;

  weft_job_free (attempt->job);
  g_free (attempt->fault);
  g_free (attempt);

  g_mutex_lock (&batch->mutex);
  batch->n_open--;
  batch->n_faults += fault;
  g_cond_signal (&batch->cond);
  g_mutex_unlock (&batch->mutex);
}

static gboolean
defer (WeftDatabase *database, gpointer user_data, GError **error)
{
  Attempt *attempt = user_data;

  return weft_jobs_defer (database, attempt->job, weft_clock_now (attempt->runner->clock), attempt->fault,
                          error);
}

static void
on_deferred (gpointer user_data, const GError *error)
{
  attempt_end (user_data, error != NULL);
}

/* On the writer's thread. What is stored with the operation needs nothing more; a fault stored nothing. */
static void
on_result (GBytes *bytes, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (WeftFrame) frame
      = weft_frame_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &unreadable);
  const GError *error = frame != NULL ? g_array_index (frame->results, WeftFrameResult, 0).error : unreadable;

  if (error == NULL || !weft_results_is_fault (error))
    {
      if (error != NULL && error->code != WEFT_ERROR_DONE)
        g_message ("Job %s was refused: %s", attempt->job->id, error->message);
      attempt_end (attempt, FALSE);
      return;
    }

  g_warning ("Job %s: %s", attempt->job->id, error->message);
  attempt->fault = g_strdup (error->message);
  _weft_engine_post (attempt->runner->engine, defer, attempt, on_deferred, NULL);
}

static guint
run_batch (WeftJobRunner *self, GPtrArray *jobs)
{
  Batch batch = { .n_open = jobs->len };
  g_autoptr (GError) error = NULL;

  g_mutex_init (&batch.mutex);
  g_cond_init (&batch.cond);
  for (guint i = 0; i < jobs->len; i++)
    {
      Attempt *attempt;
      gboolean fault;

      if (weft_errands_take (self->errands, g_ptr_array_index (jobs, i), &fault))
        {
          g_mutex_lock (&batch.mutex);
          batch.n_open--;
          batch.n_faults += fault;
          g_mutex_unlock (&batch.mutex);
          continue;
        }
      attempt = g_new0 (Attempt, 1);
      attempt->runner = self;
      attempt->batch = &batch;
      attempt->job = weft_job_copy (g_ptr_array_index (jobs, i));
      if (!_weft_engine_submit_job (self->engine, attempt->job, on_result, attempt,
                                    error == NULL ? &error : NULL))
        attempt_end (attempt, TRUE);
    }

  while (_weft_engine_is_driven (self->engine) && batch.n_open > 0)
    _weft_engine_turn (self->engine);
  g_mutex_lock (&batch.mutex);
  while (batch.n_open > 0)
    g_cond_wait (&batch.cond, &batch.mutex);
  g_mutex_unlock (&batch.mutex);
  g_mutex_clear (&batch.mutex);
  g_cond_clear (&batch.cond);

  return batch.n_faults;
}

static gboolean
settle (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_jobs_settle (database, *(gint64 *) user_data, error);
}

/* What is due now, at most BATCH_MAX of it; NULL if it cannot be told. */
static GPtrArray *
list_due (WeftJobRunner *self, gint64 *next)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *reader = weft_engine_acquire_reader (self->engine, &error);
  GPtrArray *jobs = NULL;

  if (reader != NULL)
    {
      jobs = weft_jobs_list_due (reader, weft_clock_now (self->clock), BATCH_MAX, &error);
      if (jobs != NULL && !weft_jobs_get_next (reader, next, &error))
        g_clear_pointer (&jobs, g_ptr_array_unref);
      weft_engine_release_reader (self->engine, reader);
    }
  if (jobs == NULL)
    g_warning ("Cannot read the jobs: %s", error->message);

  return jobs;
}

/* Returns: when to look again, ms since 1970. */
static gint64
run_due (WeftJobRunner *self, guint *n_asked)
{
  gint64 now = weft_clock_now (self->clock);
  gint64 next = G_MAXINT64;
  g_autoptr (GError) error = NULL;

  self->failed = FALSE;
  if (now < self->last_now && !weft_engine_call (self->engine, settle, &now, &error))
    {
      g_warning ("Cannot set the jobs by the clock: %s", error->message);
      self->failed = TRUE;
    }
  else
    self->last_now = now;

  while (!self->failed && !g_atomic_int_get (&self->ending))
    {
      g_autoptr (GPtrArray) jobs = list_due (self, &next);

      if (jobs == NULL || (jobs->len > 0 && run_batch (self, jobs) > 0))
        self->failed = TRUE;
      else if (jobs->len == 0)
        break;
      *n_asked += jobs != NULL ? jobs->len : 0;
    }

  now = weft_clock_now (self->clock);
  if (self->failed)
    return now + MAX (weft_backoff_next (&self->backoff), 100);
  weft_backoff_reset (&self->backoff);

  return MIN (next, now + SLEEP_MAX);
}

/* The thread */

static void
set_timer (WeftJobRunner *self, gint64 at)
{
  const struct itimerspec spec = { .it_value = { .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 + 1 } };

  /* A manual clock says itself when it is moved, and what is to be done at once is done once more. */
  if (!WEFT_IS_MANUAL_CLOCK (self->clock) || self->failed)
    timerfd_settime (self->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, NULL);
}

static gboolean
on_wake (gpointer user_data)
{
  WeftJobRunner *self = user_data;
  guint n_asked = 0;

  if (!g_atomic_int_get (&self->ending))
    set_timer (self, run_due (self, &n_asked));

  return G_SOURCE_REMOVE;
}

static void
wake (gpointer user_data)
{
  WeftJobRunner *self = user_data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_wake, self, NULL);
  g_source_attach (source, self->context);
}

/* ECANCELED: the clock was set. That, too, is a reason to look. */
static gboolean
on_timer (int fd, GIOCondition condition, gpointer user_data)
{
  guint64 n;

  if (read (fd, &n, sizeof n) < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  on_wake (user_data);

  return G_SOURCE_CONTINUE;
}

static gpointer
run_thread (gpointer user_data)
{
  WeftJobRunner *self = user_data;
  g_autoptr (GSource) source = g_unix_fd_source_new (self->timer, G_IO_IN);

  g_main_context_push_thread_default (self->context);
  g_source_set_callback (source, G_SOURCE_FUNC (on_timer), self, NULL);
  g_source_attach (source, self->context);
  on_wake (self);
  while (!g_atomic_int_get (&self->ending))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (source);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* Public API */

WeftJobRunner *
weft_job_runner_new (WeftEngine *engine)
{
  WeftJobRunner *self;

  g_return_val_if_fail (WEFT_IS_ENGINE (engine), NULL);

  self = g_new0 (WeftJobRunner, 1);
  self->engine = g_object_ref (engine);
  self->clock = weft_engine_get_clock (engine);
  self->errands = weft_errands_new (engine, wake, self);
  self->context = g_main_context_new ();
  self->timer = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  self->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (1000, 30000);
  /* Where the clock stood when the last runner ended is not known. */
  self->last_now = G_MAXINT64;

  return self;
}

void
weft_job_runner_start (WeftJobRunner *self)
{
  g_return_if_fail (self->thread == NULL);

  _weft_engine_set_scheduled_func (self->engine, wake, self);
  self->moved = g_signal_connect_swapped (self->clock, "moved", G_CALLBACK (wake), self);
  self->thread = g_thread_new ("weft-jobs", run_thread, self);
}

void
weft_job_runner_free (WeftJobRunner *self)
{
  if (self->thread != NULL)
    {
      _weft_engine_set_scheduled_func (self->engine, NULL, NULL);
      g_signal_handler_disconnect (self->clock, self->moved);
      g_atomic_int_set (&self->ending, TRUE);
      g_main_context_wakeup (self->context);
      g_thread_join (self->thread);
    }
  weft_errands_free (self->errands);
  g_main_context_unref (self->context);
  if (self->timer >= 0)
    close (self->timer);
  g_object_unref (self->engine);
  g_free (self);
}

WeftReach *
weft_job_runner_get_reach (WeftJobRunner *self)
{
  return weft_errands_get_reach (self->errands);
}

guint
weft_job_runner_run_due (WeftJobRunner *self)
{
  guint n_asked = 0;

  g_return_val_if_fail (self->thread == NULL, 0);

  self->next = run_due (self, &n_asked);
  return n_asked;
}

gint64
weft_job_runner_get_next (WeftJobRunner *self)
{
  return self->next;
}
