/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "serve/weft-access.h"

#define UPLOADS "uploads"
#define RESERVE                                                                                              \
  (64 * G_GINT64_CONSTANT (1024) * 1024) /* bytes left to the database, or a twentieth of the disk */
#define STREAMS_MAX                                                                                          \
  1000 /* looked at to find one that a person may read; who may read none of these uploads it */

struct _WeftBlobs
{
  char *directory;
  const char *in_stream; /* interned SQL: rows of ?1 that name ?2; NULL: no table names files */
  const char *anywhere;  /* the streams whose rows name ?1 */
  const char *loose;     /* hashes after ?1 which no row names, ?2 at most */
};

static gboolean
fail (GError **error, const char *what, const char *path)
{
  int code = errno;

  g_set_error (error, WEFT_ERROR,
               code == ENOSPC || code == EDQUOT || code == EFBIG ? WEFT_ERROR_FULL : WEFT_ERROR_INTERNAL,
               "Cannot %s %s: %s", what, path, g_strerror (code));
  return FALSE;
}

/* Which columns name files is known when the program is built; the statements are put together once. */
static void
write_statements (WeftBlobs *self, WeftRegistry *registry)
{
  g_autoptr (GString) in_stream = g_string_new (NULL);
  g_autoptr (GString) anywhere = g_string_new (NULL);
  g_autoptr (GString) loose = g_string_new ("SELECT hash FROM blob WHERE hash > ?1");
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    for (guint c = 0; c < tables[i]->n_columns; c++)
      if (tables[i]->columns[c].file)
        {
          const char *table = tables[i]->name;
          const char *column = tables[i]->columns[c].name;
          const char *join = in_stream->len > 0 ? " UNION ALL " : "";

          g_string_append_printf (in_stream, "%sSELECT 1 FROM %s WHERE stream = ?1 AND %s = ?2", join, table,
                                  column);
          g_string_append_printf (anywhere, "%sSELECT stream FROM %s WHERE %s = ?1", join, table, column);
          g_string_append_printf (loose, " AND NOT EXISTS (SELECT 1 FROM %s AS t WHERE t.%s = blob.hash)",
                                  table, column);
        }
  if (in_stream->len == 0)
    return;

  g_string_append (in_stream, " LIMIT 1");
  g_string_append (loose, " ORDER BY hash LIMIT ?2");
  self->in_stream = g_intern_string (in_stream->str);
  self->anywhere = g_intern_string (anywhere->str);
  self->loose = g_intern_string (loose->str);
}

WeftBlobs *
weft_blobs_new (WeftRegistry *registry, const char *directory)
{
  WeftBlobs *self = g_new0 (WeftBlobs, 1);

  self->directory = g_strdup (directory);
  write_statements (self, registry);

  return self;
}

void
weft_blobs_free (WeftBlobs *self)
{
  g_free (self->directory);
  g_free (self);
}

static gboolean
is_known (WeftDatabase *database, const char *sql, const char *name, gboolean *known, GError **error)
{
  gint64 value;

  if (!weft_database_get_value (database, &value, 0, error, sql, "t", name))
    return FALSE;
  *known = value != 0;

  return TRUE;
}

static gboolean
sweep_file (WeftBlobs *self,
            WeftDatabase *database,
            const char *sql,
            const char *name,
            const char *key,
            gint64 before,
            GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  struct stat status;
  gboolean known;

  if (g_lstat (path, &status) != 0 || S_ISDIR (status.st_mode) || status.st_ctime > before)
    return TRUE;
  if (!is_known (database, sql, key, &known, error))
    return FALSE;
  if (!known)
    weft_blobs_drop (self, name);

  return TRUE;
}

