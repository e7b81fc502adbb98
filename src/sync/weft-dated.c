/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-dated.h"

#include <string.h>

#include "proto/weft-link.h"

#define COLUMNS 4 /* start, end, title, person; then stream and the rest of the key */

/* A question that waits for a reader. */
typedef struct
{
  WeftRegistry *registry;
  gint64 from;
  gint64 to;
  guint limit;
} Range;

/* ── one table ─────────────────────────────────────────────────────────────────────────────────────── */

static void
append_select (GString *sql, const WeftTable *table, const char *condition)
{
  const WeftTableDates *dates = table->dates;

  g_string_append_printf (sql, "SELECT t.%s, %s%s, t.%s, %s%s", dates->start, dates->end != NULL ? "t." : "",
                          dates->end != NULL ? dates->end : "NULL", dates->title,
                          dates->people != NULL && dates->people_table == NULL ? "t." : "",
                          dates->people != NULL && dates->people_table == NULL ? dates->people : "NULL");
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].key)
      g_string_append_printf (sql, ", t.%s", table->columns[i].name);
  g_string_append_printf (sql, " FROM s CROSS JOIN %s t WHERE t.stream = s.stream AND %s", table->name,
                          condition);
  if (dates->where != NULL)
    g_string_append_printf (sql, " AND (%s)", dates->where);
}

/* The streams come from the key, one after the other, and in each the index on (stream, start) or (stream,
 * end) is asked: the plus keeps a long past of starts from being walked for what still lasts. */
static const char *
get_sql (const WeftTable *table)
{
  const WeftTableDates *dates = table->dates;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autofree char *starts = g_strdup_printf ("t.%s >= ?1 AND t.%s < ?2", dates->start, dates->start);

  g_string_append_printf (sql,
                          "WITH RECURSIVE s (stream) AS (SELECT min (stream) FROM %s UNION ALL"
                          " SELECT (SELECT min (n.stream) FROM %s n WHERE n.stream > s.stream) FROM s"
                          " WHERE s.stream IS NOT NULL) ",
                          table->name, table->name);
  append_select (sql, table, starts);
  if (dates->end != NULL)
    {
      g_autofree char *lasts = g_strdup_printf ("t.%s > ?1 AND +t.%s < ?1", dates->end, dates->start);

      g_string_append (sql, " UNION ALL ");
      append_select (sql, table, lasts);
    }
  g_string_append (sql, " ORDER BY 1");
  for (guint i = 0, n = COLUMNS; i < table->n_columns; i++)
    if (table->columns[i].key)
      g_string_append_printf (sql, ", %u", ++n);
  g_string_append (sql, " LIMIT ?3");

  return g_intern_string (sql->str);
}

static const char *
get_people_sql (const WeftTable *table)
{
  const WeftTableDates *dates = table->dates;
  g_autoptr (GString) sql = g_string_new (NULL);
  guint n = 0;

  g_string_append_printf (sql, "SELECT DISTINCT %s FROM %s WHERE ", dates->people, dates->people_table);
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].key)
      {
        g_string_append_printf (sql, "%s%s = ?%u", n > 0 ? " AND " : "", table->columns[i].name, n + 1);
        n++;
      }
  g_string_append_printf (sql, " AND %s <> '' ORDER BY 1 LIMIT %d", dates->people, WEFT_DATED_PEOPLE_MAX);

  return g_intern_string (sql->str);
}

