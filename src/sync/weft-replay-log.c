/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-replay-log.h"

#include <string.h>

#include "base/weft-json.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-rows.h"
#include "store/weft-sqlite.h"

#define SLICE 500 /* events whose changes are kept together */

typedef struct
{
  char *stored;
  gint64 at;
} Event;

/** Slice: what its events changed, both ways. */
typedef struct
{
  GBytes *forward;
  GBytes *back;
} Slice;

struct _WeftReplayLog
{
  WeftRegistry *registry;
  char *stream;
  WeftDatabase *rows;
  gint64 floor;
  GArray *events;  /* of Event: the first is floor + 1 */
  GArray *slices;  /* of Slice: those which were folded whole */
  guint n_slices;  /* which the rows hold */
  guint n_more;    /* events behind these */
  GBytes *back;    /* (nullable): takes those back */
};

static void
clear_event (gpointer data)
{
  g_free (((Event *) data)->stored);
}

static void
clear_slice (gpointer data)
{
  g_bytes_unref (((Slice *) data)->forward);
  g_bytes_unref (((Slice *) data)->back);
}

WeftReplayLog *
weft_replay_log_new (WeftRegistry *registry, const char *stream, GError **error)
{
  g_autoptr (WeftDatabase) rows = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, error);
  WeftReplayLog *self;

  if (rows == NULL || !weft_migrate_modules (rows, registry, error))
    return NULL;

  self = g_new0 (WeftReplayLog, 1);
  self->registry = registry;
  self->stream = g_strdup (stream);
  self->rows = g_steal_pointer (&rows);
  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  g_array_set_clear_func (self->events, clear_event);
  self->slices = g_array_new (FALSE, FALSE, sizeof (Slice));
  g_array_set_clear_func (self->slices, clear_slice);

  return self;
}

void
weft_replay_log_free (WeftReplayLog *self)
{
  g_clear_pointer (&self->back, g_bytes_unref);
  g_array_unref (self->slices);
  g_array_unref (self->events);
  g_object_unref (self->rows);
  g_free (self->stream);
  g_free (self);
}

gboolean
weft_replay_log_add_row (WeftReplayLog *self, JsonObject *item, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (JsonArray) row = json_array_new ();
  const WeftTable *table;
  JsonObject *cells;
  JsonObjectIter iter;
  const char *name;
  JsonNode *cell;

  if (!weft_json_get_string (item, "table", &name, error) || !weft_json_get_object (item, "cells", &cells, error))
    return FALSE;
  table = weft_registry_find_table (self->registry, name);
  if (table == NULL)
    return TRUE;

  g_ptr_array_add (columns, (gpointer) "stream");
  json_array_add_string_element (row, self->stream);
  json_object_iter_init (&iter, cells);
  while (json_object_iter_next (&iter, &name, &cell))
    {
      g_ptr_array_add (columns, (gpointer) name);
      json_array_add_element (row, json_node_copy (cell));
    }
  g_ptr_array_add (columns, NULL);

  return weft_rows_insert (self->rows, table, self->stream, (const char *const *) columns->pdata, row, error);
}

gboolean
weft_replay_log_add_event (WeftReplayLog *self, const char *stored, GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (stored, strlen (stored), error);
  Event event = { NULL };
  gint64 seq;

  if (root == NULL || !weft_json_get_int (json_node_get_object (root), "seq", &seq, error)
      || !weft_json_get_int (json_node_get_object (root), "at", &event.at, error))
    return FALSE;
  if (self->events->len == 0)
    self->floor = seq - 1;
  if (seq != weft_replay_log_get_head (self) + 1)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                   "%s: its log has event %" G_GINT64_FORMAT " behind %" G_GINT64_FORMAT, self->stream, seq,
                   weft_replay_log_get_head (self));
      return FALSE;
    }
  event.stored = g_strdup (stored);
  g_array_append_val (self->events, event);

  return TRUE;
}

void
weft_replay_log_set_floor (WeftReplayLog *self, gint64 seq)
{
  g_return_if_fail (self->events->len == 0);

  self->floor = seq;
}

gint64
weft_replay_log_get_floor (WeftReplayLog *self)
{
  return self->floor;
}

gint64
weft_replay_log_get_head (WeftReplayLog *self)
{
  return self->floor + self->events->len;
}

gint64
weft_replay_log_get_time (WeftReplayLog *self, gint64 seq)
{
  if (self->events->len == 0)
    return 0;

  return g_array_index (self->events, Event, CLAMP (seq - self->floor - 1, 0, (gint64) self->events->len - 1)).at;
}