/* @prefix: "", then "ab/", then "ab/cd/". */
static gboolean
sweep (
    WeftBlobs *self, WeftDatabase *database, const char *prefix, guint depth, gint64 before, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, prefix, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  gboolean done = TRUE;

  while (done && dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_strconcat (prefix, name, depth < 2 ? "/" : "", NULL);

      if (depth < 2)
        done = strlen (name) != 2 || sweep (self, database, child, depth + 1, before, error);
      else
        done
            = sweep_file (self, database, "SELECT 1 FROM blob WHERE place = ?1", child, child, before, error);
    }

  return done;
}

gboolean
weft_blobs_prepare (WeftBlobs *self, GError **error)
{
  g_autofree char *uploads = g_build_filename (self->directory, UPLOADS, NULL);

  return g_mkdir_with_parents (uploads, 0700) == 0 || fail (error, "make", uploads);
}

gboolean
weft_blobs_sweep (WeftBlobs *self, WeftDatabase *database, gint64 age, GError **error)
{
  gint64 before = g_get_real_time () / G_USEC_PER_SEC - (age + 999) / 1000;
  g_autofree char *uploads = g_build_filename (self->directory, UPLOADS, NULL);
  g_autoptr (GDir) dir = g_dir_open (uploads, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_strconcat (UPLOADS "/", name, NULL);

      if (!sweep_file (self, database, "SELECT 1 FROM upload WHERE id = ?1", child, name, before, error))
        return FALSE;
    }

  return sweep (self, database, "", 0, before, error);
}

char *
weft_blobs_get_upload_path (WeftBlobs *self, const char *upload)
{
  g_assert (weft_id_is_valid (upload)); /* it becomes part of a path */

  return g_build_filename (self->directory, UPLOADS, upload, NULL);
}

gint64
weft_blobs_get_room (WeftBlobs *self)
{
  struct statvfs disk;
  gint64 size;
  gint64 room;

  if (statvfs (self->directory, &disk) != 0)
    return G_MAXINT64;

  size = (gint64) disk.f_blocks * (gint64) disk.f_frsize;
  room = (gint64) disk.f_bavail * (gint64) disk.f_frsize - MIN (RESERVE, size / 20);

  return MAX (room, 0);
}

static gboolean
set_not_found (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "hash: no such file; upload it first");
  return FALSE;
}

int
weft_blobs_open (WeftBlobs *self, WeftDatabase *database, const char *hash, gint64 *size, GError **error)
{
  g_autofree char *place = NULL;
  g_autofree char *path = NULL;
  WeftStatement *statement;
  int step;
  int fd;

  statement = weft_database_query (database, error,
                                   "SELECT place, size FROM blob WHERE hash = ?1"
                                   " AND (loose_at IS NULL OR loose_at > 0)",
                                   "t", hash);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return -1;
  if (step == 0)
    {
      set_not_found (error);
      return -1;
    }
  place = weft_statement_dup_text (statement, 0);
  *size = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);

  path = g_build_filename (self->directory, place, NULL);
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  if (fd < 0)
    fail (error, "read", path);

  return fd;
}

gboolean
weft_blobs_is_named (WeftBlobs *self,
                     WeftDatabase *database,
                     const char *stream,
                     const char *hash,
                     gboolean *named,
                     GError **error)
{
  gint64 value = 0;
  WeftStatement *statement;
  int step;

  *named = FALSE;
  if (self->in_stream == NULL)
    return TRUE;

  if (stream != NULL)
    {
      if (!weft_database_get_value (database, &value, 0, error, self->in_stream, "tt", stream, hash))
        return FALSE;
      *named = value != 0;
      return TRUE;
    }

  statement = weft_database_query (database, error, self->anywhere, "t", hash);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  *named = step > 0;
  weft_statement_reset (statement);

  return TRUE;
}

