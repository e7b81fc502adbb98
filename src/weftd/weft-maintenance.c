/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftd"

#include "config.h"

#include "weftd/weft-maintenance.h"

#include <stdio.h>

#include "serve/weft-backup.h"
#include "serve/weft-check.h"
#include "serve/weft-export.h"
#include "serve/weft-log.h"
#include "serve/weft-storage.h"

static void
print_problem (const char *stream, const char *text, gpointer user_data)
{
  printf ("%s: %s\n", stream != NULL ? stream : "workspace", text);
}

gboolean
weft_maintenance_backup (const char *directory, const char *target, GError **error)
{
  if (!weft_backup_make (directory, target, error))
    return FALSE;
  printf ("%s: a backup of %s\n", target, directory);

  return TRUE;
}

gboolean
weft_maintenance_restore (const char *source, const char *directory, GError **error)
{
  if (!weft_backup_restore (source, directory, error))
    return FALSE;
  printf ("%s: restored from %s\n", directory, source);

  return TRUE;
}

gboolean
weft_maintenance_export (const char *directory,
                         const char *url,
                         WeftRegistry *registry,
                         const char *target,
                         const char *stream,
                         GError **error)
{
  if (!weft_export_make (directory, url, registry, target, stream, error))
    return FALSE;
  printf ("%s: an export of %s\n", target, stream != NULL ? stream : url != NULL ? "the database" : directory);

  return TRUE;
}

gboolean
weft_maintenance_import (const char *source,
                         const char *directory,
                         const char *url,
                         WeftRegistry *registry,
                         const WeftServerModule *const *modules,
                         GError **error)
{
  if (!weft_import_run (source, directory, url, registry, modules, error))
    return FALSE;
  printf ("%s: imported from %s\n", url != NULL ? "database" : directory, source);

  return TRUE;
}

static gboolean
renew_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_log_renew_all (database, error);
}

gboolean
weft_maintenance_renew (WeftEngine *engine, GError **error)
{
  g_autoptr (WeftEngine) owned = engine;

  if (!weft_engine_open (owned, error) || !weft_engine_call (owned, renew_job, NULL, error))
    return FALSE;
  printf ("every client will load its streams anew\n");

  return TRUE;
}

static gboolean
check_read_only (
    WeftCheck *check, const char *directory, const char *url, WeftRegistry *registry, GError **error)
{
  g_autoptr (WeftStorage) storage = weft_storage_new (directory, url);
  g_autofree char *files = g_build_filename (directory, "files", NULL);
  g_autoptr (WeftDatabase) database = NULL;

  if (!weft_storage_exists (storage))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: no workspace is kept there", directory);
      return FALSE;
    }
  database = weft_storage_open_reader (storage, error);

  return database != NULL && weft_check_run (check, database, registry, error)
         && weft_check_files (check, database, registry, files, error);
}

gboolean
weft_maintenance_check (const char *directory,
                        const char *url,
                        WeftRegistry *registry,
                        const WeftServerModule *const *modules,
                        gboolean repair,
                        gboolean *whole,
                        GError **error)
{
  WeftCheck check = { .problem = print_problem };

  if (repair)
    {
      g_autoptr (WeftEngine) engine = weft_engine_new (registry, modules, directory, NULL);

      weft_engine_set_database (engine, url);
      if (!weft_engine_repair (engine, &check, error))
        return FALSE;
    }
  else if (!check_read_only (&check, directory, url, registry, error))
    return FALSE;

  printf ("%u streams, %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT
          " files: ",
          check.n_streams, check.n_events, check.n_rows, check.n_files);
  if (check.n_problems == 0)
    printf ("all is whole\n");
  else
    printf ("%u problems, %u streams mended\n", check.n_problems, check.n_repaired);
  *whole = check.n_problems == 0 || repair;

  return TRUE;
}
