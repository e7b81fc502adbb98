/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-copies.h"

#include <string.h>

#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"
#include "store/weft-rows.h"

static void
place_free (gpointer data)
{
  WeftCopyPlace *place = data;

  g_free (place->stream);
  g_free (place->row);
  g_free (place);
}

gboolean
weft_copies_note (WeftDatabase *database,
                  const char *stream,
                  const char *row,
                  const char *copy_stream,
                  const char *copy,
                  GError **error)
{
  return weft_database_run (database, error,
                            "INSERT INTO copied (stream, row, copy_stream, copy) VALUES (?1, ?2, ?3, ?4)"
                            " ON CONFLICT (stream, row, copy_stream, copy) DO NOTHING",
                            "tttt", stream, row, copy_stream, copy);
}

static GPtrArray *
take_places (WeftStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (place_free);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftCopyPlace *place = g_new0 (WeftCopyPlace, 1);

      place->stream = weft_statement_dup_text (statement, 0);
      place->row = weft_statement_dup_text (statement, 1);
      g_ptr_array_add (places, place);
    }

  return step == 0 ? g_steal_pointer (&places) : NULL;
}

GPtrArray *
weft_copies_list (WeftDatabase *database, const char *stream, const char *row, GError **error)
{
  return take_places (
      weft_database_query (database, error,
                           "SELECT copy_stream, copy FROM copied WHERE stream = ?1 AND row = ?2", "tt",
                           stream, row),
      error);
}

GPtrArray *
weft_copies_list_sources (WeftDatabase *database, const char *copy_stream, const char *copy, GError **error)
{
  return take_places (
      weft_database_query (database, error,
                           "SELECT stream, row FROM copied WHERE copy_stream = ?1 AND copy = ?2", "tt",
                           copy_stream, copy),
      error);
}

gboolean
weft_copies_forget (WeftDatabase *database, const char *stream, const char *row, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM copied WHERE stream = ?1 AND row = ?2", "tt",
                            stream, row);
}

/* The rows of @stream with the id @id which hold what can be erased: a thing may have some in several tables.
 */
static GPtrArray *
find_rows (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *id, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  const WeftTable *const *tables;
  guint n;

  tables = weft_registry_get_tables (registry, &n);
  for (guint i = 0; i < n; i++)
    {
      gboolean has;

      if (!weft_rows_go_by_id (tables[i]) || !weft_erase_can (tables[i]))
        continue;
      if (!weft_rows_has (database, tables[i], stream, id, &has, error))
        return NULL;
      if (has)
        g_ptr_array_add (rows, g_strconcat (tables[i]->name, ":", id, NULL));
    }

  return g_steal_pointer (&rows);
}

GPtrArray *
weft_copies_find_quoted (WeftDatabase *database,
                         WeftRegistry *registry,
                         const WeftEvent *event,
                         JsonObject *body,
                         const char **stream,
                         GError **error)
{
  const char *id = event->quotes_id != NULL
                       ? json_object_get_string_member_with_default (body, event->quotes_id, NULL)
                       : NULL;

  *stream = event->quotes_id != NULL
                ? json_object_get_string_member_with_default (body, event->quotes_stream, NULL)
                : NULL;
  if (*stream == NULL || id == NULL)
    return g_ptr_array_new_with_free_func (g_free);

  return find_rows (database, registry, *stream, id, error);
}

typedef struct
{
  char *stream;
  char *copy;
  char *source_stream;
  char *id;
} Quotation;

static void
quotation_clear (gpointer data)
{
  Quotation *quotation = data;

  g_free (quotation->stream);
  g_free (quotation->copy);
  g_free (quotation->source_stream);
  g_free (quotation->id);
}

