/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-batch.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "store/weft-fold.h"
#include "store/weft-rows.h"
#include "store/weft-scrub.h"
#include "sync/weft-extent.h"
#include "sync/weft-inverse.h"
#include "sync/weft-prediction.h"
#include "sync/weft-undo.h"

struct _WeftBatch
{
  WeftCopy *copy;
  WeftRecording *recording; /* of everything; NULL until the first row is touched */
  GHashTable *touched;      /* set of WeftHeld: taken back, to be predicted again */
  GHashTable *added;        /* interned stream → GPtrArray of WeftOutboxEntry, to be predicted on top */
  GHashTable *unsaved;      /* set of WeftHeld */
  GPtrArray *finished;
  GPtrArray *failed;
  GPtrArray *broken;
  gboolean outbox_changed;
  gboolean client_changed;
  gboolean is_finished;
  gboolean ended;
};

static gboolean
start_recording (WeftBatch *self, GError **error)
{
  if (self->recording != NULL)
    return TRUE;

  self->recording = weft_sqlite_record (WEFT_SQLITE (self->copy->database), self->copy->recorded, self->copy->n_recorded, error);

  return self->recording != NULL;
}

static void
break_stream (WeftBatch *self, WeftHeld *held)
{
  held->held = FALSE;
  g_hash_table_add (self->unsaved, held);
  g_ptr_array_add (self->broken, g_strdup (held->stream));
}

static gboolean
delete_rows (WeftBatch *self, const char *stream, GError **error)
{
  const WeftTable *const *tables;
  gboolean any = FALSE;
  guint n_tables;

  tables = weft_registry_get_tables (self->copy->registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      if (!weft_rows_delete (self->copy->database, tables[i], stream, error))
        return FALSE;
      any |= weft_database_get_changes (self->copy->database) > 0;
    }

  /* What is not to be read any more, or was erased while we were away, is to be nowhere in the file. */
  return !any
         || (weft_undo_forget_stream (self->copy->database, stream, error) && weft_scrub_want (self->copy->database, error));
}

/* Before a migration the tables are the old ones. */
static gboolean
delete_rows_there_are (WeftBatch *self, const char *stream, GError **error)
{
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (self->copy->registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      gint64 there = 0;

      if (!weft_database_get_value (self->copy->database, &there, 0, error,
                                    "SELECT count (*) FROM sqlite_schema WHERE type = 'table' AND name = ?1", "t", tables[i]->name) ||
          (there && !weft_rows_delete (self->copy->database, tables[i], stream, error)))
        return FALSE;
    }

  return TRUE;
}

