/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <string.h>

#include "base/weft-id.h"
#include "proto/weft-field.h"
#include "proto/weft-frame.h"
#include "serve/weft-access.h"
#include "serve/weft-baseline.h"
#include "serve/weft-copies.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-export.h"
#include "serve/weft-import-private.h"
#include "serve/weft-log.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"
#include "store/weft-fold.h"
#include "store/weft-rows.h"

typedef struct
{
  char *stream;
  WeftHead head; /* as it is to be */
  guint8 hash[WEFT_LOG_HASH_SIZE];
  gboolean known; /* @hash can be gone on from */
  gint64 seq;
  gint64 n_baseline;
  char *rows; /* digest */
} Stream;

static void
stream_clear (Stream *stream)
{
  g_free (stream->stream);
  g_free (stream->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

static gboolean
take_head (WeftImport *self, Stream *stream, JsonObject *line, const char *expected, GError **error)
{
  g_autoptr (GBytes) floor_mark = NULL;
  g_autoptr (GBytes) hash = NULL;
  const char *name;
  const char *rows;
  gint64 created_at;
  WeftHead head;

  if (!weft_json_get_string (line, "stream", &name, error)
      || !weft_json_get_int (line, "created_at", &created_at, error)
      || !weft_json_get_int (line, "floor", &stream->head.floor, error)
      || !weft_json_get_int (line, "head", &stream->head.head, error)
      || !weft_json_get_string (line, "rows", &rows, error))
    return weft_export_reader_blame (&self->reader, error);
  if (!g_str_equal (name, expected))
    return weft_export_reader_refuse (&self->reader, error, "stream: %.80s, but the manifest says %s", name,
                                      expected);
  if (stream->head.floor < 0 || stream->head.head < stream->head.floor)
    return weft_export_reader_refuse (&self->reader, error,
                                      "head: %" G_GINT64_FORMAT ", below the floor or zero",
                                      stream->head.head);
  if ((floor_mark = weft_export_reader_read_hex (&self->reader, line, "floor_mark", WEFT_MARK_SIZE,
                                                 WEFT_LOG_HASH_SIZE, error))
          == NULL
      || (hash = weft_export_reader_read_hex (&self->reader, line, "hash", WEFT_LOG_HASH_SIZE,
                                              WEFT_LOG_HASH_SIZE, error))
             == NULL)
    return FALSE;

  if (!weft_log_read_head (self->database, expected, &head, error))
    return FALSE;
  if (head.exists)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS, "%s: %s is in this workspace already",
                   self->reader.name, expected);
      return FALSE;
    }
  if (!weft_log_create (self->database, expected, created_at, &head, error)
      || !weft_database_run (
          self->database, error,
          "UPDATE stream SET head = ?2, hash = ?3, floor = ?4, floor_mark = ?5 WHERE stream = ?1", "tibib",
          expected, stream->head.head, hash, stream->head.floor, floor_mark))
    return FALSE;

  stream->stream = g_strdup (expected);
  stream->rows = g_strdup (rows);
  stream->seq = stream->head.floor;
  memcpy (stream->head.hash, g_bytes_get_data (hash, NULL), WEFT_LOG_HASH_SIZE);
  stream->known = stream->head.floor == 0 || g_bytes_get_size (floor_mark) == WEFT_LOG_HASH_SIZE;
  memset (stream->hash, 0, sizeof stream->hash);
  if (stream->head.floor > 0)
    memcpy (stream->hash, g_bytes_get_data (floor_mark, NULL), g_bytes_get_size (floor_mark));

  return TRUE;
}

static gboolean
take_row (WeftImport *self, Stream *stream, JsonObject *line, GError **error)
{
  const char *row;
  const char *key;
  const WeftTable *table;
  g_autofree const char **columns = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *cells;

  if (stream->seq > stream->head.floor)
    return weft_export_reader_refuse (&self->reader, error, "row: the baseline stands before the events");
  if (!weft_json_get_string (line, "row", &row, error) || !weft_json_get_array (line, "cells", &cells, error))
    return weft_export_reader_blame (&self->reader, error);
  table = weft_erase_find_table (self->registry, row, &key);
  if (table == NULL)
    return weft_export_reader_refuse (&self->reader, error,
                                      "row: “%.80s” names no row of a table which this program knows", row);
  if (json_array_get_length (cells) != table->n_columns)
    return weft_export_reader_refuse (&self->reader, error, "cells: %u, but %s has %u columns",
                                      json_array_get_length (cells), table->name, table->n_columns);

  columns = g_new0 (const char *, table->n_columns + 1);
  for (guint i = 0; i < table->n_columns; i++)
    columns[i] = table->columns[i].name;
  if (!weft_rows_insert (self->database, table, stream->stream, columns, cells, error)
      || !weft_erase_read (self->database, table, stream->stream, key, NULL, &written, error))
    return weft_export_reader_blame (&self->reader, error);
  if (written == NULL)
    return weft_export_reader_refuse (&self->reader, error, "cells: their key is not that of the row");
  stream->n_baseline++;

  return weft_baseline_set_row (self->database, stream->stream, row, written, error);
}

