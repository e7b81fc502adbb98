/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-extent.h"

gboolean
weft_extent_add (WeftDatabase *database, const char *stream, const char *table, WeftExtent extent, GError **error)
{
  WeftStatement *statement;
  int step;

  /* Those that overlap or touch; written without arithmetic on the ends, which may be those of the integers. */
  statement = weft_database_query (database, error,
                                   "SELECT low, high, complete FROM extent"
                                   " WHERE stream = ?1 AND table_name = ?2 AND low <= ?3 AND high >= ?4",
                                   "ttii", stream, table,
                                   extent.high < G_MAXINT64 ? extent.high + 1 : extent.high,
                                   extent.low > G_MININT64 ? extent.low - 1 : extent.low);
  if (statement == NULL)
    return FALSE;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      gint64 low = weft_statement_get_int (statement, 0);
      gint64 high = weft_statement_get_int (statement, 1);
      gboolean complete = weft_statement_get_int (statement, 2) != 0;

      if (low <= extent.low)
        {
          extent.complete = extent.complete || complete;
          extent.low = low;
        }
      extent.high = MAX (extent.high, high);
    }

  return step == 0 &&
         weft_database_run (database, error,
                            "DELETE FROM extent WHERE stream = ?1 AND table_name = ?2 AND low >= ?3 AND high <= ?4",
                            "ttii", stream, table, extent.low, extent.high) &&
         weft_database_run (database, error,
                            "INSERT INTO extent (stream, table_name, low, high, complete) VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (stream, table_name, low) DO UPDATE SET high = excluded.high, complete = excluded.complete",
                            "ttiii", stream, table, extent.low, extent.high, (gint64) extent.complete);
}

gboolean
weft_extent_raise (WeftDatabase *database, const char *stream, const char *table, gint64 high, GError **error)
{
  return weft_database_run (database, error,
                            "UPDATE extent SET high = ?3 WHERE stream = ?1 AND table_name = ?2 AND high < ?3"
                            " AND low = (SELECT max (low) FROM extent WHERE stream = ?1 AND table_name = ?2)",
                            "tti", stream, table, high);
}

gboolean
weft_extent_clear (WeftDatabase *database, const char *stream, const char *table, GError **error)
{
  return weft_database_run (database, error,
                            "DELETE FROM extent WHERE stream = ?1 AND (?2 IS NULL OR table_name = ?2)", "tt", stream, table);
}

/* Returns: how many rows are in [@low, @before), @most at most; -1 on error. */
static gint64
count_rows (WeftDatabase *database, const char *stream, const WeftTable *table, gint64 low, gint64 before, guint most, GError **error)
{
  const char *window = table->columns[table->window].name;
  g_autofree char *text = g_strdup_printf ("SELECT count (*) FROM (SELECT 1 FROM %s WHERE stream = ?1 AND %s >= ?2 AND %s < ?3 LIMIT ?4) AS held",
                                           table->name, window, window);
  gint64 n = 0;

  return weft_database_get_value (database, &n, 0, error, g_intern_string (text), "tiii", stream, low, before, (gint64) most) ? n : -1;
}

int
weft_extent_find_below (
    WeftDatabase *database, const char *stream, const WeftTable *table, gint64 *before, guint limit, gboolean *complete, GError **error)
{
  WeftStatement *statement;
  int step;
  gint64 low;
  gint64 n;

  *complete = FALSE;

  statement = weft_database_query (database, error,
                                   "SELECT max (high) FROM extent WHERE stream = ?1 AND table_name = ?2", "tt", stream, table->name);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return -1;
  if (step > 0 && weft_statement_get_column_type (statement, 0) >= 0)
    {
      gint64 high = weft_statement_get_int (statement, 0);

      if (high < G_MAXINT64)
        *before = MIN (*before, high + 1);
    }
  weft_statement_reset (statement);

  statement = weft_database_query (database, error,
                                   "SELECT low, complete FROM extent WHERE stream = ?1 AND table_name = ?2 AND low <= ?3 AND high >= ?3 - 1"
                                   " ORDER BY low LIMIT 1",
                                   "tti", stream, table->name, *before);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return -1;
  if (step == 0)
    return 0;

  low = weft_statement_get_int (statement, 0);
  *complete = weft_statement_get_int (statement, 1) != 0;
  weft_statement_reset (statement);

  n = count_rows (database, stream, table, low, *before, limit + 1, error);
  if (n < 0)
    return -1;
  if (*complete || n >= limit)
    {
      *complete = *complete && n <= limit;
      return 1;
    }

  *before = low;

  return 0;
}
