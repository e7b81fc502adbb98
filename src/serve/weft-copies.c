/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-copies.h"

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
