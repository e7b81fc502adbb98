/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-opening.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "serve/weft-access.h"
#include "serve/weft-copies.h"
#include "serve/weft-erasure.h"
#include "serve/weft-jobs.h"
#include "serve/weft-schema.h"

/* Once: older programs did not. */
static gboolean
note_quoted (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  gint64 done;

  return weft_database_get_value (database, &done, 0, error,
                                  "SELECT count(*) FROM setting WHERE name = 'quoted'", "")
         && (done > 0
             || (weft_copies_note_quoted (database, registry, NULL, error)
                 && weft_database_run (database, error,
                                       "INSERT INTO setting (name, value) VALUES ('quoted', '1')"
                                       " ON CONFLICT (name) DO NOTHING",
                                       "")));
}

/* A module's own jobs keep their place in time unless the program says something new. */
static gboolean
order_job (
    WeftDatabase *database, WeftRegistry *registry, const WeftServerJob *order, gint64 now, GError **error)
{
  g_autoptr (WeftSchedule) schedule = weft_schedule_parse (order->schedule, error);
  gint64 same;
  WeftJob job;

  g_assert (weft_registry_find_operation (registry, order->operation) != NULL);

  if (schedule == NULL
      || !weft_database_get_value (
          database, &same, 0, error,
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
  return same != 0 || weft_jobs_put (database, &job, now, error);
}

/* Public API */

int
weft_opening_lock (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  g_autofd int lock = -1;
  g_autofree char *pid = g_strdup_printf ("%d\n", (int) getpid ());

  if (g_mkdir_with_parents (directory, 0700) != 0
      || (lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    {
      int code = errno;

      g_set_error (error, WEFT_ERROR, code == ENOSPC ? WEFT_ERROR_FULL : WEFT_ERROR_INTERNAL, "%s: %s", path,
                   g_strerror (code));
      return -1;
    }
  if (flock (lock, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: another weftd serves this directory",
                   directory);
      return -1;
    }
  if (ftruncate (lock, 0) != 0 || write (lock, pid, strlen (pid)) < 0)
    g_debug ("%s: cannot note the process: %s", path, g_strerror (errno));

  return g_steal_fd (&lock);
}

gboolean
weft_opening_migrate (WeftDatabase *database,
                      WeftRegistry *registry,
                      const WeftServerModule *const *modules,
                      GError **error)
{
  if (!weft_migrate (database, "serve", weft_serve_migrations, error)
      || !weft_migrate_modules (database, registry, error))
    return FALSE;

  for (guint i = 0; modules[i] != NULL; i++)
    if (modules[i]->migrations != NULL)
      {
        g_autofree char *owner = g_strconcat (modules[i]->module->name, "-server", NULL);

        if (!weft_migrate (database, g_intern_string (owner), modules[i]->migrations, error))
          return FALSE;
      }

  if (!weft_database_begin (database, error))
    return FALSE;
  if (weft_erasure_note_rows (database, registry, error) && note_quoted (database, registry, error)
      && weft_database_commit (database, error))
    return TRUE;
  weft_database_rollback (database);

  return FALSE;
}

char *
weft_opening_read_workspace (WeftDatabase *database, GError **error)
{
  g_autofree char *fresh = weft_id_random ();
  WeftStatement *statement;
  char *workspace;

  if (!weft_database_run (
          database, error,
          "INSERT INTO setting (name, value) VALUES ('workspace', ?1) ON CONFLICT (name) DO NOTHING", "t",
          fresh))
    return NULL;

  statement = weft_database_query (database, error, "SELECT value FROM setting WHERE name = 'workspace'", "");
  if (statement == NULL || weft_statement_step (statement, error) <= 0)
    return NULL;
  workspace = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);

  return workspace;
}

gboolean
weft_opening_order_jobs (WeftDatabase *database,
                         WeftRegistry *registry,
                         const WeftServerModule *const *modules,
                         gint64 now,
                         GError **error)
{
  for (guint i = 0; modules[i] != NULL; i++)
    for (const WeftServerJob *job = modules[i]->jobs; job != NULL && job->id != NULL; job++)
      if (!order_job (database, registry, job, now, error))
        return FALSE;

  return TRUE;
}