static gboolean
take_event (WeftImport *self, Stream *stream, JsonObject *line, GError **error)
{
  g_auto (WeftStoredEvent) event = { 0 };
  g_autoptr (GBytes) mark = NULL;
  g_autofree char *row = NULL;
  gboolean erased = FALSE;
  const char *stored;
  gconstpointer data;
  gsize length;
  WeftFold fold;

  if (!weft_json_get_string (line, "event", &stored, error)
      || (weft_json_has (line, "erased") && !weft_json_get_bool (line, "erased", &erased, error)))
    return weft_export_reader_blame (&self->reader, error);
  if (strlen (stored) > WEFT_FRAME_MAX)
    return weft_export_reader_refuse (&self->reader, error, "event: %" G_GSIZE_FORMAT " bytes, at most %d",
                                      strlen (stored), WEFT_FRAME_MAX);
  mark = weft_export_reader_read_hex (&self->reader, line, "mark", WEFT_MARK_SIZE, WEFT_LOG_HASH_SIZE, error);
  if (mark == NULL)
    return FALSE;
  if (!weft_stored_event_parse (&event, self->registry, stream->stream, stored, strlen (stored), error))
    return weft_export_reader_blame (&self->reader, error);
  if (event.seq != stream->seq + 1)
    return weft_export_reader_refuse (&self->reader, error,
                                      "event: its seq is %" G_GINT64_FORMAT ", expected %" G_GINT64_FORMAT,
                                      event.seq, stream->seq + 1);
  if (event.seq > stream->head.head)
    return weft_export_reader_refuse (&self->reader, error, "event: beyond the head, %" G_GINT64_FORMAT,
                                      stream->head.head);
  if (!g_str_equal (event.by, WEFT_PERSON_SYSTEM) && !weft_id_is_valid (event.by))
    return weft_export_reader_refuse (&self->reader, error, "event: by: expected a person's id or system");
  if (event.at < 0 || event.at > WEFT_TIME_MAX)
    return weft_export_reader_refuse (&self->reader, error,
                                      "event: at: %" G_GINT64_FORMAT ", 0 to %" G_GINT64_FORMAT, event.at,
                                      WEFT_TIME_MAX);

  data = g_bytes_get_data (mark, &length);
  if (stream->known && !erased)
    {
      weft_log_advance_hash (stream->hash, stored, strlen (stored));
      if (memcmp (stream->hash, data, length) != 0)
        return weft_export_reader_refuse (&self->reader, error,
                                          "mark: not the running hash after this event");
    }
  stream->known = length == WEFT_LOG_HASH_SIZE || (stream->known && !erased);
  if (length == WEFT_LOG_HASH_SIZE)
    memcpy (stream->hash, data, length);

  row = weft_event_dup_row (event.event, event.body);
  if (!weft_database_run (
          self->database, error,
          event.event->erase == NULL
              ? "INSERT INTO event (stream, seq, mark, stored, row) VALUES (?1, ?2, ?3, ?4, ?5)"
          : erased ? "INSERT INTO event (stream, seq, mark, stored, row, erased)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, 1)"
                   : "INSERT INTO event (stream, seq, mark, stored, row, erased)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, 0)",
          "tibtt", stream->stream, event.seq, mark, stored, row))
    return FALSE;

  stream->seq = event.seq;
  fold = (WeftFold) { .database = self->database,
                      .stream = stream->stream,
                      .by = event.by,
                      .seq = event.seq,
                      .at = event.at,
                      .registry = self->registry };
  return weft_fold_apply (&fold, event.event, event.body, error)
         || weft_export_reader_blame (&self->reader, error);
}

