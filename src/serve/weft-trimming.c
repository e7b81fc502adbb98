/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-trimming.h"

#include "serve/weft-access.h"
#include "serve/weft-baseline.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-log.h"
#include "store/weft-changes.h"
#include "store/weft-erase.h"

#define TRIES 5 /* while content is erased in the middle of it */

typedef struct
{
  char *row;
  char *cells; /* NULL: gone */
} Change;

static void
change_clear (gpointer data)
{
  g_free (((Change *) data)->row);
  g_free (((Change *) data)->cells);
}

typedef struct
{
  WeftEngine *engine;
  const char *stream;
  WeftDatabase *scratch; /* the rows at @head.floor */
  WeftHead head;         /* as it was when @scratch was filled, its floor moving on */
  GArray *changes;       /* of Change */
  gint64 next;           /* the floor to be */
  gboolean stale;        /* the stream has changed under us */
  gboolean held;         /* a snapshot holds the floor back */
} Trimming;

static gboolean
fill (Trimming *self, WeftDatabase *reader, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->engine);
  gboolean done;

  g_clear_object (&self->scratch);
  self->scratch = weft_baseline_new_scratch (registry, error);
  if (self->scratch == NULL || !weft_database_begin_read (reader, error))
    return FALSE;

  done = weft_log_read_head (reader, self->stream, &self->head, error)
         && (self->head.exists || weft_access_set_not_found (error))
         && weft_baseline_load (reader, self->scratch, registry, self->stream, error);
  weft_database_rollback (reader);

  return done;
}

/* Folds the next events into the scratch rows and notes which of them are others now. */
static gboolean
fold_slice (Trimming *self, WeftDatabase *reader, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->engine);
  g_autoptr (WeftRecording) recording = NULL;
  g_autoptr (WeftChanges) changes = NULL;
  g_autoptr (GBytes) changeset = NULL;
  const WeftTable *const *tables;
  guint n_tables;
  gboolean done;

  tables = weft_registry_get_tables (registry, &n_tables);
  recording = weft_sqlite_record (WEFT_SQLITE (self->scratch), tables, n_tables, error);
  if (recording == NULL || !weft_database_begin_read (reader, error))
    return FALSE;
  done = weft_baseline_fold (reader, self->scratch, registry, self->stream, self->head.floor, self->next,
                             error);
  weft_database_rollback (reader);
  if (!done || (changeset = weft_recording_finish (recording, error)) == NULL)
    return FALSE;

  changes = weft_changes_new (registry);
  if (g_bytes_get_size (changeset) > 0 && !weft_changes_add (changes, self->scratch, changeset, error))
    return FALSE;

  g_array_set_size (self->changes, 0);
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);
      g_autofree char *key = g_strdelimit (g_strdup (change->key), "\x1f", WEFT_KEY_SEPARATOR);
      Change entry = { .row = g_strconcat (change->table->name, ":", key, NULL) };
      gboolean read
          = change->kind == WEFT_CHANGE_DELETE
            || weft_erase_read (self->scratch, change->table, self->stream, key, NULL, &entry.cells, error);

      g_array_append_val (self->changes, entry);
      if (!read)
        return FALSE;
    }

  return TRUE;
}

static gboolean
store_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Trimming *self = user_data;
  WeftHead head;

  self->stale = self->held = FALSE;
  if (!weft_log_take_head (database, self->stream, &head, error))
    return FALSE;
  if (!head.exists || head.epoch != self->head.epoch || head.floor != self->head.floor
      || head.erasures != self->head.erasures)
    {
      self->stale = TRUE;
      return TRUE;
    }
  /* A file written from here on stands at the head, which is no lower. */
  if (self->next > weft_snapshots_get_floor (_weft_engine_get_snapshots (self->engine), self->stream))
    {
      self->held = TRUE;
      return TRUE;
    }

  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = &g_array_index (self->changes, Change, i);

      if (!weft_baseline_set_row (database, self->stream, change->row, change->cells, error))
        return FALSE;
    }

  return weft_log_raise_floor (database, self->stream, self->next, error);
}

static gboolean
run (Trimming *self, WeftDatabase *reader, gint64 floor, GCancellable *cancellable, GError **error)
{
  guint n_tries = 0;

  if (!fill (self, reader, error))
    return FALSE;

  while (TRUE)
    {
      gint64 end = MIN (floor, self->head.head);

      end = MIN (end, weft_snapshots_get_floor (_weft_engine_get_snapshots (self->engine), self->stream));
      if (self->head.floor >= end)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      self->next = MIN (self->head.floor + WEFT_TRIMMING_SLICE, end);
      if (!fold_slice (self, reader, error) || !weft_engine_call (self->engine, store_job, self, error))
        return FALSE;
      if (self->held)
        return TRUE;
      if (!self->stale)
        self->head.floor = self->next;
      else if (++n_tries >= TRIES)
        return TRUE; /* another time */
      else if (!fill (self, reader, error))
        return FALSE;
    }
}

gboolean
weft_trimming_run (WeftEngine *engine,
                   const char *stream,
                   gint64 floor,
                   gint64 *reached,
                   GCancellable *cancellable,
                   GError **error)
{
  Trimming trimming = { .engine = engine, .stream = stream };
  WeftDatabase *reader = weft_engine_acquire_reader (engine, error);
  gboolean done;

  if (reader == NULL)
    return FALSE;

  trimming.changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (trimming.changes, change_clear);
  done = run (&trimming, reader, floor, cancellable, error);
  if (done && reached != NULL)
    *reached = trimming.head.floor;

  g_array_unref (trimming.changes);
  g_clear_object (&trimming.scratch);
  weft_engine_release_reader (engine, reader);

  return done;
}