gboolean
weft_blobs_may_name (WeftBlobs *self,
                     WeftDatabase *database,
                     const char *person,
                     const char *hash,
                     gboolean *may,
                     GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  gint64 here = 0;
  gint64 owner = 0;
  WeftStatement *statement;
  int step = 0;

  *may = FALSE;
  if (!weft_database_get_value (database, &here, 0, error,
                                "SELECT 1 FROM blob WHERE hash = ?1 AND (loose_at IS NULL OR loose_at > 0)",
                                "t", hash)
      || !weft_database_get_value (database, &owner, 0, error,
                                   "SELECT 1 FROM blob_owner WHERE hash = ?1 AND person = ?2", "tt", hash,
                                   person))
    return FALSE;
  *may = here != 0 && (owner != 0 || g_str_equal (person, WEFT_PERSON_SYSTEM));
  if (*may || here == 0 || self->anywhere == NULL)
    return TRUE;

  statement = weft_database_query (database, error, self->anywhere, "t", hash);
  if (statement == NULL)
    return FALSE;
  while (streams->len < STREAMS_MAX && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (streams, weft_statement_dup_text (statement, 0));
  if (step < 0)
    return FALSE;
  weft_statement_reset (statement);

  for (guint i = 0; i < streams->len && !*may; i++)
    {
      g_autoptr (GError) local_error = NULL;
      WeftRole role = weft_access_get_role (database, streams->pdata[i], person, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      *may = role != WEFT_ROLE_NONE;
    }

  return TRUE;
}

gboolean
weft_blobs_claim (
    WeftBlobs *self, WeftDatabase *database, const char *person, const char *hash, GError **error)
{
  gboolean may;

  if (!weft_blobs_may_name (self, database, person, hash, &may, error))
    return FALSE;
  if (!may)
    return set_not_found (error);

  /* Where several servers share a database another one may take it away right now: the row, which only one of
   * us can change first, says who was first. */
  if (!weft_database_run (database, error, "UPDATE blob SET loose_at = NULL WHERE hash = ?1", "t", hash))
    return FALSE;

  return weft_database_get_changes (database) == 1 || set_not_found (error);
}

static gboolean
sync_directory (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    fail (error, "write", path);
  if (fd >= 0)
    close (fd);

  return done;
}

gboolean
weft_blobs_place (WeftBlobs *self, const char *path, const char *hash, char **place, GError **error)
{
  g_autofree char *suffix = weft_secret_new (16);
  g_autofree char *name = g_strdup_printf ("%.2s/%.2s/%s-%s", hash, hash + 2, hash, suffix);
  g_autofree char *target = g_build_filename (self->directory, name, NULL);
  g_autofree char *outer = g_strdup_printf ("%s/%.2s", self->directory, hash);
  g_autofree char *inner = g_path_get_dirname (target);
  int fd;
  gboolean synced;

  if (g_mkdir_with_parents (inner, 0700) != 0)
    return fail (error, "make", inner);
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  synced = fd >= 0 && fsync (fd) == 0;
  if (fd >= 0)
    close (fd);
  if (!synced || g_rename (path, target) != 0)
    return fail (error, "keep", path);
  if (!sync_directory (inner, error) || !sync_directory (outer, error)
      || !sync_directory (self->directory, error))
    {
      weft_blobs_take_back (self, name, path);
      return FALSE;
    }

  *place = g_steal_pointer (&name);
  return TRUE;
}

void
weft_blobs_take_back (WeftBlobs *self, const char *place, const char *path)
{
  g_autofree char *source = g_build_filename (self->directory, place, NULL);

  if (g_rename (source, path) != 0)
    g_warning ("Cannot take back %s: %s", source, g_strerror (errno));
}

gboolean
weft_blobs_keep (WeftBlobs *self,
                 WeftDatabase *database,
                 const char *person,
                 const char *hash,
                 gint64 size,
                 const char *place,
                 gint64 at,
                 gboolean *first,
                 GError **error)
{
  /* One that is being erased is due, and its bytes go with its row: these come in its place at the next try.
   */
  if (!weft_database_run (database, error,
                          "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, ?2, ?3, ?4, ?4)"
                          " ON CONFLICT (hash) DO NOTHING",
                          "titi", hash, size, place, at))
    return FALSE;
  *first = weft_database_get_changes (database) > 0;
  if (!*first)
    {
      /* Whoever brings it has a day to name it, as if it were new. */
      if (!weft_database_run (database, error,
                              "UPDATE blob SET loose_at = ?2 WHERE hash = ?1 AND loose_at > 0", "ti", hash,
                              at))
        return FALSE;
    }

  return weft_database_run (database, error,
                            "INSERT INTO blob_owner (hash, person, size, at) VALUES (?1, ?2, ?3, ?4)"
                            " ON CONFLICT (hash, person) DO NOTHING",
                            "ttii", hash, person, size, at);
}

void
weft_blobs_drop (WeftBlobs *self, const char *place)
{
  g_autofree char *path = g_build_filename (self->directory, place, NULL);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_warning ("Cannot remove %s: %s", path, g_strerror (errno));
}

gboolean
weft_blobs_erase (WeftBlobs *self, WeftDatabase *database, const char *hash, GError **error)
{
  gboolean named;

  if (!weft_blobs_is_named (self, database, NULL, hash, &named, error))
    return FALSE;

  return named
         || weft_database_run (database, error, "UPDATE blob SET loose_at = 0 WHERE hash = ?1", "t", hash);
}

GPtrArray *
weft_blobs_find_due (WeftDatabase *database, guint limit, GError **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT hash FROM blob WHERE loose_at = 0 LIMIT ?1", "i", (gint64) limit);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (hashes, weft_statement_dup_text (statement, 0));

  return step == 0 ? g_steal_pointer (&hashes) : NULL;
}

GPtrArray *
weft_blobs_find_loose (
    WeftBlobs *self, WeftDatabase *database, const char *after, guint limit, GError **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement;
  int step;

  if (self->loose == NULL)
    return g_steal_pointer (&hashes);

  statement = weft_database_query (database, error, self->loose, "ti", after, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (hashes, weft_statement_dup_text (statement, 0));

  return step < 0 ? NULL : g_steal_pointer (&hashes);
}

static gboolean
collect (WeftBlobs *self,
         WeftDatabase *database,
         const char *hash,
         gint64 now,
         gint64 grace,
         GPtrArray *dropped,
         GError **error)
{
  g_autofree char *place = NULL;
  WeftStatement *statement;
  gboolean named;
  gint64 loose_at;
  int step;

  if (!weft_blobs_is_named (self, database, NULL, hash, &named, error))
    return FALSE;
  if (named)
    return TRUE;

  statement
      = weft_database_query (database, error,
                             "SELECT place, coalesce (loose_at, -1) FROM blob WHERE hash = ?1", "t", hash);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  place = weft_statement_dup_text (statement, 0);
  loose_at = weft_statement_get_int (statement, 1);
  weft_statement_reset (statement);

  if (loose_at < 0)
    return weft_database_run (database, error, "UPDATE blob SET loose_at = ?2 WHERE hash = ?1", "ti", hash,
                              now);
  if (loose_at > 0 && loose_at + grace > now)
    return TRUE;

  /* Unless it has been claimed since it was looked at. */
  if (!weft_database_run (database, error, "DELETE FROM blob WHERE hash = ?1 AND loose_at = ?2", "ti", hash,
                          loose_at))
    return FALSE;
  if (weft_database_get_changes (database) == 0)
    return TRUE;
  if (!weft_database_run (database, error, "DELETE FROM blob_owner WHERE hash = ?1", "t", hash))
    return FALSE;
  g_ptr_array_add (dropped, g_steal_pointer (&place));

  return TRUE;
}

gboolean
weft_blobs_collect (WeftBlobs *self,
                    WeftDatabase *database,
                    GPtrArray *hashes,
                    gint64 now,
                    gint64 grace,
                    GPtrArray *dropped,
                    GError **error)
{
  for (guint i = 0; i < hashes->len; i++)
    if (!collect (self, database, hashes->pdata[i], now, grace, dropped, error))
      return FALSE;

  return TRUE;
}
