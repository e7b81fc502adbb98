/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-export.h"
#include "serve/weft-import-private.h"

gboolean
_weft_import_list_tables (WeftImport *self, GError **error)
{
  g_autoptr (GPtrArray) names = weft_database_list_tables (self->database, error);

  if (names == NULL)
    return FALSE;
  g_hash_table_remove_all (self->tables);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      GPtrArray *columns;

      if (!_weft_export_is_own (self->registry, name))
        continue;
      columns = weft_database_list_columns (self->database, name, error);
      if (columns == NULL)
        return FALSE;
      g_hash_table_insert (self->tables, g_strdup (name), columns);
    }

  return TRUE;
}

static gboolean
bind_cell (WeftImport *self,
           WeftStatement *statement,
           int index,
           const char *name,
           JsonNode *cell,
           GPtrArray *kept,
           GError **error)
{
  if (JSON_NODE_HOLDS_NULL (cell))
    weft_statement_bind_null (statement, index);
  else if (JSON_NODE_HOLDS_OBJECT (cell))
    {
      GBytes *bytes = weft_export_reader_read_hex (&self->reader, json_node_get_object (cell), "hex", 0,
                                                   WEFT_EXPORT_LINE_MAX, error);
      gconstpointer data;
      gsize length;

      if (bytes == NULL)
        return FALSE;
      g_ptr_array_add (kept, bytes);
      data = g_bytes_get_data (bytes, &length);
      weft_statement_bind_blob (statement, index, data, length);
    }
  else if (!JSON_NODE_HOLDS_VALUE (cell))
    return weft_export_reader_refuse (&self->reader, error, "cells.%.80s: expected a value, got %s", name,
                                      weft_json_describe (cell));
  else if (json_node_get_value_type (cell) == G_TYPE_STRING)
    weft_statement_bind_text (statement, index, json_node_get_string (cell));
  else if (json_node_get_value_type (cell) == G_TYPE_INT64)
    weft_statement_bind_int (statement, index, json_node_get_int (cell));
  else if (json_node_get_value_type (cell) == G_TYPE_DOUBLE)
    weft_statement_bind_double (statement, index, json_node_get_double (cell));
  else
    return weft_export_reader_refuse (&self->reader, error,
                                      "cells.%.80s: expected null, a number, a string or {\"hex\"}", name);

  return TRUE;
}

static gboolean
take_own_row (WeftImport *self, JsonObject *line, GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GList) members = NULL;
  WeftStatement *statement;
  JsonObject *cells;
  GPtrArray *columns;
  const char *table;
  int n = 0;

  if (!weft_json_get_string (line, "table", &table, error)
      || !weft_json_get_object (line, "cells", &cells, error))
    return weft_export_reader_blame (&self->reader, error);
  columns = g_hash_table_lookup (self->tables, table);
  if (columns == NULL)
    return weft_export_reader_refuse (&self->reader, error, "table: “%.80s” is none that is imported", table);

  members = json_object_get_members (cells);
  for (GList *l = members; l != NULL; l = l->next)
    {
      /* Only what the table has comes into a statement. */
      if (!g_ptr_array_find_with_equal_func (columns, l->data, g_str_equal, NULL))
        return weft_export_reader_refuse (&self->reader, error, "cells: %s has no column “%.80s”", table,
                                          (const char *) l->data);
      g_string_append_printf (names, "%s\"%s\"", n > 0 ? ", " : "", (const char *) l->data);
      g_string_append_printf (values, "%s?%d", n > 0 ? ", " : "", n + 1);
      n++;
    }
  if (n == 0)
    return weft_export_reader_refuse (&self->reader, error, "cells: empty");

  sql = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", table, names->str, values->str);
  statement = weft_database_prepare (self->database, g_intern_string (sql), error);
  if (statement == NULL)
    return weft_export_reader_blame (&self->reader, error);
  n = 0;
  for (GList *l = members; l != NULL; l = l->next)
    if (!bind_cell (self, statement, ++n, l->data, json_object_get_member (cells, l->data), kept, error))
      {
        weft_statement_reset (statement);
        return FALSE;
      }

  return weft_statement_run (statement, error) || weft_export_reader_blame (&self->reader, error);
}

gboolean
_weft_import_take_server (WeftImport *self, JsonObject *entry, GError **error)
{
  GHashTableIter iter;
  const char *table;
  int step;

  /* What a new workspace made of itself gives way. */
  g_hash_table_iter_init (&iter, self->tables);
  while (g_hash_table_iter_next (&iter, (gpointer *) &table, NULL))
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\"", table);

      if (!weft_database_run (self->database, error, g_intern_string (sql), ""))
        return FALSE;
    }
  while (TRUE)
    {
      g_autoptr (JsonNode) root = NULL;

      step = weft_export_reader_read_line (&self->reader, &root, error);
      if (step <= 0)
        break;
      if (!take_own_row (self, json_node_get_object (root), error) || !_weft_import_settle_line (self, error))
        return FALSE;
    }

  return step == 0 && weft_export_reader_check (&self->reader, entry, error);
}
