/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-jobs.h"

#include <string.h>

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-json.h"

#define ARGS_MAX 65536
#define DAY (G_GINT64_CONSTANT (86400) * 1000)
#define KEEP_DONE DAY
#define KEEP_REFUSED (30 * DAY)
#define BACKOFF_MIN 1000   /* ms */
#define BACKOFF_MAX 600000 /* ms */
#define WAIT 1000          /* ms: behind the one before */

#define COLUMNS "id, nonce, author, stream, op, args, schedule, due_at"

static WeftJob *
read_job (WeftStatement *statement)
{
  WeftJob *job = g_new0 (WeftJob, 1);

  job->id = weft_statement_dup_text (statement, 0);
  job->nonce = weft_statement_dup_text (statement, 1);
  job->author = weft_statement_dup_text (statement, 2);
  job->stream = weft_statement_dup_text (statement, 3);
  job->op = weft_statement_dup_text (statement, 4);
  job->args = weft_statement_dup_text (statement, 5);
  job->schedule = weft_statement_dup_text (statement, 6);
  job->due_at = weft_statement_get_int (statement, 7);

  return job;
}

static gboolean
check_length (const char *field, const char *text, gsize max, GError **error)
{
  if (strlen (text) <= max)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: %zu bytes, at most %zu", field, strlen (text),
               max);
  return FALSE;
}

/* Public API */

WeftJob *
weft_job_copy (const WeftJob *self)
{
  WeftJob *copy = g_new0 (WeftJob, 1);

  copy->id = g_strdup (self->id);
  copy->nonce = g_strdup (self->nonce);
  copy->author = g_strdup (self->author);
  copy->stream = g_strdup (self->stream);
  copy->op = g_strdup (self->op);
  copy->args = g_strdup (self->args);
  copy->schedule = g_strdup (self->schedule);
  copy->due_at = self->due_at;

  return copy;
}

void
weft_job_free (WeftJob *self)
{
  g_free (self->id);
  g_free (self->nonce);
  g_free (self->author);
  g_free (self->stream);
  g_free (self->op);
  g_free (self->args);
  g_free (self->schedule);
  g_free (self);
}

char *
weft_job_dup_operation_id (const WeftJob *self)
{
  g_autofree char *name = g_strdup_printf ("%s %" G_GINT64_FORMAT, self->id, self->due_at);

  return weft_id_derive (self->nonce, name);
}

gboolean
weft_jobs_put (WeftDatabase *database, const WeftJob *job, gint64 now, GError **error)
{
  g_autofree char *nonce = weft_id_random ();

  g_return_val_if_fail (job->id != NULL && job->author != NULL && job->stream != NULL, FALSE);
  g_return_val_if_fail (job->op != NULL && job->args != NULL && job->schedule != NULL, FALSE);

  if (!check_length ("job", job->id, WEFT_JOB_ID_MAX, error)
      || !check_length ("args", job->args, ARGS_MAX, error))
    return FALSE;
  if (job->schedule[0] != '\0')
    {
      g_autoptr (WeftSchedule) schedule = weft_schedule_parse (job->schedule, error);

      if (schedule == NULL)
        return FALSE;
    }

  return weft_database_run (
      database, error,
      "INSERT INTO job (" COLUMNS ", try_at, state, attempts, ran_at, late, error, created_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 'waiting', 0, NULL, 0, NULL, ?9)"
      " ON CONFLICT (id) DO UPDATE SET nonce = excluded.nonce, author = excluded.author, stream = "
      "excluded.stream,"
      " op = excluded.op, args = excluded.args, schedule = excluded.schedule, due_at = excluded.due_at,"
      " try_at = excluded.try_at, state = excluded.state, attempts = excluded.attempts, ran_at = "
      "excluded.ran_at,"
      " late = excluded.late, error = excluded.error, created_at = excluded.created_at",
      "tttttttii", job->id, nonce, job->author, job->stream, job->op, job->args, job->schedule, job->due_at,
      now);
}

gboolean
weft_jobs_cancel (WeftDatabase *database, const char *id, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM job WHERE id = ?1 AND state = 'waiting'", "t", id);
}

/* Not if the operation itself scheduled it anew. */
static gboolean
move_on (WeftDatabase *database, const WeftJob *job, gint64 next, const char *state, GError **error)
{
  return weft_database_run (
      database, error,
      "UPDATE job SET due_at = ?2, try_at = ?2, state = ?3, attempts = 0 WHERE id = ?1 AND nonce = ?4",
      "titt", job->id, next, state, job->nonce);
}

/* (nullable): when it is due the next time; without @error if it is not. */
static WeftSchedule *
get_schedule (const WeftJob *job, gint64 now, gint64 *next, GError **error)
{
  WeftSchedule *schedule;

  if (job->schedule[0] == '\0')
    return NULL;
  schedule = weft_schedule_parse (job->schedule, error);
  if (schedule != NULL)
    *next = weft_schedule_next (schedule, job->due_at, MAX (now, job->due_at));

  return schedule;
}