/* What the rows say of which @event tells. */
static gboolean
read_quotations (WeftDatabase *database,
                 const WeftEvent *event,
                 const WeftTable *table,
                 const char *stream,
                 GArray *quotations,
                 GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  WeftStatement *statement;
  int step = -1;

  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_printf (sql, "%s, ", table->columns[i].name);
  g_string_append_printf (sql, "%s, %s FROM %s WHERE %s IS NOT NULL%s", event->quotes_stream,
                          event->quotes_id, table->name, event->quotes_id,
                          stream != NULL ? " AND stream = ?1" : "");
  statement
      = weft_database_query (database, error, g_intern_string (sql->str), stream != NULL ? "t" : "", stream);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const Quotation quotation = {
        .stream = weft_statement_dup_text (statement, 0),
        .copy = weft_erase_dup_row (table, statement),
        .source_stream = weft_statement_dup_text (statement, (int) table->n_columns),
        .id = weft_statement_dup_text (statement, (int) table->n_columns + 1),
      };

      g_array_append_val (quotations, quotation);
    }

  return step == 0;
}

/* And what the log says of rows which may not be there any more. */
static gboolean
read_told (WeftDatabase *database,
           WeftRegistry *registry,
           const WeftEvent *event,
           const char *stream,
           GArray *quotations,
           GError **error)
{
  g_autofree char *pattern = g_strdup_printf ("%%\"name\":\"%s\",%%", event->name);
  WeftStatement *statement
      = stream != NULL ? weft_database_query (database, error,
                                              "SELECT stream, row, stored FROM event WHERE erased = 0"
                                              " AND stored LIKE ?1 AND stream = ?2",
                                              "tt", pattern, stream)
                       : weft_database_query (database, error,
                                              "SELECT stream, row, stored FROM event WHERE erased = 0"
                                              " AND stored LIKE ?1",
                                              "t", pattern);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 2);
      g_auto (WeftStoredEvent) told = { 0 };
      Quotation quotation = { NULL };

      /* What this program does not know stays as it is: the stream cannot be folded anyway. */
      if (!weft_stored_event_parse (&told, registry, "", stored, strlen (stored), NULL) || told.event != event
          || !json_object_has_member (told.body, event->quotes_id))
        continue;
      quotation.stream = weft_statement_dup_text (statement, 0);
      quotation.copy = weft_statement_dup_text (statement, 1);
      quotation.source_stream
          = g_strdup (json_object_get_string_member_with_default (told.body, event->quotes_stream, NULL));
      quotation.id
          = g_strdup (json_object_get_string_member_with_default (told.body, event->quotes_id, NULL));
      g_array_append_val (quotations, quotation);
    }

  return step == 0;
}

gboolean
weft_copies_note_quoted (WeftDatabase *database, WeftRegistry *registry, const char *stream, GError **error)
{
  g_autoptr (GArray) quotations = g_array_new (FALSE, FALSE, sizeof (Quotation));
  const WeftModule *const *modules;
  guint n;

  g_array_set_clear_func (quotations, quotation_clear);
  modules = weft_registry_get_modules (registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < modules[i]->n_events; j++)
      {
        const WeftEvent *event = modules[i]->events[j];

        if (event->quotes_id != NULL
            && (!read_quotations (database, event, weft_registry_find_table (registry, event->table), stream,
                                  quotations, error)
                || !read_told (database, registry, event, stream, quotations, error)))
          return FALSE;
      }

  for (guint i = 0; i < quotations->len; i++)
    {
      const Quotation *quotation = &g_array_index (quotations, Quotation, i);
      g_autoptr (GPtrArray) rows = NULL;

      if (quotation->source_stream == NULL || quotation->id == NULL || quotation->copy == NULL)
        continue;
      rows = find_rows (database, registry, quotation->source_stream, quotation->id, error);
      if (rows == NULL)
        return FALSE;
      for (guint j = 0; j < rows->len; j++)
        if (!weft_copies_note (database, quotation->source_stream, rows->pdata[j], quotation->stream,
                               quotation->copy, error))
          return FALSE;
    }

  return TRUE;
}