/* Takes the predictions of the stream back, or its rows altogether if that cannot be done: no person should lose anything by it. */
static gboolean
take_back_rows (WeftBatch *self, WeftHeld *held, GError **error)
{
  WeftDatabase *database = self->copy->database;
  g_autoptr (GBytes) inverse = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!weft_inverse_load (database, held->stream, &inverse, &local_error))
    {
      if (!g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_CORRUPT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_warning ("The predictions of %s are damaged on disk, loading its rows anew: %s", held->stream, local_error->message);
    }
  else if (inverse == NULL)
    {
      return TRUE;
    }
  else
    {
      if (!weft_database_savepoint (database, "taking_back", error))
        return FALSE;
      if (weft_sqlite_apply (WEFT_SQLITE (database), inverse, &local_error))
        return weft_database_release (database, "taking_back", error);
      if (!g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_CORRUPT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (self->copy->strict)
        g_error ("The predictions of %s cannot be taken back: %s", held->stream, local_error->message);
      g_critical ("The predictions of %s cannot be taken back, loading its rows anew: %s", held->stream, local_error->message);
      weft_database_rollback_to (database, "taking_back");
      if (!weft_database_release (database, "taking_back", error))
        return FALSE;
    }

  break_stream (self, held);

  return delete_rows_there_are (self, held->stream, error) && weft_extent_clear (database, held->stream, NULL, error);
}

gboolean
weft_batch_take_back (WeftBatch *self, WeftHeld *held, GError **error)
{
  g_hash_table_add (self->touched, held);
  if (!held->predicted)
    return TRUE;

  if (!take_back_rows (self, held, error))
    return FALSE;

  held->predicted = FALSE;
  g_hash_table_add (self->unsaved, held);

  return weft_inverse_clear (self->copy->database, held->stream, error);
}

static WeftHeld *
touch (WeftBatch *self, const char *stream, GError **error)
{
  WeftHeld *held = weft_copy_add_stream (self->copy, stream);

  if (g_hash_table_contains (self->touched, held))
    return held;

  if (!start_recording (self, error) || !weft_batch_take_back (self, held, error))
    return NULL;

  return held;
}

static gboolean
keep_inverse (WeftBatch *self, WeftHeld *held, gint64 k, WeftRecording *recording, GError **error)
{
  g_autoptr (GBytes) inverse = weft_recording_finish_inverse (recording, error);

  if (inverse == NULL)
    return FALSE;
  if (g_bytes_get_size (inverse) == 0)
    return TRUE;

  held->predicted = TRUE;
  g_hash_table_add (self->unsaved, held);

  return weft_inverse_add (self->copy->database, held->stream, k, inverse, error);
}

static gboolean
predict_all (WeftBatch *self, WeftHeld *held, GError **error)
{
  g_autoptr (WeftRecording) recording = NULL;

  for (GList *l = weft_outbox_peek_stream (self->copy->outbox, held->stream); l != NULL; l = l->next)
    {
      if (!weft_outbox_entry_is_predicted (l->data) && !((WeftOutboxEntry *) l->data)->fresh)
        continue;
      if (recording == NULL &&
          (recording = weft_sqlite_record (WEFT_SQLITE (self->copy->database), self->copy->recorded, self->copy->n_recorded, error)) == NULL)
        return FALSE;
      if (!weft_prediction_make (self->copy, l->data, error))
        return FALSE;
    }

  return recording == NULL || keep_inverse (self, held, 0, recording, error);
}

static gboolean
predict_added (WeftBatch *self, WeftHeld *held, GPtrArray *entries, GError **error)
{
  g_autoptr (WeftRecording) recording = NULL;
  WeftOutboxEntry *first = entries->pdata[0];

  recording = weft_sqlite_record (WEFT_SQLITE (self->copy->database), self->copy->recorded, self->copy->n_recorded, error);
  if (recording == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    if (!weft_prediction_make (self->copy, entries->pdata[i], error))
      return FALSE;

  return keep_inverse (self, held, first->k, recording, error);
}

/* The newest part of each windowed table grows with the confirmed rows. */
static gboolean
raise_extents (WeftBatch *self, WeftHeld *held, GError **error)
{
  const WeftTable *const *tables;
  guint n_tables;

  if (!held->held)
    return TRUE;

  tables = weft_registry_get_tables (self->copy->registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      g_autofree char *text = NULL;
      WeftStatement *statement;
      int step;

      if (tables[i]->window < 0)
        continue;

      text = g_strdup_printf ("SELECT max (%s) FROM %s WHERE stream = ?1", tables[i]->columns[tables[i]->window].name, tables[i]->name);
      statement = weft_database_query (self->copy->database, error, g_intern_string (text), "t", held->stream);
      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return FALSE;
      if (step > 0 && weft_statement_get_column_type (statement, 0) >= 0)
        {
          gint64 high = weft_statement_get_int (statement, 0);

          weft_statement_reset (statement);
          if (!weft_extent_raise (self->copy->database, held->stream, tables[i]->name, high, error))
            return FALSE;
        }
      else
        {
          weft_statement_reset (statement);
        }
    }

  return TRUE;
}

static gboolean
finish_entry (WeftBatch *self, WeftOutboxEntry *entry, GError **error)
{
  g_ptr_array_add (self->finished, g_strdup (entry->id));
  self->outbox_changed = TRUE;

  return weft_outbox_remove (self->copy->outbox, self->copy->database, entry, error);
}

static gboolean
is_reached (WeftBatch *self, WeftOutboxEntry *entry, const WeftFrameHead *head)
{
  WeftHeld *held = weft_copy_get_stream (self->copy, head->stream);

  if (held != NULL && held->held)
    return held->position.seq >= head->seq;

  /* A stream that was just made, or reset, comes by itself, soon: its prediction bridges the time. */
  return !g_str_equal (head->stream, entry->stream) || entry->settled;
}

static gboolean
check_confirmed (WeftBatch *self, WeftOutboxEntry *entry, GError **error)
{
  gboolean own_reached = TRUE;
  gboolean all_reached = TRUE;

  for (guint i = 0; entry->positions != NULL && i < entry->positions->len; i++)
    {
      const WeftFrameHead *head = &g_array_index (entry->positions, WeftFrameHead, i);

      if (is_reached (self, entry, head))
        continue;
      all_reached = FALSE;
      if (g_str_equal (head->stream, entry->stream))
        own_reached = FALSE;
    }

  if (own_reached && !entry->over)
    {
      if (touch (self, entry->stream, error) == NULL)
        return FALSE;
      entry->over = TRUE;
    }

  return !all_reached || finish_entry (self, entry, error);
}

WeftBatch *
weft_batch_begin (WeftCopy *copy, gboolean durable, GError **error)
{
  WeftBatch *self;

  if (copy->stale)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("This computer's copy could not be read; try again"));
      return NULL;
    }
  if (!weft_copy_set_durable (copy, durable, error) || !weft_database_begin (copy->database, error))
    return NULL;

  self = g_new0 (WeftBatch, 1);
  self->copy = copy;
  self->touched = g_hash_table_new (NULL, NULL);
  self->added = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->unsaved = g_hash_table_new (NULL, NULL);
  self->finished = g_ptr_array_new_with_free_func (g_free);
  self->failed = g_ptr_array_new_with_free_func (g_free);
  self->broken = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
weft_batch_free (WeftBatch *self)
{
  g_clear_pointer (&self->recording, weft_recording_free);
  if (!self->ended)
    weft_database_rollback (self->copy->database);
  g_hash_table_unref (self->touched);
  g_hash_table_unref (self->added);
  g_hash_table_unref (self->unsaved);
  g_ptr_array_unref (self->finished);
  g_ptr_array_unref (self->failed);
  g_ptr_array_unref (self->broken);
  g_free (self);
}

gboolean
weft_batch_fold (WeftBatch *self, const WeftFrame *frame, WeftBatchOutcome *outcome, GError **error)
{
  WeftCopy *copy = self->copy;
  WeftHeld *held = weft_copy_get_stream (copy, frame->stream);
  g_autoptr (GError) local_error = NULL;
  gint64 seq;
  guint first;

  *outcome = WEFT_BATCH_IGNORED;
  if (held == NULL || !held->held || held->stopped)
    return TRUE;

  held->head = MAX (held->head, frame->position.seq);
  if (frame->position.epoch != held->position.epoch)
    {
      *outcome = WEFT_BATCH_BROKEN;
      break_stream (self, held);
      return TRUE;
    }

  for (first = 0; first < frame->events->len; first++)
    if (g_array_index (frame->events, WeftFrameEvent, first).seq > held->position.seq)
      break;
  if (first == frame->events->len)
    {
      /* Nothing new in it; but a position beyond what we hold would be a hole. */
      *outcome = frame->position.seq > held->position.seq ? WEFT_BATCH_GAP : WEFT_BATCH_IGNORED;
      return TRUE;
    }

  /* All or nothing: the position after a frame is the only one whose mark we are told. */
  seq = held->position.seq;
  for (guint i = first; i < frame->events->len; i++)
    {
      const WeftFrameEvent *event = &g_array_index (frame->events, WeftFrameEvent, i);

      if (event->seq != ++seq)
        {
          *outcome = WEFT_BATCH_GAP;
          return TRUE;
        }
      if (weft_registry_find_event (copy->registry, event->name, event->version) == NULL)
        {
          g_message ("%s stops: this program does not know the event %s version %d", held->stream, event->name, event->version);
          held->stopped = TRUE;
          g_hash_table_add (self->unsaved, held);
          *outcome = WEFT_BATCH_UPDATE_NEEDED;
          return TRUE;
        }
    }
  if (seq != frame->position.seq)
    {
      *outcome = WEFT_BATCH_GAP;
      return TRUE;
    }

  if (touch (self, frame->stream, error) == NULL)
    return FALSE;
  if (!held->held)
    {
      *outcome = WEFT_BATCH_BROKEN;
      return TRUE;
    }
  if (!weft_database_savepoint (copy->database, "folding", error))
    return FALSE;

  for (guint i = first; i < frame->events->len; i++)
    {
      const WeftFrameEvent *event = &g_array_index (frame->events, WeftFrameEvent, i);
      WeftFold fold = { .database = copy->database, .stream = held->stream, .by = event->by, .seq = event->seq, .at = event->at, .registry = copy->registry };

      if (!weft_fold_apply (&fold, weft_registry_find_event (copy->registry, event->name, event->version), event->body, &local_error))
        {
          if (g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_FULL))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          g_critical ("%s: event %" G_GINT64_FORMAT " (%s) cannot be folded, loading the rows anew: %s", held->stream, event->seq,
                      event->name, local_error->message);
          weft_database_rollback_to (copy->database, "folding");
          break_stream (self, held);
          *outcome = WEFT_BATCH_BROKEN;
          return weft_database_release (copy->database, "folding", error);
        }
      /* By contract with the content part. */
      if (g_str_equal (event->name, "content.erased")
          && !weft_undo_forget_rows (copy->database, held->stream,
                                     json_object_get_string_member_with_default (event->body, "rows", ""), error))
        return FALSE;
    }

  held->position = frame->position;
  g_hash_table_add (self->unsaved, held);
  *outcome = WEFT_BATCH_APPLIED;

  return weft_database_release (copy->database, "folding", error);
}