gboolean
weft_jobs_admit (
    WeftDatabase *database, const WeftJob *job, gint64 now, WeftJobAdmission *admission, GError **error)
{
  g_autoptr (WeftSchedule) schedule = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 found;
  gint64 next;

  if (!weft_database_get_value (
          database, &found, 0, error,
          "SELECT 1 FROM job WHERE id = ?1 AND nonce = ?2 AND due_at = ?3 AND state = 'waiting'", "tti",
          job->id, job->nonce, job->due_at))
    return FALSE;

  *admission = found != 0 ? WEFT_JOB_ADMISSION_RUN : WEFT_JOB_ADMISSION_GONE;
  if (found == 0 || now - job->due_at <= WEFT_SCHEDULE_LATE)
    return TRUE;

  schedule = get_schedule (job, now, &next, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (schedule == NULL || !weft_schedule_get_skips (schedule))
    return TRUE;

  *admission = WEFT_JOB_ADMISSION_SKIPPED;
  return move_on (database, job, next, "waiting", error);
}

/* Ids from here up to, but not, there: @from ends in a slash, and what comes behind a slash among bytes is a 0. */
static void
get_lane (const WeftJob *job, char **from, char **to)
{
  const char *slash = strrchr (job->id, '/');

  *from = slash != NULL ? g_strndup (job->id, (gsize) (slash - job->id) + 1) : g_strdup (job->id);
  *to = g_strdup (*from);
  (*to)[strlen (*to) - 1] = (char) (slash != NULL ? '0' : (*to)[strlen (*to) - 1]);
}

/* The next of those which waited for @job is due, in the transaction which ends @job: nobody can have leased it yet. */
static gboolean
hasten (WeftDatabase *database, const WeftJob *job, gint64 now, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  get_lane (job, &from, &to);

  return weft_database_run (database, error,
                            "UPDATE job SET try_at = ?3 WHERE id = (SELECT id FROM job WHERE id >= ?1 AND id < ?2"
                            " AND state = 'waiting' ORDER BY due_at, id LIMIT 1) AND try_at > ?3 AND due_at <= ?3",
                            "tti", from, to, now);
}

gboolean
weft_jobs_finish (
    WeftDatabase *database, const WeftJob *job, gint64 now, const char *refusal, gint64 *late, GError **error)
{
  g_autoptr (WeftSchedule) schedule = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *state = "waiting";
  gint64 next = job->due_at;

  schedule = get_schedule (job, now, &next, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (schedule == NULL)
    state = refusal != NULL ? "refused" : "done";

  *late = now - job->due_at > WEFT_SCHEDULE_LATE ? now - job->due_at : 0;
  return move_on (database, job, next, state, error)
         && weft_database_run (
             database, error,
             /* What it was for may be erased, and it does not run again. */
             "UPDATE job SET ran_at = ?2, late = ?3, error = ?4,"
             " args = CASE WHEN state = 'waiting' THEN args ELSE '{}' END WHERE id = ?1 AND nonce = ?5",
             "tiitt", job->id, now, *late, refusal, job->nonce)
         && (schedule != NULL || hasten (database, job, now, error));
}

gboolean
weft_jobs_defer (WeftDatabase *database, const WeftJob *job, gint64 now, const char *fault, GError **error)
{
  gint64 attempts;
  gint64 wait;

  if (!weft_database_get_value (database, &attempts, 0, error,
                                "SELECT attempts FROM job WHERE id = ?1 AND nonce = ?2", "tt", job->id,
                                job->nonce))
    return FALSE;

  /* Half of it by chance, so that many which failed together do not come together again. */
  wait = MIN (BACKOFF_MIN << MIN (attempts, 20), BACKOFF_MAX);
  wait = wait / 2 + g_random_int_range (0, (gint32) (wait / 2) + 1);

  return weft_database_run (database, error,
                            "UPDATE job SET attempts = attempts + 1, try_at = ?4, error = ?5"
                            " WHERE id = ?1 AND nonce = ?2 AND due_at = ?3 AND state = 'waiting'",
                            "ttiit", job->id, job->nonce, job->due_at, now + wait, fault);
}

gboolean
weft_jobs_lease (WeftDatabase *database, const WeftJob *job, gint64 now, gint64 until, gint64 *attempt, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  gint64 before;

  get_lane (job, &from, &to);
  *attempt = -1;
  if (!weft_database_get_value (database, &before, 0, error,
                                "SELECT try_at FROM job WHERE id >= ?1 AND id < ?2 AND state = 'waiting'"
                                " AND (due_at < ?3 OR (due_at = ?3 AND id < ?4)) ORDER BY due_at, id LIMIT 1",
                                "ttit", from, to, job->due_at, job->id)
      || !weft_database_run (database, error,
                             "UPDATE job SET try_at = ?4 WHERE id = ?1 AND nonce = ?2 AND state = 'waiting'"
                             " AND try_at <= ?3",
                             "ttii", job->id, job->nonce, now, before != 0 ? MAX (before, now) + WAIT : until))
    return FALSE;

  return before != 0 || weft_database_get_changes (database) == 0
         || weft_database_get_value (database, attempt, -1, error,
                                     "SELECT attempts FROM job WHERE id = ?1 AND nonce = ?2", "tt", job->id,
                                     job->nonce);
}

GPtrArray *
weft_jobs_list_due (WeftDatabase *database, gint64 now, guint max, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_job_free);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT " COLUMNS " FROM job WHERE state = 'waiting' AND try_at <= ?1"
                                   " ORDER BY try_at, id LIMIT ?2",
                                   "ii", now, (gint64) max);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (jobs, read_job (statement));

  return step < 0 ? NULL : g_steal_pointer (&jobs);
}

