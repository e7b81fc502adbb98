/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-history.h"

#include "base/weft-json.h"
#include "serve/weft-access.h"
#include "serve/weft-log.h"
#include "store/weft-rows.h"

/* Room for a frame's envelope around its events or rows. */
#define ENVELOPE (WEFT_FRAME_MAX - WEFT_HISTORY_BYTES)

GBytes *
weft_history_frame (const char *stream, GPtrArray *stored, const WeftPosition *position)
{
  g_autoptr (GString) frame = NULL;
  gsize n_bytes = ENVELOPE;

  for (guint i = 0; i < stored->len; i++)
    n_bytes += g_bytes_get_size (g_ptr_array_index (stored, i)) + 1;
  if (n_bytes > WEFT_FRAME_MAX && stored->len > 1)
    return NULL;

  frame = g_string_sized_new (n_bytes);
  weft_frame_begin_events (frame, stream, position);
  for (guint i = 0; i < stored->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (stored, i), &length);

      weft_frame_add_event (frame, data, (gssize) length);
    }
  weft_frame_end_events (frame);

  return g_string_free_to_bytes (g_steal_pointer (&frame));
}

GBytes *
weft_history_read (WeftDatabase *database,
                   const char *stream,
                   guint64 epoch,
                   gint64 after,
                   gint64 until,
                   WeftPosition *position,
                   GError **error)
{
  g_autoptr (GPtrArray) stored = NULL;

  *position = (WeftPosition) { .epoch = epoch, .seq = after };
  stored = weft_log_read (database, stream, after, until, WEFT_HISTORY_BYTES, position, error);
  if (stored == NULL || stored->len == 0)
    return NULL;

  return weft_history_frame (stream, stored, position);
}

/* Every event passes here where several servers write: the name is looked at before anything is parsed. It
 * stands before the body, in which people may write what they like. */
static gboolean
is_about_members (const char *data, gsize length)
{
  static const char key[] = "\"name\":\"";
  g_autofree char *name = NULL;
  const char *start = memmem (data, length, key, strlen (key));
  const char *end;

  if (start == NULL)
    return FALSE;
  start += strlen (key);
  end = memchr (start, '"', length - (gsize) (start - data));
  if (end == NULL)
    return FALSE;
  name = g_strndup (start, (gsize) (end - start));

  return weft_access_is_membership (name);
}

char *
weft_history_get_member (GBytes *stored)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *body;
  const char *person;
  gsize length;
  const char *data = g_bytes_get_data (stored, &length);

  if (!is_about_members (data, length))
    return NULL;
  root = weft_json_parse (data, length, NULL);
  if (root == NULL || !weft_json_get_object (json_node_get_object (root), "body", &body, NULL)
      || !weft_json_get_string (body, "person", &person, NULL))
    return NULL;

  return g_strdup (person);
}

gboolean
weft_history_find_departure (WeftDatabase *database,
                             const char *stream,
                             const char *person,
                             gint64 after,
                             gint64 until,
                             gint64 *seq,
                             GError **error)
{
  *seq = after;
  while (after < until)
    {
      WeftPosition position = { .seq = after };
      g_autoptr (GPtrArray) stored
          = weft_log_read (database, stream, after, until, WEFT_HISTORY_BYTES, &position, error);

      if (stored == NULL)
        return FALSE;
      if (stored->len == 0)
        return TRUE;
      for (guint i = 0; i < stored->len; i++)
        {
          g_autofree char *member = weft_history_get_member (g_ptr_array_index (stored, i));

          if (g_strcmp0 (member, person) == 0)
            *seq = after + 1 + i;
        }
      after = position.seq;
    }

  return TRUE;
}

GBytes *
weft_history_page (WeftDatabase *database,
                   WeftRegistry *registry,
                   gint64 request,
                   const char *stream,
                   const char *table_name,
                   gint64 before,
                   gint64 limit,
                   gint64 seq,
                   GError **error)
{
  const WeftTable *table = weft_registry_find_table (registry, table_name);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **columns = NULL;
  g_autoptr (GString) frame = NULL;
  WeftStatement *statement;
  gboolean more = FALSE;
  gsize n_bytes = ENVELOPE;
  int step;

  if (table == NULL || table->window < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "table: %.80s has no pages", table_name);
      return NULL;
    }

  columns = g_new0 (const char *, table->n_columns + 1);
  for (guint i = 0; i < table->n_columns; i++)
    {
      columns[i] = table->columns[i].name;
      n_bytes += strlen (columns[i]) + 3;
    }

  statement = weft_database_query (database, error, weft_rows_select_page (table), "tii", stream, before,
                                   limit + 1);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      g_autoptr (GString) row = g_string_new (NULL);

      weft_rows_write (table, statement, row);
      if (rows->len == (guint) limit || (rows->len > 0 && n_bytes + row->len + 1 > WEFT_FRAME_MAX))
        {
          more = TRUE;
          weft_statement_reset (statement);
          break;
        }
      n_bytes += row->len + 1;
      g_ptr_array_add (rows, g_string_free (g_steal_pointer (&row), FALSE));
    }
  if (step < 0)
    return NULL;

  frame = g_string_sized_new (n_bytes);
  weft_frame_begin_page_rows (frame, request, stream, seq, more);
  weft_frame_begin_rows (frame, table->name, columns);
  for (guint i = 0; i < rows->len; i++)
    weft_frame_add_row (frame, g_ptr_array_index (rows, i));
  weft_frame_end_rows (frame);
  weft_frame_end_page_rows (frame);

  return g_string_free_to_bytes (g_steal_pointer (&frame));
}
