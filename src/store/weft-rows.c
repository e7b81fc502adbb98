/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-rows.h"

#include <math.h>
#include <string.h>

/* SQL for one table, made once and kept for ever, as the tables are. */
typedef struct
{
  const char *select;
  const char *select_all;
  const char *select_page;
  const char *insert;
  const char *remove;
} TableSql;

static void
append_columns (
    GString *sql, const WeftTable *table, const char *separator, const char *prefix, gboolean key_only)
{
  gboolean first = TRUE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (key_only && !table->columns[i].key)
        continue;
      g_string_append_printf (sql, "%s%s%s", first ? "" : separator, prefix, table->columns[i].name);
      first = FALSE;
    }
}

static const char *
intern (GString *sql)
{
  const char *interned = g_intern_string (sql->str);

  g_string_free (sql, TRUE);

  return interned;
}

static const char *
make_select (const WeftTable *table, const char *where)
{
  GString *sql = g_string_new ("SELECT ");

  append_columns (sql, table, ", ", "", FALSE);
  g_string_append_printf (sql, " FROM %s %sORDER BY ", table->name, where);
  append_columns (sql, table, ", ", "", TRUE);

  return intern (sql);
}

static const char *
make_select_page (const WeftTable *table)
{
  GString *sql = g_string_new ("SELECT ");
  const char *window;

  if (table->window < 0)
    {
      g_string_free (sql, TRUE);
      return NULL;
    }

  window = table->columns[table->window].name;
  append_columns (sql, table, ", ", "", FALSE);
  g_string_append_printf (sql, " FROM %s WHERE stream = ?1 AND %s < ?2 ORDER BY %s DESC LIMIT ?3",
                          table->name, window, window);

  return intern (sql);
}

static const char *
make_insert (const WeftTable *table)
{
  GString *sql = g_string_new (NULL);
  gboolean first = TRUE;

  g_string_append_printf (sql, "INSERT INTO %s (", table->name);
  append_columns (sql, table, ", ", "", FALSE);
  g_string_append (sql, ") VALUES (");
  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", i + 1);
  g_string_append (sql, ") ON CONFLICT (");
  append_columns (sql, table, ", ", "", TRUE);
  g_string_append (sql, ") DO ");

  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *name = table->columns[i].name;

      if (table->columns[i].key)
        continue;
      g_string_append_printf (sql, "%s%s = excluded.%s", first ? "UPDATE SET " : ", ", name, name);
      first = FALSE;
    }
  if (first)
    g_string_append (sql, "NOTHING");

  return intern (sql);
}

static const TableSql *
get_sql (const WeftTable *table)
{
  static GMutex lock;
  static GHashTable *known;
  TableSql *sql;

  g_mutex_lock (&lock);
  if (known == NULL)
    known = g_hash_table_new (NULL, NULL);

  sql = g_hash_table_lookup (known, table);
  if (sql == NULL)
    {
      g_autofree char *remove = g_strdup_printf ("DELETE FROM %s WHERE stream = ?1", table->name);

      sql = g_new0 (TableSql, 1);
      sql->select = make_select (table, "WHERE stream = ?1 ");
      sql->select_all = make_select (table, "");
      sql->select_page = make_select_page (table);
      sql->insert = make_insert (table);
      sql->remove = g_intern_string (remove);
      g_hash_table_insert (known, (gpointer) table, sql);
    }
  g_mutex_unlock (&lock);

  return sql;
}

void
weft_rows_write (const WeftTable *table, WeftStatement *statement, GString *out)
{
  g_return_if_fail (table != NULL && statement != NULL && out != NULL);

  weft_json_begin_array (out, NULL);
  for (guint i = 0; i < table->n_columns; i++)
    switch (weft_statement_get_column_type (statement, i))
      {
      case WEFT_COLUMN_INTEGER:
        weft_json_int (out, NULL, weft_statement_get_int (statement, i));
        break;

      case WEFT_COLUMN_REAL:
        {
          double value = weft_statement_get_double (statement, i);

          /* JSON knows no infinity. */
          if (isinf (value))
            weft_json_raw (out, NULL, value > 0 ? "{\"real\":\"inf\"}" : "{\"real\":\"-inf\"}", -1);
          else
            weft_json_double (out, NULL, value);
          break;
        }

      case WEFT_COLUMN_TEXT:
        weft_json_string (out, NULL, weft_statement_get_text (statement, i));
        break;

      case WEFT_COLUMN_BLOB:
        {
          gsize length;
          gconstpointer data = weft_statement_get_blob (statement, i, &length);
          g_autofree char *encoded = g_base64_encode (data, length);

          weft_json_begin (out, NULL);
          weft_json_string (out, "blob", encoded);
          weft_json_end (out);
          break;
        }

      default:
        weft_json_null (out, NULL);
      }
  weft_json_end_array (out);
}

const char *
weft_rows_select (const WeftTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  return get_sql (table)->select;
}

const char *
weft_rows_select_page (const WeftTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (table->window >= 0, NULL);

  return get_sql (table)->select_page;
}