static gboolean
insert_rows (WeftBatch *self, const char *stream, const WeftFrameRows *rows, gint64 *low, gint64 *high, GError **error)
{
  const WeftTable *table = weft_registry_find_table (self->copy->registry, rows->table);
  g_autoptr (GPtrArray) columns = NULL;
  int window = -1;
  guint n_rows;

  /* A newer server may have tables which we do not show. */
  if (table == NULL)
    return TRUE;

  columns = g_ptr_array_sized_new (rows->columns->len + 1);
  for (guint i = 0; i < rows->columns->len; i++)
    {
      g_ptr_array_add (columns, rows->columns->pdata[i]);
      if (table->window >= 0 && g_str_equal (rows->columns->pdata[i], table->columns[table->window].name))
        window = i;
    }
  g_ptr_array_add (columns, NULL);

  n_rows = json_array_get_length (rows->rows);
  for (guint i = 0; i < n_rows; i++)
    {
      JsonArray *row = json_array_get_array_element (rows->rows, i);

      if (!weft_rows_insert (self->copy->database, table, stream, (const char *const *) columns->pdata, row, error))
        return FALSE;

      if (window >= 0)
        {
          gint64 value = json_array_get_int_element (row, window);

          *low = MIN (*low, value);
          *high = MAX (*high, value);
        }
    }

  return TRUE;
}

