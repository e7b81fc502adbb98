/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/weft-log.h"
#include "store/weft-sqlite.h"

#define DATABASE "weft.db"
#define UPLOADS "uploads" /* what is on its way, and still changes */

/* What a backup holds besides the database: contents never change under their names, so copying them after it
 * is right. */
static const char *const directories[] = { "files" };

static gboolean
fail (GError **error, const char *path, int code)
{
  g_set_error (error, WEFT_ERROR, code == ENOSPC || code == EDQUOT ? WEFT_ERROR_FULL : WEFT_ERROR_INTERNAL,
               "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
synchronize (const char *path, GError **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || fsync (fd) != 0)
    return fail (error, path, errno);

  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) local_error = NULL;

  /* What never changes may as well be shared. */
  if (link (from, to) == 0)
    return TRUE;
  if (!g_file_copy (source, target, G_FILE_COPY_NOFOLLOW_SYMLINKS, NULL, NULL, NULL, &local_error))
    {
      g_set_error (error, WEFT_ERROR,
                   g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? WEFT_ERROR_FULL
                                                                                  : WEFT_ERROR_INTERNAL,
                   "%s: %s", to, local_error->message);
      return FALSE;
    }

  return synchronize (to, error);
}

static gboolean
copy_tree (const char *from, const char *to, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (from, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_mkdir (to, 0700) != 0)
    return fail (error, to, errno);

  dir = g_dir_open (from, 0, error);
  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      gboolean done;

      if (g_file_test (source, G_FILE_TEST_IS_SYMLINK) || g_str_equal (name, UPLOADS))
        continue;
      done = g_file_test (source, G_FILE_TEST_IS_DIR) ? copy_tree (source, target, error)
                                                      : copy_file (source, target, error);
      /* The server may just have taken away what nobody names any more. */
      if (!done && g_file_test (source, G_FILE_TEST_EXISTS))
        return FALSE;
      if (!done)
        g_clear_error (error);
    }

  return synchronize (to, error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/* The other half of a copy: everything is in @part, which becomes @target. */
static gboolean
finish (const char *part, const char *target, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (target);

  if (!synchronize (part, error))
    return FALSE;
  if (g_rename (part, target) != 0)
    return fail (error, target, errno);

  return synchronize (parent, error);
}

static gboolean
renew_epochs (const char *path, GError **error)
{
  g_autoptr (WeftDatabase) database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, error);

  if (database == NULL || !weft_database_begin (database, error))
    return FALSE;
  if (weft_log_renew_all (database, error) && weft_database_commit (database, error))
    return weft_database_execute (database, "PRAGMA wal_checkpoint (TRUNCATE)", error);
  weft_database_rollback (database);

  return FALSE;
}

static gboolean
copy_directories (const char *from, const char *to, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      g_autofree char *source = g_build_filename (from, directories[i], NULL);
      g_autofree char *target = g_build_filename (to, directories[i], NULL);

      if (!copy_tree (source, target, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_backup_make (const char *directory, const char *target, GError **error)
{
  g_autofree char *source = g_build_filename (directory, DATABASE, NULL);
  g_autofree char *part = g_strconcat (target, ".part", NULL);
  g_autofree char *copy = g_build_filename (part, DATABASE, NULL);
  g_autoptr (WeftDatabase) database = NULL;

  if (g_file_test (target, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                   "%s: is there already; a backup is never written over", target);
      return FALSE;
    }
  if (!g_file_test (source, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: no workspace is kept there", directory);
      return FALSE;
    }

  remove_tree (part);
  if (g_mkdir (part, 0700) != 0)
    return fail (error, part, errno);
  database = weft_sqlite_open (source, WEFT_SQLITE_READ_ONLY, error);
  if (database != NULL && weft_sqlite_copy_to (WEFT_SQLITE (database), copy, error)
      && copy_directories (directory, part, error) && finish (part, target, error))
    return TRUE;
  remove_tree (part);

  return FALSE;
}

gboolean
weft_backup_restore (const char *source, const char *directory, GError **error)
{
  g_autofree char *from = g_build_filename (source, DATABASE, NULL);
  g_autofree char *existing = g_build_filename (directory, DATABASE, NULL);
  g_autofree char *part = g_strconcat (directory, ".part", NULL);
  g_autofree char *copy = g_build_filename (part, DATABASE, NULL);
  g_autoptr (WeftDatabase) database = NULL;

  if (!g_file_test (from, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: no backup is kept there", source);
      return FALSE;
    }
  if (g_file_test (existing, G_FILE_TEST_EXISTS)
      || (g_file_test (directory, G_FILE_TEST_EXISTS) && g_rmdir (directory) != 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                   "%s: a workspace is kept there already; move it away first, nothing is written over",
                   directory);
      return FALSE;
    }

  remove_tree (part);
  if (g_mkdir_with_parents (part, 0700) != 0)
    return fail (error, part, errno);
  database = weft_sqlite_open (from, WEFT_SQLITE_READ_ONLY, error);
  if (database != NULL && weft_sqlite_copy_to (WEFT_SQLITE (database), copy, error)
      && renew_epochs (copy, error) && synchronize (copy, error) && copy_directories (source, part, error)
      && finish (part, directory, error))
    return TRUE;
  remove_tree (part);

  return FALSE;
}