static JsonNode *
find_cell (const WeftTable *table, guint column, const char *const *columns, JsonArray *row)
{
  const char *name = table->columns[column].name;
  guint n_cells = json_array_get_length (row);

  for (guint i = 0; columns[i] != NULL && i < n_cells; i++)
    if (g_str_equal (columns[i], name))
      return json_array_get_element (row, i);

  return NULL;
}

static const char *
describe (JsonNode *cell)
{
  if (JSON_NODE_HOLDS_OBJECT (cell))
    return "an object";
  if (JSON_NODE_HOLDS_ARRAY (cell))
    return "an array";

  switch (json_node_get_value_type (cell))
    {
    case G_TYPE_INT64:
      return "an integer";

    case G_TYPE_DOUBLE:
      return "a number";

    case G_TYPE_STRING:
      return "a string";

    default:
      return "a boolean";
    }
}

static gboolean
bind_cell (WeftStatement *statement,
           const WeftTable *table,
           guint index,
           JsonNode *cell,
           GBytes **blob,
           GError **error)
{
  static const char *const expected[] = { "an integer", "a number", "a string", "a blob" };
  const WeftColumn *column = &table->columns[index];
  GType type;

  if (cell == NULL || JSON_NODE_HOLDS_NULL (cell))
    {
      if (!column->nullable)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s.%s: missing", table->name, column->name);
          return FALSE;
        }
      weft_statement_bind_null (statement, index + 1);
      return TRUE;
    }

  type = JSON_NODE_HOLDS_VALUE (cell) ? json_node_get_value_type (cell) : G_TYPE_INVALID;
  if (column->type == WEFT_COLUMN_INTEGER && type == G_TYPE_INT64)
    {
      weft_statement_bind_int (statement, index + 1, json_node_get_int (cell));
      return TRUE;
    }
  if (column->type == WEFT_COLUMN_REAL && (type == G_TYPE_DOUBLE || type == G_TYPE_INT64))
    {
      weft_statement_bind_double (statement, index + 1, json_node_get_double (cell));
      return TRUE;
    }
  if (column->type == WEFT_COLUMN_REAL && JSON_NODE_HOLDS_OBJECT (cell))
    {
      const char *name = json_object_get_string_member_with_default (json_node_get_object (cell), "real", "");

      if (g_str_equal (name, "inf") || g_str_equal (name, "-inf"))
        {
          weft_statement_bind_double (statement, index + 1, name[0] == '-' ? -INFINITY : INFINITY);
          return TRUE;
        }
    }
  if (column->type == WEFT_COLUMN_TEXT && type == G_TYPE_STRING)
    {
      weft_statement_bind_text (statement, index + 1, json_node_get_string (cell));
      return TRUE;
    }
  if (column->type == WEFT_COLUMN_BLOB && JSON_NODE_HOLDS_OBJECT (cell))
    {
      const char *encoded
          = json_object_get_string_member_with_default (json_node_get_object (cell), "blob", NULL);

      if (encoded != NULL)
        {
          gsize length;
          guchar *data = g_base64_decode (encoded, &length);

          *blob = g_bytes_new_take (data, length);
          weft_statement_bind_blob (statement, index + 1, g_bytes_get_data (*blob, NULL), length);
          return TRUE;
        }
    }

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s.%s: expected %s, got %s", table->name, column->name,
               expected[column->type], describe (cell));

  return FALSE;
}

gboolean
weft_rows_insert (WeftDatabase *database,
                  const WeftTable *table,
                  const char *stream,
                  const char *const *columns,
                  JsonArray *row,
                  GError **error)
{
  g_autoptr (GPtrArray) blobs = NULL;
  WeftStatement *statement;
  JsonNode *cell;
  guint n_cells;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (table != NULL && stream != NULL && columns != NULL && row != NULL, FALSE);

  cell = find_cell (table, 0, columns, row);
  if (cell == NULL || !JSON_NODE_HOLDS_VALUE (cell) || json_node_get_value_type (cell) != G_TYPE_STRING
      || !g_str_equal (json_node_get_string (cell), stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s.stream: a row of another stream than “%s”",
                   table->name, stream);
      return FALSE;
    }

  statement = weft_database_prepare (database, get_sql (table)->insert, error);
  if (statement == NULL)
    return FALSE;

  n_cells = MIN (g_strv_length ((char **) columns), json_array_get_length (row));
  for (guint i = 0; i < table->n_columns; i++)
    {
      GBytes *blob = NULL;

      /* Sent in our own order, as almost always: no search. */
      if (i < n_cells && g_str_equal (columns[i], table->columns[i].name))
        cell = json_array_get_element (row, i);
      else
        cell = find_cell (table, i, columns, row);

      if (!bind_cell (statement, table, i, cell, &blob, error))
        return FALSE;
      if (blob != NULL)
        {
          if (blobs == NULL)
            blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
          g_ptr_array_add (blobs, blob);
        }
    }

  return weft_statement_run (statement, error);
}