static gboolean
set_snapshot_latests (WeftBatch *self, const WeftFrame *page, GError **error)
{
  for (guint i = 0; page->latests != NULL && i < page->latests->len; i++)
    {
      const WeftFrameLatest *latest = &g_array_index (page->latests, WeftFrameLatest, i);

      if (latest->extra == NULL &&
          !weft_batch_set_latest (self, page->stream, latest->name, latest->by, latest->value, latest->at, NULL, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_batch_replace (WeftBatch *self, GPtrArray *pages, WeftBatchOutcome *outcome, GError **error)
{
  const WeftFrame *first = pages->pdata[0];
  WeftDatabase *database = self->copy->database;
  g_autoptr (GError) local_error = NULL;
  const WeftTable *const *tables;
  guint n_tables;
  WeftHeld *held;

  held = weft_copy_add_stream (self->copy, first->stream);
  /* Numbers of a log that was made anew begin anew. */
  held->head = first->position.epoch == held->position.epoch ? MAX (held->head, first->position.seq) : first->position.seq;

  if (!weft_registry_knows_kind (self->copy->registry, weft_stream_get_kind (first->stream)))
    {
      held->stopped = TRUE;
      g_hash_table_add (self->unsaved, held);
    }
  if (held->stopped)
    {
      *outcome = WEFT_BATCH_UPDATE_NEEDED;
      return TRUE;
    }

  /* Late, or sent twice: what we hold is newer. */
  if (held->held && held->position.epoch == first->position.epoch && held->position.seq >= first->position.seq)
    {
      *outcome = WEFT_BATCH_IGNORED;
      return TRUE;
    }

  if (touch (self, first->stream, error) == NULL || !weft_database_savepoint (database, "replacing", error))
    return FALSE;

  if (!delete_rows (self, held->stream, error) || !weft_extent_clear (database, held->stream, NULL, error))
    return FALSE;

  tables = weft_registry_get_tables (self->copy->registry, &n_tables);
  for (guint t = 0; t < n_tables; t++)
    {
      gint64 low = G_MAXINT64;
      gint64 high = G_MININT64;

      for (guint p = 0; p < pages->len && local_error == NULL; p++)
        {
          const WeftFrame *page = pages->pdata[p];

          for (guint i = 0; page->tables != NULL && i < page->tables->len && local_error == NULL; i++)
            {
              const WeftFrameRows *rows = &g_array_index (page->tables, WeftFrameRows, i);

              if (g_str_equal (rows->table, tables[t]->name))
                insert_rows (self, held->stream, rows, &low, &high, &local_error);
            }
        }

      if (local_error != NULL)
        break;

      if (tables[t]->window >= 0)
        {
          WeftExtent extent = { 1, 0, TRUE };

          /* Whether there is more below, nobody has said. */
          if (low <= high)
            extent = (WeftExtent) { low, high, FALSE };
          if (!weft_extent_add (database, held->stream, tables[t]->name, extent, error))
            return FALSE;
        }
    }

  if (local_error != NULL)
    {
      if (g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_FULL))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_critical ("%s: the snapshot does not fit this program's tables: %s", held->stream, local_error->message);
      weft_database_rollback_to (database, "replacing");
      *outcome = WEFT_BATCH_UNFIT;
      return weft_database_release (database, "replacing", error);
    }

  /* It tells what there is, not what was erased in the meantime. */
  if (!weft_undo_forget_empty (database, self->copy->registry, held->stream, error))
    return FALSE;

  for (guint p = 0; p < pages->len; p++)
    if (!set_snapshot_latests (self, pages->pdata[p], error))
      return FALSE;

  held->held = TRUE;
  held->position = first->position;
  g_hash_table_add (self->unsaved, held);
  *outcome = WEFT_BATCH_APPLIED;

  return weft_database_release (database, "replacing", error);
}

gboolean
weft_batch_insert (WeftBatch *self,
                   const WeftFrame *frame,
                   const char *table,
                   gint64 before,
                   WeftBatchOutcome *outcome,
                   GError **error)
{
  WeftHeld *held = weft_copy_get_stream (self->copy, frame->stream);
  gint64 low = G_MAXINT64;
  gint64 high = G_MININT64;
  WeftExtent extent;

  *outcome = WEFT_BATCH_IGNORED;
  if (held == NULL || !held->held || held->stopped)
    return TRUE;
  if (frame->seq != held->position.seq)
    {
      *outcome = frame->seq > held->position.seq ? WEFT_BATCH_EARLY : WEFT_BATCH_STALE;
      return TRUE;
    }

  if (touch (self, frame->stream, error) == NULL)
    return FALSE;

  for (guint i = 0; frame->tables != NULL && i < frame->tables->len; i++)
    if (!insert_rows (self, held->stream, &g_array_index (frame->tables, WeftFrameRows, i), &low, &high, error))
      return FALSE;

  extent.complete = !frame->more;
  extent.low = low <= high ? low : before;
  extent.high = before - 1;
  if ((low <= high || extent.complete) &&
      !weft_extent_add (self->copy->database, held->stream, table, extent, error))
    return FALSE;

  *outcome = WEFT_BATCH_APPLIED;

  return TRUE;
}

gboolean
weft_batch_purge (WeftBatch *self, const char *stream, const GError *reason, GError **error)
{
  WeftCopy *copy = self->copy;
  WeftHeld *held = touch (self, stream, error);
  GList *l;

  if (held == NULL ||
      !delete_rows (self, stream, error) || !weft_extent_clear (copy->database, stream, NULL, error) ||
      !weft_database_run (copy->database, error, "DELETE FROM latest WHERE stream = ?1", "t", stream) ||
      !weft_undo_forget_stream (copy->database, stream, error))
    return FALSE;

  held->held = FALSE;
  held->stopped = FALSE;
  g_hash_table_add (self->unsaved, held);

  for (l = weft_outbox_peek_stream (copy->outbox, stream); l != NULL;)
    {
      WeftOutboxEntry *entry = l->data;

      l = l->next;
      self->outbox_changed = TRUE;
      if (entry->state == WEFT_OUTBOX_CONFIRMED)
        {
          if (!finish_entry (self, entry, error))
            return FALSE;
        }
      /* What has its number is the server's to refuse: left out, it would hold up all that come after it. */
      else if (entry->n != 0 && entry->state != WEFT_OUTBOX_FAILED)
        entry->settled = TRUE;
      else if (entry->state != WEFT_OUTBOX_FAILED)
        {
          g_clear_error (&entry->error);
          entry->error = g_error_copy (reason);
          g_ptr_array_add (self->failed, g_strdup (entry->id));
          if (!weft_outbox_save (copy->outbox, copy->database, entry, WEFT_OUTBOX_FAILED, error))
            return FALSE;
        }
    }

  return TRUE;
}

gboolean
weft_batch_forget_position (WeftBatch *self, const char *stream, GError **error)
{
  WeftHeld *held = weft_copy_get_stream (self->copy, stream);

  if (held != NULL)
    {
      held->held = FALSE;
      g_hash_table_add (self->unsaved, held);
    }

  return TRUE;
}

/* A server never says that a stream exists which one may not see; but we were there. */
static GError *
explain (const GError *refusal)
{
  g_autofree char *field = weft_error_dup_field (refusal);

  if (g_error_matches (refusal, WEFT_ERROR, WEFT_ERROR_NOT_FOUND) && g_strcmp0 (field, "stream") == 0)
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _("You are no longer a member here"));

  return g_error_copy (refusal);
}

gboolean
weft_batch_take_result (WeftBatch *self, const WeftFrameResult *result, gboolean *forked, gboolean *faulty, gboolean *given_up, GError **error)
{
  WeftCopy *copy = self->copy;
  WeftOutboxEntry *entry = weft_outbox_find (copy->outbox, result->id);

  *forked = FALSE;
  *faulty = FALSE;
  *given_up = FALSE;

  /* Seen before, or the answer to an earlier try. */
  if (entry == NULL || entry->n != result->n || entry->n == 0 || entry->state == WEFT_OUTBOX_CONFIRMED)
    return TRUE;

  self->outbox_changed = TRUE;

  if (result->error == NULL || g_error_matches (result->error, WEFT_ERROR, WEFT_ERROR_DONE))
    {
      /* Given up when its stream was taken away, and yet it had run: that stream does not come any more. */
      entry->settled = entry->settled || entry->state == WEFT_OUTBOX_FAILED;
      g_clear_pointer (&entry->positions, g_array_unref);
      if (result->error == NULL && result->positions != NULL)
        {
          entry->positions = g_array_sized_new (FALSE, FALSE, sizeof (WeftFrameHead), result->positions->len);
          for (guint i = 0; i < result->positions->len; i++)
            {
              const WeftFrameHead *listed = &g_array_index (result->positions, WeftFrameHead, i);
              WeftFrameHead head = { g_intern_string (listed->stream), listed->seq };
              WeftHeld *held = weft_copy_get_stream (copy, listed->stream);

              g_array_append_val (entry->positions, head);
              if (held != NULL)
                held->head = MAX (held->head, listed->seq);
            }
        }
      g_clear_error (&entry->error);

      return weft_outbox_save (copy->outbox, copy->database, entry, WEFT_OUTBOX_CONFIRMED, error);
    }

  if (entry->state == WEFT_OUTBOX_FAILED)
    return TRUE;

  if (g_error_matches (result->error, WEFT_ERROR, WEFT_ERROR_FORKED))
    {
      /* It did not run: another store has used this n. It goes again under a new client id. */
      entry->n = 0;
      copy->fork_wanted = TRUE;
      self->client_changed = TRUE;
      *forked = TRUE;

      return weft_outbox_save (copy->outbox, copy->database, entry, WEFT_OUTBOX_WAITING, error);
    }

  /* A fault: it may be sent again, for ever if it is the network's, a few times if the server stumbles over it. */
  if (!weft_error_is_final (result->error) &&
      (!g_error_matches (result->error, WEFT_ERROR, WEFT_ERROR_INTERNAL) || ++entry->n_tries < 10))
    {
      *faulty = TRUE;
      return TRUE;
    }
  *given_up = !weft_error_is_final (result->error);

  return weft_batch_fail (self, entry, result->error, error);
}

gboolean
weft_batch_fail (WeftBatch *self, WeftOutboxEntry *entry, const GError *refusal, GError **error)
{
  if (touch (self, entry->stream, error) == NULL || !weft_undo_forget (self->copy->database, entry->id, error))
    return FALSE;

  self->outbox_changed = TRUE;
  g_clear_error (&entry->error);
  entry->error = explain (refusal);
  g_ptr_array_add (self->failed, g_strdup (entry->id));

  return weft_outbox_save (self->copy->outbox, self->copy->database, entry, WEFT_OUTBOX_FAILED, error);
}

gboolean
weft_batch_set_latest (WeftBatch *self,
                       const char *stream,
                       const char *name,
                       const char *person,
                       gint64 value,
                       gint64 at,
                       gboolean *moved,
                       GError **error)
{
  if (!start_recording (self, error) ||
      !weft_database_run (self->copy->database, error,
                          "INSERT INTO latest (stream, name, person, value, at) VALUES (?1, ?2, ?3, ?4, ?5)"
                          " ON CONFLICT (stream, name, person) DO UPDATE SET value = excluded.value, at = excluded.at"
                          " WHERE excluded.value > latest.value",
                          "tttii", stream, name, person, value, at))
    return FALSE;

  if (moved != NULL)
    *moved = weft_database_get_changes (self->copy->database) > 0;

  return TRUE;
}

gboolean
weft_batch_add (WeftBatch *self, WeftOutboxEntry *entry, GError **error)
{
  WeftHeld *held = weft_copy_add_stream (self->copy, entry->stream);
  GPtrArray *entries;

  if (!start_recording (self, error))
    {
      weft_outbox_entry_free (entry);
      return FALSE;
    }
  if (!weft_outbox_add (self->copy->outbox, self->copy->database, entry, error))
    return FALSE;

  self->outbox_changed = TRUE;
  entries = g_hash_table_lookup (self->added, held->stream);
  if (entries == NULL)
    {
      entries = g_ptr_array_new ();
      g_hash_table_insert (self->added, (gpointer) held->stream, entries);
    }
  g_ptr_array_add (entries, entry);

  return TRUE;
}

gboolean
weft_batch_discard (WeftBatch *self, WeftOutboxEntry *entry, GError **error)
{
  if (touch (self, entry->stream, error) == NULL || !weft_undo_forget (self->copy->database, entry->id, error))
    return FALSE;

  self->outbox_changed = TRUE;
  g_hash_table_remove (self->added, entry->stream);

  return weft_outbox_remove (self->copy->outbox, self->copy->database, entry, error);
}

gboolean
weft_batch_rebase (WeftBatch *self, const char *stream, GError **error)
{
  self->outbox_changed = TRUE;

  return touch (self, stream, error) != NULL;
}

/* Whether @stream is held, or will be once an operation has made it. */
static gboolean
is_expected (WeftBatch *self, const char *stream)
{
  const WeftHeld *held = weft_copy_get_stream (self->copy, stream);

  if (held != NULL && held->held)
    return TRUE;
  for (GList *l = weft_outbox_peek_stream (self->copy->outbox, stream); l != NULL; l = l->next)
    {
      const WeftOutboxEntry *entry = l->data;

      if (entry->operation != NULL && entry->operation->creates)
        return TRUE;
    }

  return FALSE;
}

void
weft_batch_settle (WeftBatch *self)
{
  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      if (entry->state == WEFT_OUTBOX_CONFIRMED || (entry->n != 0 && !is_expected (self, entry->stream)))
        entry->settled = TRUE;
    }
}

void
weft_batch_save_client (WeftBatch *self)
{
  self->client_changed = TRUE;
}

gboolean
weft_batch_finish (WeftBatch *self, GError **error)
{
  g_autoptr (GPtrArray) confirmed = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (self->is_finished)
    return TRUE;
  self->is_finished = TRUE;

  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!raise_extents (self, key, error))
      return FALSE;

  confirmed = weft_outbox_get_confirmed (self->copy->outbox);
  for (guint i = 0; i < confirmed->len; i++)
    if (!check_confirmed (self, confirmed->pdata[i], error))
      return FALSE;

  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!predict_all (self, key, error))
      return FALSE;

  g_hash_table_iter_init (&iter, self->added);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      WeftHeld *held = weft_copy_add_stream (self->copy, key);

      if (!g_hash_table_contains (self->touched, held) && !predict_added (self, held, value, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
save (WeftBatch *self, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      WeftHeld *held = key;

      if (held->held || held->stopped || held->predicted)
        {
          if (!weft_held_save (held, self->copy->database, error))
            return FALSE;
        }
      else if (!weft_held_forget (held, self->copy->database, error))
        {
          return FALSE;
        }
    }

  return !self->client_changed || weft_copy_save_client (self->copy, error);
}

gboolean
weft_batch_commit (WeftBatch *self, WeftChanges **changes, GError **error)
{
  g_autoptr (WeftChanges) net = NULL;

  if (changes != NULL)
    *changes = NULL;

  if (!weft_batch_finish (self, error) || !save (self, error))
    return FALSE;

  if (self->recording != NULL)
    {
      g_autoptr (GBytes) changeset = weft_recording_finish (self->recording, error);

      if (changeset == NULL)
        return FALSE;
      if (changes != NULL && g_bytes_get_size (changeset) > 0)
        {
          net = weft_changes_new (self->copy->registry);
          if (!weft_changes_add (net, self->copy->database, changeset, error))
            return FALSE;
        }
      g_clear_pointer (&self->recording, weft_recording_free);
    }

  if (!weft_database_commit (self->copy->database, error))
    return FALSE;
  self->ended = TRUE;

  if (net != NULL && weft_changes_get_n (net) > 0)
    *changes = g_steal_pointer (&net);

  return TRUE;
}

gboolean
weft_batch_commit_unpredicted (WeftBatch *self, GError **error)
{
  if (!save (self, error) || !weft_database_commit (self->copy->database, error))
    return FALSE;
  self->ended = TRUE;

  return TRUE;
}

GPtrArray *
weft_batch_get_finished (WeftBatch *self)
{
  return self->finished;
}

GPtrArray *
weft_batch_get_failed (WeftBatch *self)
{
  return self->failed;
}

GPtrArray *
weft_batch_get_broken (WeftBatch *self)
{
  return self->broken;
}

gboolean
weft_batch_get_outbox_changed (WeftBatch *self)
{
  return self->outbox_changed;
}
