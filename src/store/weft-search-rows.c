/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-rows.h"

#include "store/weft-search-schema.h"

void
weft_search_rows_init (WeftSearchRows *self, const WeftTable *table)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  const char *author = _weft_search_author_column (table);
  const char *time = _weft_search_time_column (table);
  const char *hangs_on = _weft_search_hangs_on_column (table);
  const char *key = NULL;

  *self = (WeftSearchRows) { .table = table, .hangs_on = -1 };
  g_string_append_printf (columns, "t.rowid, t.stream, %s%s, %s%s, %s%s", table->window >= 0 ? "t." : "",
                          table->window >= 0 ? table->columns[table->window].name : "0",
                          time != NULL ? "t." : "", time != NULL ? time : "0", author != NULL ? "t." : "",
                          author != NULL ? author : "''");
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      {
        self->n_keys++;
        key = table->columns[i].name;
        g_string_append_printf (columns, ", t.%s", key);
      }
  for (guint i = 0; i < table->n_columns && self->n_texts < WEFT_SEARCH_TEXTS_MAX; i++)
    if (table->columns[i].search)
      {
        self->n_texts++;
        g_string_append_printf (columns, ", t.%s", table->columns[i].name);
      }
  if (hangs_on != NULL)
    {
      self->hangs_on = 5 + self->n_keys + self->n_texts;
      g_string_append_printf (columns, ", t.%s", hangs_on);
      self->get_hanging = _weft_search_intern ("SELECT %s FROM %s t WHERE t.stream = ?1 AND t.%s = ?2",
                                               columns->str, table->name, hangs_on);
    }

  self->columns = g_intern_string (columns->str);
  self->get_row = _weft_search_intern ("SELECT %s FROM %s t WHERE t.rowid = ?1", columns->str, table->name);
  if (self->n_keys == 1)
    self->get_by_key = _weft_search_intern ("SELECT %s FROM %s t WHERE t.stream = ?1 AND t.%s = ?2",
                                            columns->str, table->name, key);
}

void
weft_search_rows_clear (WeftSearchRows *self)
{
  g_clear_pointer (&self->carriers, g_array_unref);
}

char *
weft_search_row_join_keys (const WeftSearchRows *rows, WeftStatement *row)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < rows->n_keys; i++)
    {
      const char *key = weft_statement_get_text (row, 5 + i);

      g_string_append_printf (keys, "%s%s", i > 0 ? "\x1f" : "", key != NULL ? key : "");
    }

  return g_string_free_and_steal (keys);
}

gboolean
weft_search_row_has_text (const WeftSearchRows *rows, WeftStatement *row)
{
  for (guint i = 0; i < rows->n_texts; i++)
    {
      const char *text = weft_statement_get_text (row, 5 + rows->n_keys + i);

      if (text != NULL && *text != '\0')
        return TRUE;
    }

  return FALSE;
}

void
weft_search_row_add_texts (GPtrArray *texts, const WeftSearchRows *rows, WeftStatement *row)
{
  for (guint i = 0; i < rows->n_texts; i++)
    {
      char *text = weft_statement_dup_text (row, 5 + rows->n_keys + i);

      g_ptr_array_add (texts, text != NULL ? text : g_strdup (""));
    }
}

WeftSearchPlace
weft_search_row_get_place (const WeftSearchRows *rows, WeftStatement *row, const char *key)
{
  return (WeftSearchPlace) { weft_statement_get_int (row, 3), weft_statement_get_int (row, 2),
                             rows->table->name, weft_statement_get_text (row, 1), key };
}