gboolean
weft_rows_copy (
    WeftDatabase *source, WeftDatabase *target, const WeftTable *table, const char *stream, GError **error)
{
  WeftStatement *from = weft_database_query (source, error, weft_rows_select (table), "t", stream);
  WeftStatement *to = from != NULL ? weft_database_prepare (target, get_sql (table)->insert, error) : NULL;
  int step = -1;

  while (to != NULL && (step = weft_statement_step (from, error)) > 0)
    {
      for (int i = 0; i < (int) table->n_columns; i++)
        {
          gsize length;
          gconstpointer blob;

          switch (weft_statement_get_column_type (from, i))
            {
            case WEFT_COLUMN_INTEGER:
              weft_statement_bind_int (to, i + 1, weft_statement_get_int (from, i));
              break;

            case WEFT_COLUMN_REAL:
              weft_statement_bind_double (to, i + 1, weft_statement_get_double (from, i));
              break;

            case WEFT_COLUMN_TEXT:
              weft_statement_bind_text (to, i + 1, weft_statement_get_text (from, i));
              break;

            case WEFT_COLUMN_BLOB:
              blob = weft_statement_get_blob (from, i, &length);
              weft_statement_bind_blob (to, i + 1, blob, length);
              break;

            default:
              weft_statement_bind_null (to, i + 1);
            }
        }
      if (!weft_statement_run (to, error))
        {
          weft_statement_reset (from);
          return FALSE;
        }
    }

  return step == 0;
}

gboolean
weft_rows_delete (WeftDatabase *database, const WeftTable *table, const char *stream, GError **error)
{
  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (table != NULL && stream != NULL, FALSE);

  return weft_database_run (database, error, get_sql (table)->remove, "t", stream);
}

/* Each cell as its type, its length and its bytes, so that no two different rows look the same. */
static void
digest_cell (GChecksum *checksum, WeftStatement *statement, int column)
{
  int type = weft_statement_get_column_type (statement, column);
  guint8 head[9] = { type < 0 ? 0xff : type };
  guint64 number = 0;
  gconstpointer data = NULL;
  gsize length = 0;

  switch (type)
    {
    case WEFT_COLUMN_INTEGER:
      number = weft_statement_get_int (statement, column);
      break;

    case WEFT_COLUMN_REAL:
      {
        double value = weft_statement_get_double (statement, column);

        memcpy (&number, &value, sizeof number);
        break;
      }

    case WEFT_COLUMN_TEXT:
    case WEFT_COLUMN_BLOB:
      data = weft_statement_get_blob (statement, column, &length);
      number = length;
      break;

    default:
      break;
    }

  number = GUINT64_TO_BE (number);
  memcpy (head + 1, &number, sizeof number);
  g_checksum_update (checksum, head, sizeof head);
  if (length > 0)
    g_checksum_update (checksum, data, length);
}

static int
compare_tables (gconstpointer a, gconstpointer b)
{
  const WeftTable *const *first = a;
  const WeftTable *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

gboolean
weft_rows_go_by_id (const WeftTable *table)
{
  return table->n_columns > 1 && table->columns[1].key && table->columns[1].type == WEFT_COLUMN_TEXT
         && !(table->n_columns > 2 && table->columns[2].key);
}

gboolean
weft_rows_has (WeftDatabase *database,
               const WeftTable *table,
               const char *stream,
               const char *id,
               gboolean *has,
               GError **error)
{
  g_autofree char *sql = id != NULL ? g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1 AND %s = ?2",
                                                       table->name, table->columns[1].name)
                                    : g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1 LIMIT 1", table->name);
  gint64 found;

  /* The names are the program's own constants. */
  if (!weft_database_get_value (database, &found, 0, error, g_intern_string (sql), id != NULL ? "tt" : "t", stream,
                                id))
    return FALSE;
  *has = found != 0;

  return TRUE;
}

char *
weft_rows_digest (
    WeftDatabase *database, WeftRegistry *registry, const char *stream, gboolean skip_meta, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree const WeftTable **sorted = NULL;
  const WeftTable *const *tables;
  guint n_tables;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);

  /* By name, since another program may list its modules in another order. */
  tables = weft_registry_get_tables (registry, &n_tables);
  sorted = g_memdup2 (tables, n_tables * sizeof *tables);
  if (n_tables > 0)
    qsort (sorted, n_tables, sizeof *sorted, compare_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      const TableSql *sql = get_sql (sorted[i]);
      WeftStatement *statement = stream != NULL
                                     ? weft_database_query (database, error, sql->select, "t", stream)
                                     : weft_database_query (database, error, sql->select_all, "");
      gboolean any = FALSE;
      int result;

      if (statement == NULL)
        return NULL;

      while ((result = weft_statement_step (statement, error)) > 0)
        {
          /* Only where there are rows: a table that is new and empty changes nothing. */
          if (!any)
            g_checksum_update (checksum, (const guchar *) sorted[i]->name, strlen (sorted[i]->name) + 1);
          any = TRUE;
          for (guint j = 0; j < sorted[i]->n_columns; j++)
            if (!skip_meta || !sorted[i]->columns[j].meta)
              digest_cell (checksum, statement, j);
        }
      if (result < 0)
        return NULL;
    }

  return g_strdup (g_checksum_get_string (checksum));
}