/* The people of the row at which @row stands. */
static char **
read_people (WeftDatabase *database, const WeftTable *table, WeftStatement *row, GError **error)
{
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();
  WeftStatement *statement;
  int step;

  if (table->dates->people_table == NULL)
    {
      const char *person = weft_statement_get_text (row, 3);

      if (person != NULL && *person != '\0')
        g_strv_builder_add (people, person);
      return g_strv_builder_end (people);
    }

  statement = weft_database_prepare (database, get_people_sql (table), error);
  if (statement == NULL)
    return NULL;
  for (int i = COLUMNS; i < weft_statement_get_n_columns (row); i++)
    if (weft_statement_get_column_type (row, i) == WEFT_COLUMN_INTEGER)
      weft_statement_bind_int (statement, i - COLUMNS + 1, weft_statement_get_int (row, i));
    else
      weft_statement_bind_text (statement, i - COLUMNS + 1, weft_statement_get_text (row, i));
  while ((step = weft_statement_step (statement, error)) > 0)
    g_strv_builder_add (people, weft_statement_get_text (statement, 0));

  return step < 0 ? NULL : g_strv_builder_end (people);
}

static char *
make_link (const WeftTable *table, WeftStatement *row)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (WeftLink) link = NULL;

  for (int i = COLUMNS + 1; i < weft_statement_get_n_columns (row); i++)
    g_string_append_printf (key, "%s%s", i > COLUMNS + 1 ? "\x1f" : "", weft_statement_get_text (row, i));
  link = weft_link_new (weft_statement_get_text (row, COLUMNS), table->name, key->str, -1);

  return weft_link_to_string (link);
}

static gboolean
read_table (
    WeftDatabase *database, const WeftTable *table, const Range *range, GPtrArray *found, GError **error)
{
  WeftStatement *row = weft_database_query (database, error, get_sql (table), "iii", range->from, range->to,
                                            (gint64) range->limit);
  int step;

  if (row == NULL)
    return FALSE;

  while ((step = weft_statement_step (row, error)) > 0)
    {
      const char *title = weft_statement_get_text (row, 2);
      WeftDated *dated = g_new0 (WeftDated, 1);

      g_ptr_array_add (found, dated);
      dated->start = weft_statement_get_int (row, 0);
      dated->end = MAX (dated->start, weft_statement_get_int (row, 1));
      dated->title = g_strdup (title != NULL ? title : "");
      dated->people = read_people (database, table, row, error);
      dated->link = make_link (table, row);
      if (dated->people == NULL)
        {
          weft_statement_reset (row);
          return FALSE;
        }
    }

  return step == 0;
}

/* ── all of them ───────────────────────────────────────────────────────────────────────────────────── */

static int
compare (gconstpointer a, gconstpointer b)
{
  const WeftDated *first = *(const WeftDated *const *) a, *second = *(const WeftDated *const *) b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;

  return strcmp (first->link, second->link);
}

void
weft_dated_free (WeftDated *self)
{
  g_free (self->link);
  g_free (self->title);
  g_strfreev (self->people);
  g_free (self);
}

GPtrArray *
weft_dated_read (
    WeftDatabase *database, WeftRegistry *registry, gint64 from, gint64 to, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_dated_free);
  const Range range = { registry, from, to, limit };
  const WeftTable *const *tables;
  guint n_tables;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (limit > 0, NULL);

  if (from >= to)
    return g_steal_pointer (&found);

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    if (tables[i]->dates != NULL && !read_table (database, tables[i], &range, found, error))
      return NULL;
  g_ptr_array_sort (found, compare);
  if (found->len > limit)
    g_ptr_array_set_size (found, (int) limit);

  return g_steal_pointer (&found);
}

static void
range_free (gpointer data)
{
  Range *range = data;

  g_object_unref (range->registry);
  g_free (range);
}

static gpointer
read_range (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Range *range = user_data;

  return weft_dated_read (database, range->registry, range->from, range->to, range->limit, error);
}

DexFuture *
weft_dated_load (WeftSync *sync, gint64 from, gint64 to, guint limit)
{
  Range *range;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (limit > 0, NULL);

  range = g_new0 (Range, 1);
  *range = (Range) { g_object_ref (weft_sync_get_registry (sync)), from, to, limit };

  return weft_sync_read (sync, read_range, G_TYPE_PTR_ARRAY, range, range_free);
}
