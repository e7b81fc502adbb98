/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-inverse.h"

#include "base/weft-error.h"
#include "store/weft-sqlite.h"

/* FNV-1a, 64 bits (RFC 9923), of where it stands and what it is. Each of its steps can be undone, so any one
 * damaged byte shows; it is to find damage, not enemies, and while a long outbox drains it runs over
 * megabytes. */
static guint64
add_bytes (guint64 hash, gconstpointer data, gsize length)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash;
}

static gint64
checksum (const char *stream, gint64 k, gconstpointer changeset, gsize length)
{
  gint64 little = GINT64_TO_LE (k);
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  hash = add_bytes (hash, stream, strlen (stream) + 1);
  hash = add_bytes (hash, &little, sizeof little);
  hash = add_bytes (hash, changeset, length);

  /* SQLite's integers are signed; the checksum keeps its bits. */
  return (gint64) hash;
}

gboolean
weft_inverse_add (WeftDatabase *database, const char *stream, gint64 k, GBytes *changeset, GError **error)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (changeset, &length);

  return weft_database_run (database, error,
                            "INSERT INTO inverse (stream, k, changeset, checksum) VALUES (?1, ?2, ?3, ?4)",
                            "tibi", stream, k, changeset, checksum (stream, k, data, length));
}

gboolean
weft_inverse_load (WeftDatabase *database, const char *stream, GBytes **inverse, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  WeftStatement *statement;
  int step;

  statement
      = weft_database_query (database, error,
                             "SELECT changeset, k, checksum FROM inverse WHERE stream = ?1 ORDER BY k DESC",
                             "t", stream);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      gsize length;
      gconstpointer data = weft_statement_get_blob (statement, 0, &length);

      gint64 kept = weft_statement_get_int (statement, 2); /* 0: from a store of before there were any */

      if (kept != 0 && kept != checksum (stream, weft_statement_get_int (statement, 1), data, length))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                       "inverse %" G_GINT64_FORMAT " of %s: its checksum does not fit",
                       weft_statement_get_int (statement, 1), stream);
          weft_statement_reset (statement);
          return FALSE;
        }
      g_ptr_array_add (parts, g_bytes_new (data, length));
    }
  if (step < 0)
    return FALSE;

  /* In pairs: a thousand operations written one by one cost a thousand times ten, not a thousand times a
   * thousand. */
  while (parts->len > 1)
    {
      g_autoptr (GPtrArray) halved = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

      for (guint i = 0; i < parts->len; i += 2)
        {
          GBytes *joined = i + 1 < parts->len
                               ? weft_sqlite_concat (parts->pdata[i], parts->pdata[i + 1], error)
                               : g_bytes_ref (parts->pdata[i]);

          if (joined == NULL)
            return FALSE;
          g_ptr_array_add (halved, joined);
        }
      g_ptr_array_unref (parts);
      parts = g_steal_pointer (&halved);
    }

  *inverse = parts->len > 0 ? g_bytes_ref (parts->pdata[0]) : NULL;

  return TRUE;
}

gboolean
weft_inverse_clear (WeftDatabase *database, const char *stream, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM inverse WHERE stream = ?1", "t", stream);
}
