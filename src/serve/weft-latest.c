/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-latest.h"

/* A value takes at most this much of a frame: ids, name, numbers, and an object no larger than what came in.
 */
#define PER_FRAME 150
#define OBJECTS_PER_FRAME 20

void
weft_latest_value_free (WeftLatestValue *self)
{
  g_free (self->stream);
  g_free (self->name);
  g_free (self->person);
  g_clear_pointer (&self->extra, json_node_unref);
  g_free (self);
}

gboolean
weft_latest_store (WeftDatabase *database, const WeftLatestValue *value, gboolean *moved, GError **error)
{
  if (!weft_database_run (
          database, error,
          "INSERT INTO latest (stream, name, person, value, at) VALUES (?1, ?2, ?3, ?4, ?5)"
          " ON CONFLICT (stream, name, person) DO UPDATE SET value = excluded.value, at = excluded.at"
          " WHERE excluded.value > latest.value",
          "tttii", value->stream, value->name, value->person, value->value, value->at))
    return FALSE;

  *moved = weft_database_get_changes (database) > 0;
  return TRUE;
}

static GPtrArray *
read_values (WeftStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_latest_value_free);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftLatestValue *value = g_new0 (WeftLatestValue, 1);

      value->stream = weft_statement_dup_text (statement, 0);
      value->name = weft_statement_dup_text (statement, 1);
      value->person = weft_statement_dup_text (statement, 2);
      value->value = weft_statement_get_int (statement, 3);
      value->at = weft_statement_get_int (statement, 4);
      g_ptr_array_add (values, value);
    }

  return step < 0 ? NULL : g_steal_pointer (&values);
}

GPtrArray *
weft_latest_read_person (WeftDatabase *database, const char *person, GError **error)
{
  return read_values (
      weft_database_query (database, error,
                           "SELECT latest.stream, name, latest.person, value, at FROM latest, member"
                           " WHERE latest.person = ?1 AND member.stream = latest.stream"
                           " AND member.person = ?1",
                           "t", person),
      error);
}

GPtrArray *
weft_latest_read_stream (WeftDatabase *database, const char *stream, GError **error)
{
  return read_values (
      weft_database_query (database, error,
                           "SELECT stream, name, person, value, at FROM latest WHERE stream = ?1", "t",
                           stream),
      error);
}

WeftLatestValue *
weft_latest_read (
    WeftDatabase *database, const char *stream, const char *name, const char *person, GError **error)
{
  g_autoptr (GPtrArray) values
      = read_values (weft_database_query (database, error,
                                          "SELECT stream, name, person, value, at FROM latest"
                                          " WHERE stream = ?1 AND name = ?2 AND person = ?3",
                                          "ttt", stream, name, person),
                     error);

  return values != NULL && values->len > 0 ? g_ptr_array_steal_index (values, 0) : NULL;
}

GPtrArray *
weft_latest_read_since (WeftDatabase *database, gint64 at, guint limit, GError **error)
{
  return read_values (weft_database_query (database, error,
                                           "SELECT stream, name, person, value, at FROM latest"
                                           " WHERE at >= ?1 ORDER BY at DESC LIMIT ?2",
                                           "ii", at, (gint64) limit),
                      error);
}

WeftFrameLatest
weft_latest_to_frame (const WeftLatestValue *self)
{
  return (WeftFrameLatest) {
    .stream = self->stream,
    .name = self->name,
    .by = self->person,
    .at = self->at,
    .value = self->value,
    .extra = self->extra,
  };
}

void
weft_latest_write (GPtrArray *values, GPtrArray *frames)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (WeftFrameLatest));
  guint n_objects = 0;

  for (guint i = 0; i < values->len; i++)
    {
      WeftFrameLatest latest = weft_latest_to_frame (g_ptr_array_index (values, i));

      g_array_append_val (list, latest);
      n_objects += latest.extra != NULL;
      if (list->len == PER_FRAME || n_objects == OBJECTS_PER_FRAME || i + 1 == values->len)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_frame_write_latests (out, (const WeftFrameLatest *) (void *) list->data, list->len);
          g_ptr_array_add (frames, g_string_free_to_bytes (g_steal_pointer (&out)));
          g_array_set_size (list, 0);
          n_objects = 0;
        }
    }
}
