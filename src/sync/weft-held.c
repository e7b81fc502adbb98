/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-held.h"

#include <string.h>

WeftHeld *
weft_held_new (const char *stream)
{
  WeftHeld *self = g_new0 (WeftHeld, 1);

  self->stream = g_intern_string (stream);

  return self;
}

void
weft_held_free (WeftHeld *self)
{
  g_free (self);
}

gboolean
weft_held_save (WeftHeld *self, WeftDatabase *database, GError **error)
{
  g_autoptr (GBytes) mark = g_bytes_new (self->position.mark, WEFT_MARK_SIZE);

  /* SQLite's integers are signed; the epoch keeps its bits. */
  return weft_database_run (database, error,
                            "INSERT INTO stream (stream, epoch, seq, mark, head, held, stopped)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                            " ON CONFLICT (stream) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,"
                            " mark = excluded.mark, head = excluded.head, held = excluded.held, stopped = excluded.stopped",
                            "tiibiii", self->stream, (gint64) self->position.epoch, self->position.seq, mark,
                            self->head, (gint64) self->held, (gint64) self->stopped);
}

gboolean
weft_held_forget (WeftHeld *self, WeftDatabase *database, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM stream WHERE stream = ?1", "t", self->stream);
}

GHashTable *
weft_held_load_all (WeftDatabase *database, GError **error)
{
  g_autoptr (GHashTable) all = NULL;
  WeftStatement *statement;
  int step;

  all = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) weft_held_free);
  statement = weft_database_query (database, error,
                                   "SELECT stream, epoch, seq, mark, head, held, stopped,"
                                   " EXISTS (SELECT 1 FROM inverse i WHERE i.stream = stream.stream) FROM stream", "");
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftHeld *held = weft_held_new (weft_statement_get_text (statement, 0));
      gconstpointer mark;
      gsize length;

      held->position.epoch = (guint64) weft_statement_get_int (statement, 1);
      held->position.seq = weft_statement_get_int (statement, 2);
      mark = weft_statement_get_blob (statement, 3, &length);
      if (mark != NULL && length == WEFT_MARK_SIZE)
        memcpy (held->position.mark, mark, WEFT_MARK_SIZE);
      held->head = weft_statement_get_int (statement, 4);
      held->held = weft_statement_get_int (statement, 5) != 0;
      held->stopped = weft_statement_get_int (statement, 6) != 0;
      held->predicted = weft_statement_get_int (statement, 7) != 0;
      g_hash_table_insert (all, (gpointer) held->stream, held);
    }

  return step < 0 ? NULL : g_steal_pointer (&all);
}