gboolean
weft_jobs_get_next (WeftDatabase *database, gint64 *next, GError **error)
{
  return weft_database_get_value (database, next, G_MAXINT64, error,
                                  "SELECT try_at FROM job WHERE state = 'waiting' ORDER BY try_at LIMIT 1",
                                  "");
}

static gboolean
restart_interval (WeftDatabase *database, const WeftJob *job, gint64 now, GError **error)
{
  g_autoptr (WeftSchedule) schedule = weft_schedule_parse (job->schedule, error);
  gint64 interval;

  if (schedule == NULL)
    return FALSE;
  interval = weft_schedule_get_interval (schedule);

  return job->due_at <= now + interval || move_on (database, job, now + interval, "waiting", error);
}

gboolean
weft_jobs_settle (WeftDatabase *database, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_job_free);
  WeftStatement *statement;
  int step;

  if (!weft_database_run (
          database, error,
          "UPDATE job SET try_at = due_at WHERE state = 'waiting' AND attempts > 0 AND try_at > ?1", "i",
          now + BACKOFF_MAX))
    return FALSE;

  /* One which never ran may start as late as it was told to. */
  statement = weft_database_query (database, error,
                                   "SELECT " COLUMNS " FROM job WHERE state = 'waiting' AND try_at > ?1"
                                   " AND ran_at IS NOT NULL AND schedule LIKE 'every %'",
                                   "i", now);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (jobs, read_job (statement));
  if (step < 0)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    if (!restart_interval (database, g_ptr_array_index (jobs, i), now, error))
      return FALSE;

  return TRUE;
}

gboolean
weft_jobs_expire (WeftDatabase *database, gint64 now, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM job WHERE state = 'done' AND ran_at < ?1", "i",
                            now - KEEP_DONE)
         && weft_database_run (database, error, "DELETE FROM job WHERE state = 'refused' AND ran_at < ?1",
                               "i", now - KEEP_REFUSED);
}

gboolean
weft_jobs_count (WeftDatabase *database, gint64 now, gint64 *waiting, gint64 *late, GError **error)
{
  return weft_database_get_value (database, waiting, 0, error,
                                  "SELECT count(*) FROM job WHERE state = 'waiting'", "")
         && weft_database_get_value (database, late, 0, error,
                                     "SELECT count(*) FROM job WHERE state = 'waiting' AND due_at < ?1", "i",
                                     now - WEFT_SCHEDULE_LATE);
}

gboolean
weft_jobs_write (WeftDatabase *database, const char *stream, guint max, GString *out, GError **error)
{
  WeftStatement *statement;
  int step;

  statement = weft_database_query (
      database, error,
      "SELECT id, author, stream, op, schedule, state, due_at, try_at, attempts, ran_at, late, error FROM job"
      " WHERE ?1 = '' OR stream = ?1 ORDER BY CASE state WHEN 'waiting' THEN 0 ELSE 1 END, due_at, id LIMIT "
      "?2",
      "ti", stream != NULL ? stream : "", (gint64) max);
  if (statement == NULL)
    return FALSE;

  weft_json_begin_array (out, "jobs");
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      weft_json_begin (out, NULL);
      weft_json_string (out, "id", weft_statement_get_text (statement, 0));
      weft_json_string (out, "author", weft_statement_get_text (statement, 1));
      weft_json_string (out, "stream", weft_statement_get_text (statement, 2));
      weft_json_string (out, "op", weft_statement_get_text (statement, 3));
      weft_json_string (out, "schedule", weft_statement_get_text (statement, 4));
      weft_json_string (out, "state", weft_statement_get_text (statement, 5));
      weft_json_int (out, "due_at", weft_statement_get_int (statement, 6));
      weft_json_int (out, "try_at", weft_statement_get_int (statement, 7));
      weft_json_int (out, "attempts", weft_statement_get_int (statement, 8));
      if (weft_statement_get_column_type (statement, 9) >= 0)
        weft_json_int (out, "ran_at", weft_statement_get_int (statement, 9));
      weft_json_int (out, "late", weft_statement_get_int (statement, 10));
      weft_json_string (out, "error", weft_statement_get_text (statement, 11));
      weft_json_end (out);
    }
  weft_json_end_array (out);

  return step == 0;
}