static gboolean
take_latest (WeftImport *self, Stream *stream, JsonObject *line, GError **error)
{
  const WeftLatest *latest;
  const char *name;
  const char *person;
  gint64 value;
  gint64 at;

  if (!weft_json_get_string (line, "latest", &name, error)
      || !weft_field_read_id (line, "person", WEFT_FIELD_REQUIRED, &person, error)
      || !weft_field_read_integer (line, "value", WEFT_FIELD_REQUIRED, 0, G_MAXINT64, &value, error)
      || !weft_field_read_time (line, "at", WEFT_FIELD_REQUIRED, &at, error))
    return weft_export_reader_blame (&self->reader, error);
  latest = weft_registry_find_latest (self->registry, name);
  if (latest == NULL || !latest->durable)
    return weft_export_reader_refuse (&self->reader, error, "latest: “%.80s” is none that is kept", name);

  return weft_database_run (
             self->database, error,
             "INSERT INTO latest (stream, name, person, value, at) VALUES (?1, ?2, ?3, ?4, ?5)", "tttii",
             stream->stream, name, person, value, at)
         || weft_export_reader_blame (&self->reader, error);
}

static gboolean
finish_stream (WeftImport *self, Stream *stream, GError **error)
{
  g_autofree char *digest = NULL;

  self->reader.n_line = 0;
  if (stream->seq != stream->head.head)
    return weft_export_reader_refuse (&self->reader, error,
                                      "its events end at %" G_GINT64_FORMAT ", its head is %" G_GINT64_FORMAT,
                                      stream->seq, stream->head.head);
  if (stream->known && memcmp (stream->hash, stream->head.hash, sizeof stream->hash) != 0)
    return weft_export_reader_refuse (&self->reader, error,
                                      "hash: not the running hash after the last event");
  digest = weft_rows_digest (self->database, self->registry, stream->stream, FALSE, error);
  if (digest == NULL)
    return FALSE;

  return g_str_equal (digest, stream->rows)
         || weft_export_reader_refuse (&self->reader, error, "rows: the events add up to others");
}

/* Somebody else's list of where they belong is not in a stream's export: by contract with the people part. */
static gboolean
add_memberships (WeftImport *self, const Stream *stream, GError **error)
{
  const WeftEvent *added = weft_registry_find_event (self->registry, "people.membership-added", 1);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement;
  int step = -1;

  statement = weft_database_query (
      self->database, error,
      "SELECT member.person, member.role FROM member, person WHERE member.stream = ?1"
      " AND person.stream = 'workspace' AND person.id = member.person ORDER BY member.person",
      "t", stream->stream);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      g_ptr_array_add (members, weft_statement_dup_text (statement, 0));
      g_ptr_array_add (members, weft_statement_dup_text (statement, 1));
    }
  if (step < 0)
    return FALSE;

  for (guint i = 0; added != NULL && i < members->len; i += 2)
    {
      g_autofree char *own = g_strconcat ("user/", g_ptr_array_index (members, i), NULL);
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (JsonNode) root = NULL;

      weft_json_begin (body, NULL);
      weft_json_string (body, "target", stream->stream);
      weft_json_string (body, "role", g_ptr_array_index (members, i + 1));
      weft_json_end (body);
      root = weft_json_parse (body->str, body->len, error);
      if (root == NULL
          || !_weft_engine_append (self->engine, own, added, WEFT_PERSON_SYSTEM, body->str,
                                   json_node_get_object (root), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_weft_import_take_stream (WeftImport *self, JsonObject *entry, const char *stream, GError **error)
{
  g_auto (Stream) state = { 0 };
  int step;

  if (!weft_stream_is_valid (stream)
      || !weft_registry_knows_kind (self->registry, weft_stream_get_kind (stream)))
    return weft_export_reader_refuse (&self->reader, error,
                                      "stream: “%.80s” is none of which this program knows", stream);

  while (TRUE)
    {
      g_autoptr (JsonNode) root = NULL;
      JsonObject *line;
      gboolean done;

      step = weft_export_reader_read_line (&self->reader, &root, error);
      if (step < 0)
        return FALSE;
      if (step == 0)
        break;
      line = json_node_get_object (root);
      if (self->reader.n_line == 1)
        done = take_head (self, &state, line, stream, error);
      else if (json_object_has_member (line, "event"))
        done = take_event (self, &state, line, error);
      else if (json_object_has_member (line, "row"))
        done = take_row (self, &state, line, error);
      else if (json_object_has_member (line, "latest"))
        done = take_latest (self, &state, line, error);
      else
        done = weft_export_reader_refuse (&self->reader, error, "neither a row, an event nor a latest value");
      if (!done || !_weft_import_settle_line (self, error))
        return FALSE;
    }
  if (state.stream == NULL)
    return weft_export_reader_refuse (&self->reader, error, "empty");

  return weft_export_reader_check (&self->reader, entry, error) && finish_stream (self, &state, error)
         && (self->whole
             || (add_memberships (self, &state, error)
                 && weft_copies_note_quoted (self->database, self->registry, stream, error)));
}
