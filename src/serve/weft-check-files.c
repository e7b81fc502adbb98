/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/weft-check.h"

#define CHUNK (64 * 1024)

/* Whether @path holds @size bytes of the hash @hash; tells if not. */
static void
check_file (WeftCheck *self, const char *path, const char *hash, gint64 size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *chunk = g_malloc (CHUNK);
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gint64 found = 0;
  gssize n;

  if (fd < 0)
    {
      weft_check_report (self, NULL, "the file %s cannot be read: %s", hash, g_strerror (errno));
      return;
    }
  while ((n = read (fd, chunk, CHUNK)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      {
        g_checksum_update (checksum, chunk, n);
        found += n;
      }

  if (n < 0)
    weft_check_report (self, NULL, "the file %s cannot be read: %s", hash, g_strerror (errno));
  else if (found != size)
    weft_check_report (self, NULL, "the file %s has %" G_GINT64_FORMAT " bytes instead of %" G_GINT64_FORMAT,
                       hash, found, size);
  else if (g_strcmp0 (g_checksum_get_string (checksum), hash) != 0)
    weft_check_report (self, NULL, "the file %s is not what was kept: its hash differs", hash);
}

/* Rows which name what is not there. */
static gboolean
check_names (
    WeftCheck *self, WeftDatabase *database, const WeftTable *table, const char *column, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s AS t WHERE t.%s IS NOT NULL AND t.%s <> ''"
                                          " AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.hash = t.%s)",
                                          table->name, column, column, column);
  gint64 n;

  if (!weft_database_get_value (database, &n, 0, error, g_intern_string (sql), ""))
    return FALSE;
  if (n > 0)
    weft_check_report (self, NULL, "%s: %" G_GINT64_FORMAT " rows name files which are not kept", table->name,
                       n);

  return TRUE;
}

gboolean
weft_check_files (
    WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, const char *directory, GError **error)
{
  const WeftTable *const *tables;
  WeftStatement *statement;
  guint n_tables;
  int step = -1;

  g_return_val_if_fail (self != NULL && self->problem != NULL, FALSE);
  g_return_val_if_fail (directory != NULL, FALSE);

  statement = weft_database_query (database, error, "SELECT hash, size, place FROM blob ORDER BY hash", "");
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      g_autofree char *path = g_build_filename (directory, weft_statement_get_text (statement, 2), NULL);

      self->n_files++;
      check_file (self, path, weft_statement_get_text (statement, 0), weft_statement_get_int (statement, 1));
    }
  if (step < 0)
    return FALSE;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    for (guint c = 0; c < tables[i]->n_columns; c++)
      if (tables[i]->columns[c].file
          && !check_names (self, database, tables[i], tables[i]->columns[c].name, error))
        return FALSE;

  return TRUE;
}