const char *
weft_replay_log_get_stored (WeftReplayLog *self, gint64 seq)
{
  g_return_val_if_fail (seq > self->floor && seq <= weft_replay_log_get_head (self), NULL);

  return g_array_index (self->events, Event, seq - self->floor - 1).stored;
}

static gboolean
fold_event (WeftReplayLog *self, const char *stored, GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (stored, strlen (stored), error);
  WeftFold fold = { .database = self->rows, .stream = self->stream, .registry = self->registry };
  const WeftEvent *event;
  JsonObject *object, *body;
  const char *name;
  gint64 version;

  if (root == NULL)
    return FALSE;
  object = json_node_get_object (root);
  if (!weft_json_get_string (object, "by", &fold.by, error) || !weft_json_get_int (object, "seq", &fold.seq, error)
      || !weft_json_get_int (object, "at", &fold.at, error) || !weft_json_get_string (object, "name", &name, error)
      || !weft_json_get_int (object, "version", &version, error) || !weft_json_get_object (object, "body", &body, error))
    return FALSE;
  event = weft_registry_find_event (self->registry, name, (int) CLAMP (version, 0, G_MAXINT));
  if (event == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED, "%s: its log has %.80s, which this version does not know", self->stream,
                   name);
      return FALSE;
    }

  return weft_fold_apply (&fold, event, body, error);
}

/* Folds @n events from @from on, in a transaction of its own. @slice: (out): what they changed */
static gboolean
fold_events (WeftReplayLog *self, guint from, guint n, Slice *slice, GError **error)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (self->registry, &n_tables);
  g_autoptr (WeftRecording) recording = NULL;

  if (!weft_database_begin (self->rows, error))
    return FALSE;
  recording = weft_sqlite_record (WEFT_SQLITE (self->rows), tables, n_tables, error);
  for (guint i = from; recording != NULL && i < from + n; i++)
    if (!fold_event (self, g_array_index (self->events, Event, i).stored, error))
      g_clear_pointer (&recording, weft_recording_free);
  if (recording != NULL)
    slice->forward = weft_recording_finish (recording, error);
  if (slice->forward != NULL)
    slice->back = weft_recording_finish_inverse (recording, error);
  g_clear_pointer (&recording, weft_recording_free);
  if (slice->back == NULL || !weft_database_commit (self->rows, error))
    {
      g_clear_pointer (&slice->forward, g_bytes_unref);
      g_clear_pointer (&slice->back, g_bytes_unref);
      weft_database_rollback (self->rows);
      return FALSE;
    }

  return TRUE;
}

static gboolean
apply (WeftReplayLog *self, GBytes *changes, GError **error)
{
  if (!weft_database_begin (self->rows, error))
    return FALSE;
  if (!weft_sqlite_apply (WEFT_SQLITE (self->rows), changes, error))
    {
      weft_database_rollback (self->rows);
      return FALSE;
    }

  return weft_database_commit (self->rows, error);
}

/* To the beginning of the slice in which the rows are. */
static gboolean
leave_slice (WeftReplayLog *self, GError **error)
{
  g_autoptr (GBytes) back = g_steal_pointer (&self->back);

  self->n_more = 0;
  return back == NULL || apply (self, back, error);
}

static gboolean
next_slice (WeftReplayLog *self, GError **error)
{
  if (self->n_slices < self->slices->len)
    {
      if (!apply (self, g_array_index (self->slices, Slice, self->n_slices).forward, error))
        return FALSE;
    }
  else
    {
      Slice slice = { NULL };

      if (!fold_events (self, self->n_slices * SLICE, SLICE, &slice, error))
        return FALSE;
      g_array_append_val (self->slices, slice);
    }
  self->n_slices++;

  return TRUE;
}

static gboolean
enter_slice (WeftReplayLog *self, guint n, GError **error)
{
  Slice slice = { NULL };

  if (!fold_events (self, self->n_slices * SLICE, n, &slice, error))
    return FALSE;
  g_bytes_unref (slice.forward);
  self->back = slice.back;
  self->n_more = n;

  return TRUE;
}

WeftDatabase *
weft_replay_log_go (WeftReplayLog *self, gint64 seq, GError **error)
{
  guint n = (guint) (CLAMP (seq, self->floor, weft_replay_log_get_head (self)) - self->floor);

  if (n == self->n_slices * SLICE + self->n_more)
    return self->rows;

  if (!leave_slice (self, error))
    return NULL;
  while (self->n_slices > n / SLICE)
    if (!apply (self, g_array_index (self->slices, Slice, --self->n_slices).back, error))
      return NULL;
  while (self->n_slices < n / SLICE)
    if (!next_slice (self, error))
      return NULL;

  return n % SLICE == 0 || enter_slice (self, n % SLICE, error) ? self->rows : NULL;
}
