/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-scrub.h"

#include <string.h>

#include "store/weft-search-work.h"
#include "store/weft-sqlite-private.h"

#define FILE_HEADER 100 /* bytes before the header of page 1 */

/* The gap of a b-tree page lies between its cell pointers and its cells (https://sqlite.org/fileformat2.html,
 * section 1.6). FALSE if the page is none. */
static gboolean
find_gap (const guint8 *page, gsize size, gint64 number, gsize *low, gsize *high)
{
  gsize header = number == 1 ? FILE_HEADER : 0;
  guint8 type;

  if (size < header + 12)
    return FALSE;
  type = page[header];
  if (type != 2 && type != 5 && type != 10 && type != 13)
    return FALSE;

  *low = header + (type == 2 || type == 5 ? 12 : 8) + 2 * (page[header + 3] << 8 | page[header + 4]);
  *high = page[header + 5] << 8 | page[header + 6];
  if (*high == 0)
    *high = 65536;

  return *low <= *high && *high <= size;
}

static gboolean
is_clean (const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (bytes[i] != 0)
      return FALSE;

  return TRUE;
}

gboolean
weft_scrub_create (WeftDatabase *database, GError **error)
{
  return weft_database_execute (database,
                                "CREATE TABLE IF NOT EXISTS scrub_state"
                                " (one INTEGER NOT NULL PRIMARY KEY, wanted INTEGER NOT NULL) STRICT",
                                error);
}

gboolean
weft_scrub_want (WeftDatabase *database, GError **error)
{
  return weft_database_run (database, error,
                            "INSERT INTO scrub_state (one, wanted) VALUES (1, 1)"
                            " ON CONFLICT (one) DO UPDATE SET wanted = 1",
                            "");
}

gboolean
weft_scrub_is_wanted (WeftDatabase *database, gboolean *wanted, GError **error)
{
  gint64 n = 0;

  if (!weft_database_get_value (database, &n, 0, error, "SELECT count(*) FROM scrub_state", ""))
    return FALSE;
  *wanted = n > 0;

  return TRUE;
}

gboolean
weft_scrub_begin (WeftDatabase *database, gboolean *wanted, GError **error)
{
  if (!weft_scrub_is_wanted (database, wanted, error))
    return FALSE;

  return !*wanted || weft_database_run (database, error, "UPDATE scrub_state SET wanted = 0", "");
}

gboolean
weft_scrub_end (WeftDatabase *database, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM scrub_state WHERE wanted = 0", "");
}

static gboolean
step (WeftSqlite *self, WeftRegistry *registry, gboolean *wanted, GError **error)
{
  WeftDatabase *database = WEFT_DATABASE (self);
  g_autoptr (GArray) pages = NULL;
  gboolean indexed = FALSE;

  if (!weft_scrub_begin (database, wanted, error))
    return FALSE;
  if (!*wanted)
    return TRUE;
  if (!weft_scrub_index (database, registry, &indexed, error))
    return FALSE;

  return !indexed
         || ((pages = weft_scrub_find (self, error)) != NULL
             && weft_scrub_clean (self, (const gint64 *) (void *) pages->data, pages->len, error)
             && weft_scrub_end (database, error));
}

gboolean
weft_scrub_step (WeftSqlite *self, WeftRegistry *registry, gboolean *done, GError **error)
{
  WeftDatabase *database = WEFT_DATABASE (self);
  gboolean wanted = FALSE;
  gint64 left = 0;

  if (!weft_database_begin (database, error))
    return FALSE;
  if (!step (self, registry, &wanted, error) || !weft_database_commit (database, error))
    {
      weft_database_rollback (database);
      return FALSE;
    }
  *done = !wanted;
  if (!wanted)
    return TRUE;

  if (!weft_database_get_value (database, &left, 0, error, "SELECT count(*) FROM scrub_state", ""))
    return FALSE;
  if (left > 0)
    return TRUE;
  if (!weft_scrub_checkpoint (self, done, error))
    return FALSE;

  /* Somebody reads from the WAL, so that it stays: all again in a while. */
  return *done || weft_scrub_want (database, error);
}

gboolean
weft_scrub_index (WeftDatabase *database, WeftRegistry *registry, gboolean *done, GError **error)
{
  /* A block with a row that changed is made anew: nothing else keeps its words. */
  return weft_search_next (database, registry, done, error);
}

GArray *
weft_scrub_find (WeftSqlite *database, GError **error)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftStatement *statement
      = weft_database_query (WEFT_DATABASE (database), error, "SELECT pgno, data FROM sqlite_dbpage", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      gint64 number = weft_statement_get_int (statement, 0);
      gsize size;
      const guint8 *page = weft_statement_get_blob (statement, 1, &size);
      gsize low, high;

      if (find_gap (page, size, number, &low, &high) && !is_clean (page + low, high - low))
        g_array_append_val (pages, number);
    }

  return step == 0 ? g_steal_pointer (&pages) : NULL;
}

static gboolean
clean_page (WeftSqlite *database, gint64 number, GError **error)
{
  g_autoptr (GBytes) clean = NULL;
  WeftStatement *statement;
  gsize low, high;
  int step;

  statement = weft_database_query (WEFT_DATABASE (database), error,
                                   "SELECT data FROM sqlite_dbpage WHERE pgno = ?1", "i", number);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      gsize size;
      const guint8 *page = weft_statement_get_blob (statement, 0, &size);

      if (find_gap (page, size, number, &low, &high) && !is_clean (page + low, high - low))
        {
          guint8 *copy = g_memdup2 (page, size);

          memset (copy + low, 0, high - low);
          clean = g_bytes_new_take (copy, size);
        }
    }
  weft_statement_reset (statement);

  return clean == NULL
         || weft_database_run (WEFT_DATABASE (database), error,
                               "UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1", "ib", number, clean);
}

gboolean
weft_scrub_clean (WeftSqlite *database, const gint64 *pages, guint n_pages, GError **error)
{
  sqlite3 *handle = _weft_sqlite_get_handle (database);
  gboolean done = TRUE;

  /* Otherwise nobody writes pages: see weft_sqlite_open(). */
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  for (guint i = 0; i < n_pages && done; i++)
    done = clean_page (database, pages[i], error);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

  return done;
}

gboolean
weft_scrub_checkpoint (WeftSqlite *database, gboolean *done, GError **error)
{
  int result = sqlite3_wal_checkpoint_v2 (_weft_sqlite_get_handle (database), "main",
                                          SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

  *done = result == SQLITE_OK;
  if (result == SQLITE_OK || (result & 0xff) == SQLITE_BUSY || (result & 0xff) == SQLITE_LOCKED)
    return TRUE;

  _weft_sqlite_set_error (error, _weft_sqlite_get_handle (database), result, "emptying the WAL");
  return FALSE;
}
