/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "proto/weft-field.h"
#include "proto/weft-frame.h"
#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-baseline.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-export.h"
#include "serve/weft-log.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"
#include "store/weft-fold.h"
#include "store/weft-rows.h"

#define MANIFEST_MAX (64 * 1024 * 1024) /* bytes */

typedef struct
{
  const char *source;
  WeftEngine *engine;
  WeftRegistry *registry;
  WeftDatabase *database;
  JsonObject *manifest;
  gboolean whole;

  /* The file being read: */
  const char *name;
  GInputStream *input;
  GChecksum *checksum;
  GByteArray *buffer;
  gsize start; /* of what is not used yet in @buffer */
  gint64 n_line;
} Import;

static gboolean refuse (Import *self, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* "streams/room-….jsonl, line 7: mark: …" */
static gboolean
refuse (Import *self, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->n_line > 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s, line %" G_GINT64_FORMAT ": %s", self->name,
                 self->n_line, text);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %s", self->name, text);

  return FALSE;
}

/* The place before what went wrong, and a code which says that the export is at fault. */
static gboolean
blame (Import *self, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (error == NULL || *error == NULL || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_FULL))
    return FALSE;
  cause = g_steal_pointer (error);
  if (g_str_has_prefix (cause->message, self->name))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  return refuse (self, error, "%s", cause->message);
}

/* Reading lines */

/* Nothing but a plain file right where it is expected: no link leads out of the export. */
static int
open_plain (Import *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->source, name, NULL);
  g_autofree char *streams = g_build_filename (self->source, "streams", NULL);
  struct stat status;
  int fd;

  if (g_str_has_prefix (name, "streams/") && (lstat (streams, &status) != 0 || !S_ISDIR (status.st_mode)))
    {
      refuse (self, error, "streams is no directory");
      return -1;
    }
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      refuse (self, error, "%s", fd < 0 ? g_strerror (errno) : "no plain file");
      if (fd >= 0)
        close (fd);
      return -1;
    }

  return fd;
}

static void
close_file (Import *self)
{
  g_clear_object (&self->input);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_byte_array_set_size (self->buffer, 0);
  self->start = 0;
  self->n_line = 0;
}

static gboolean
open_file (Import *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->source, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  int fd;

  close_file (self);
  self->name = name;
  fd = open_plain (self, name, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  self->input = G_INPUT_STREAM (g_file_read (file, NULL, error));
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);

  return self->input != NULL;
}

/* Returns 1 with the next line as an object, 0 at the end, -1. */
static int
read_line (Import *self, JsonNode **root, GError **error)
{
  while (TRUE)
    {
      const guint8 *data = self->buffer->data + self->start;
      gsize length = self->buffer->len - self->start;
      const guint8 *end = length > 0 ? memchr (data, '\n', length) : NULL;
      guint8 chunk[65536];
      gssize n_read;

      if (end != NULL)
        {
          self->n_line++;
          g_checksum_update (self->checksum, data, end + 1 - data);
          *root = weft_json_parse ((const char *) data, end - data, error);
          self->start += end + 1 - data;
          return *root != NULL ? 1 : (blame (self, error), -1);
        }
      if (length > WEFT_EXPORT_LINE_MAX)
        {
          self->n_line++;
          refuse (self, error, "over %d bytes", WEFT_EXPORT_LINE_MAX);
          return -1;
        }
      g_byte_array_remove_range (self->buffer, 0, self->start);
      self->start = 0;
      n_read = g_input_stream_read (self->input, chunk, sizeof chunk, NULL, error);
      if (n_read < 0)
        return -1;
      if (n_read == 0)
        {
          if (length == 0)
            return 0;
          self->n_line++;
          refuse (self, error, "ends without a line's end");
          return -1;
        }
      g_byte_array_append (self->buffer, chunk, (guint) n_read);
    }
}

static gboolean
check_file (Import *self, JsonObject *entry, GError **error)
{
  const char *expected;
  gint64 n_lines;
  gint64 n_read = self->n_line;

  self->n_line = 0;
  if (!weft_json_get_int (entry, "lines", &n_lines, error)
      || !weft_json_get_string (entry, "sha256", &expected, error))
    return blame (self, error);
  if (n_read != n_lines)
    return refuse (self, error, "%" G_GINT64_FORMAT " lines, but the manifest says %" G_GINT64_FORMAT, n_read,
                   n_lines);
  if (!g_str_equal (g_checksum_get_string (self->checksum), expected))
    return refuse (self, error, "its SHA-256 is not that in the manifest");

  return TRUE;
}

static GBytes *
read_hex (Import *self, JsonObject *object, const char *key, gsize min, gsize max, GError **error)
{
  const char *text;
  gsize length;
  guint8 *data;

  if (!weft_json_get_string (object, key, &text, error))
    {
      blame (self, error);
      return NULL;
    }
  length = strlen (text);
  if (length % 2 != 0 || length / 2 < min || length / 2 > max)
    {
      refuse (self, error,
              "%s: %" G_GSIZE_FORMAT " hexadecimal digits, expected %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT,
              key, length, 2 * min, 2 * max);
      return NULL;
    }
  data = g_malloc (MAX (length / 2, 1));
  for (gsize i = 0; i < length / 2; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        {
          g_free (data);
          refuse (self, error, "%s: expected hexadecimal digits", key);
          return NULL;
        }
      data[i] = (guint8) (high << 4 | low);
    }

  return g_bytes_new_take (data, length / 2);
}

/* Streams */

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
take_head (Import *self, Stream *stream, JsonObject *line, const char *expected, GError **error)
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
    return blame (self, error);
  if (!g_str_equal (name, expected))
    return refuse (self, error, "stream: %.80s, but the manifest says %s", name, expected);
  if (stream->head.floor < 0 || stream->head.head < stream->head.floor)
    return refuse (self, error, "head: %" G_GINT64_FORMAT ", below the floor or zero", stream->head.head);
  if ((floor_mark = read_hex (self, line, "floor_mark", WEFT_MARK_SIZE, WEFT_LOG_HASH_SIZE, error)) == NULL
      || (hash = read_hex (self, line, "hash", WEFT_LOG_HASH_SIZE, WEFT_LOG_HASH_SIZE, error)) == NULL)
    return FALSE;

  if (!weft_log_read_head (self->database, expected, &head, error))
    return FALSE;
  if (head.exists)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS, "%s: %s is in this workspace already", self->name,
                   expected);
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
take_row (Import *self, Stream *stream, JsonObject *line, GError **error)
{
  const char *row;
  const char *key;
  const WeftTable *table;
  g_autofree const char **columns = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *cells;

  if (stream->seq > stream->head.floor)
    return refuse (self, error, "row: the baseline stands before the events");
  if (!weft_json_get_string (line, "row", &row, error) || !weft_json_get_array (line, "cells", &cells, error))
    return blame (self, error);
  table = weft_erase_find_table (self->registry, row, &key);
  if (table == NULL)
    return refuse (self, error, "row: “%.80s” names no row of a table which this program knows", row);
  if (json_array_get_length (cells) != table->n_columns)
    return refuse (self, error, "cells: %u, but %s has %u columns", json_array_get_length (cells),
                   table->name, table->n_columns);

  columns = g_new0 (const char *, table->n_columns + 1);
  for (guint i = 0; i < table->n_columns; i++)
    columns[i] = table->columns[i].name;
  if (!weft_rows_insert (self->database, table, stream->stream, columns, cells, error)
      || !weft_erase_read (self->database, table, stream->stream, key, NULL, &written, error))
    return blame (self, error);
  if (written == NULL)
    return refuse (self, error, "cells: their key is not that of the row");
  stream->n_baseline++;

  return weft_baseline_set_row (self->database, stream->stream, row, written, error);
}

static gboolean
take_event (Import *self, Stream *stream, JsonObject *line, GError **error)
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
    return blame (self, error);
  if (strlen (stored) > WEFT_FRAME_MAX)
    return refuse (self, error, "event: %" G_GSIZE_FORMAT " bytes, at most %d", strlen (stored),
                   WEFT_FRAME_MAX);
  mark = read_hex (self, line, "mark", WEFT_MARK_SIZE, WEFT_LOG_HASH_SIZE, error);
  if (mark == NULL)
    return FALSE;
  if (!weft_stored_event_parse (&event, self->registry, stream->stream, stored, strlen (stored), error))
    return blame (self, error);
  if (event.seq != stream->seq + 1)
    return refuse (self, error, "event: its seq is %" G_GINT64_FORMAT ", expected %" G_GINT64_FORMAT,
                   event.seq, stream->seq + 1);
  if (event.seq > stream->head.head)
    return refuse (self, error, "event: beyond the head, %" G_GINT64_FORMAT, stream->head.head);
  if (!g_str_equal (event.by, WEFT_PERSON_SYSTEM) && !weft_id_is_valid (event.by))
    return refuse (self, error, "event: by: expected a person's id or system");
  if (event.at < 0 || event.at > WEFT_TIME_MAX)
    return refuse (self, error, "event: at: %" G_GINT64_FORMAT ", 0 to %" G_GINT64_FORMAT, event.at,
                   WEFT_TIME_MAX);

  data = g_bytes_get_data (mark, &length);
  if (stream->known && !erased)
    {
      weft_log_advance_hash (stream->hash, stored, strlen (stored));
      if (memcmp (stream->hash, data, length) != 0)
        return refuse (self, error, "mark: not the running hash after this event");
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
  return weft_fold_apply (&fold, event.event, event.body, error) || blame (self, error);
}

static gboolean
take_latest (Import *self, Stream *stream, JsonObject *line, GError **error)
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
    return blame (self, error);
  latest = weft_registry_find_latest (self->registry, name);
  if (latest == NULL || !latest->durable)
    return refuse (self, error, "latest: “%.80s” is none that is kept", name);

  return weft_database_run (
             self->database, error,
             "INSERT INTO latest (stream, name, person, value, at) VALUES (?1, ?2, ?3, ?4, ?5)", "tttii",
             stream->stream, name, person, value, at)
         || blame (self, error);
}

static gboolean
finish_stream (Import *self, Stream *stream, GError **error)
{
  g_autofree char *digest = NULL;

  self->n_line = 0;
  if (stream->seq != stream->head.head)
    return refuse (self, error, "its events end at %" G_GINT64_FORMAT ", its head is %" G_GINT64_FORMAT,
                   stream->seq, stream->head.head);
  if (stream->known && memcmp (stream->hash, stream->head.hash, sizeof stream->hash) != 0)
    return refuse (self, error, "hash: not the running hash after the last event");
  digest = weft_rows_digest (self->database, self->registry, stream->stream, FALSE, error);
  if (digest == NULL)
    return FALSE;

  return g_str_equal (digest, stream->rows) || refuse (self, error, "rows: the events add up to others");
}

/* Somebody else's list of where they belong is not in a stream's export: by contract with the people part. */
static gboolean
add_memberships (Import *self, const Stream *stream, GError **error)
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

static gboolean
import_stream (Import *self, JsonObject *entry, const char *stream, GError **error)
{
  g_auto (Stream) state = { 0 };
  int step;

  if (!weft_stream_is_valid (stream)
      || !weft_registry_knows_kind (self->registry, weft_stream_get_kind (stream)))
    return refuse (self, error, "stream: “%.80s” is none of which this program knows", stream);

  while (TRUE)
    {
      g_autoptr (JsonNode) root = NULL;
      JsonObject *line;
      gboolean done;

      step = read_line (self, &root, error);
      if (step < 0)
        return FALSE;
      if (step == 0)
        break;
      line = json_node_get_object (root);
      if (self->n_line == 1)
        done = take_head (self, &state, line, stream, error);
      else if (json_object_has_member (line, "event"))
        done = take_event (self, &state, line, error);
      else if (json_object_has_member (line, "row"))
        done = take_row (self, &state, line, error);
      else if (json_object_has_member (line, "latest"))
        done = take_latest (self, &state, line, error);
      else
        done = refuse (self, error, "neither a row, an event nor a latest value");
      if (!done)
        return FALSE;
    }
  if (state.stream == NULL)
    return refuse (self, error, "empty");

  return check_file (self, entry, error) && finish_stream (self, &state, error)
         && (self->whole || add_memberships (self, &state, error));
}

/* The server's own tables */

static gboolean
is_known_table (Import *self, const char *table, GError **error)
{
  static const char *const closed[] = {
    "event",  "stream",         "baseline",    "latest", "access", "refresh",
    "family", "schema_version", "scrub_state", "seen",   "blob",   "upload",
  };
  gint64 n = 0;

  return !g_strv_contains (closed, table) && !g_str_has_prefix (table, "search_")
         && !g_str_has_prefix (table, "sqlite_") && weft_registry_find_table (self->registry, table) == NULL
         && weft_database_get_value (self->database, &n, 0, error,
                                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1",
                                     "t", table)
         && n == 1;
}

static gboolean
bind_cell (Import *self,
           WeftStatement *statement,
           int index,
           const char *name,
           JsonNode *cell,
           GPtrArray *kept,
           GError **error)
{
  if (JSON_NODE_HOLDS_NULL (cell))
    weft_statement_bind_null (statement, index);
  else if (JSON_NODE_HOLDS_OBJECT (cell))
    {
      GBytes *bytes = read_hex (self, json_node_get_object (cell), "hex", 0, WEFT_EXPORT_LINE_MAX, error);
      gconstpointer data;
      gsize length;

      if (bytes == NULL)
        return FALSE;
      g_ptr_array_add (kept, bytes);
      data = g_bytes_get_data (bytes, &length);
      weft_statement_bind_blob (statement, index, data, length);
    }
  else if (!JSON_NODE_HOLDS_VALUE (cell))
    return refuse (self, error, "cells.%.80s: expected a value, got %s", name, weft_json_describe (cell));
  else if (json_node_get_value_type (cell) == G_TYPE_STRING)
    weft_statement_bind_text (statement, index, json_node_get_string (cell));
  else if (json_node_get_value_type (cell) == G_TYPE_INT64)
    weft_statement_bind_int (statement, index, json_node_get_int (cell));
  else if (json_node_get_value_type (cell) == G_TYPE_DOUBLE)
    weft_statement_bind_double (statement, index, json_node_get_double (cell));
  else
    return refuse (self, error, "cells.%.80s: expected null, a number, a string or {\"hex\"}", name);

  return TRUE;
}

static gboolean
take_own_row (Import *self, JsonObject *line, GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GList) members = NULL;
  WeftStatement *statement;
  JsonObject *cells;
  const char *table;
  int n = 0;

  if (!weft_json_get_string (line, "table", &table, error)
      || !weft_json_get_object (line, "cells", &cells, error))
    return blame (self, error);
  if (!is_known_table (self, table, error))
    return error != NULL && *error != NULL
               ? FALSE
               : refuse (self, error, "table: “%.80s” is none that is imported", table);

  members = json_object_get_members (cells);
  for (GList *l = members; l != NULL; l = l->next)
    {
      gint64 found = 0;

      /* Only what the table has comes into a statement. */
      if (!weft_database_get_value (self->database, &found, 0, error,
                                    "SELECT count(*) FROM pragma_table_info(?1) WHERE name = ?2", "tt", table,
                                    l->data))
        return FALSE;
      if (found == 0)
        return refuse (self, error, "cells: %s has no column “%.80s”", table, (const char *) l->data);
      g_string_append_printf (names, "%s\"%s\"", n > 0 ? ", " : "", (const char *) l->data);
      g_string_append_printf (values, "%s?%d", n > 0 ? ", " : "", n + 1);
      n++;
    }
  if (n == 0)
    return refuse (self, error, "cells: empty");

  sql = g_strdup_printf ("INSERT OR REPLACE INTO \"%s\" (%s) VALUES (%s)", table, names->str, values->str);
  statement = weft_database_prepare (self->database, g_intern_string (sql), error);
  if (statement == NULL)
    return blame (self, error);
  n = 0;
  for (GList *l = members; l != NULL; l = l->next)
    if (!bind_cell (self, statement, ++n, l->data, json_object_get_member (cells, l->data), kept, error))
      {
        weft_statement_reset (statement);
        return FALSE;
      }

  return weft_statement_run (statement, error) || blame (self, error);
}

static gboolean
import_server (Import *self, JsonObject *entry, GError **error)
{
  int step;

  /* What a new workspace made of itself gives way. */
  if (!weft_database_run (self->database, error, "DELETE FROM setting", "")
      || !weft_database_run (self->database, error, "DELETE FROM audit", ""))
    return FALSE;
  while (TRUE)
    {
      g_autoptr (JsonNode) root = NULL;

      step = read_line (self, &root, error);
      if (step <= 0)
        break;
      if (!take_own_row (self, json_node_get_object (root), error))
        return FALSE;
    }

  return step == 0 && check_file (self, entry, error);
}

/* All of it */

static gboolean
import_file (Import *self, JsonObject *entry, GError **error)
{
  const char *stream = NULL;
  const char *name;

  self->name = "manifest.json";
  self->n_line = 0;
  if (!weft_json_get_string (entry, "file", &name, error))
    return blame (self, error);
  if (weft_json_has (entry, "stream"))
    {
      g_autofree char *expected = NULL;

      if (!weft_json_get_string (entry, "stream", &stream, error))
        return blame (self, error);
      if (!weft_stream_is_valid (stream))
        return refuse (self, error, "stream: “%.80s” is no stream", stream);
      expected = weft_export_get_file (stream);
      if (!g_str_equal (name, expected))
        return refuse (self, error, "file: “%.80s”, but %s stands in %s", name, stream, expected);
    }
  else if (!g_str_equal (name, "server.jsonl"))
    return refuse (self, error, "file: “%.80s” is none of an export", name);
  else if (!self->whole)
    return refuse (self, error, "file: accounts come only with a whole workspace");

  return open_file (self, name, error)
         && (stream != NULL ? import_stream (self, entry, stream, error)
                            : import_server (self, entry, error));
}

/* A file without a row, should this be taken back, is swept away by the server. */
static gboolean
import_blob (Import *self, JsonObject *entry, GError **error)
{
  const char *hash;
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;
  g_autofree char *random = weft_id_random ();
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;
  g_autofd int fd = -1;
  gint64 loose_at = -1;
  gint64 expected, size, at, n;
  gboolean done;

  if (!weft_field_read_hash (entry, "hash", WEFT_FIELD_REQUIRED, &hash, error)
      || !weft_field_read_integer (entry, "size", WEFT_FIELD_REQUIRED, 0, G_MAXINT64, &expected, error)
      || !weft_field_read_time (entry, "at", WEFT_FIELD_REQUIRED, &at, error)
      || !weft_field_read_time (entry, "loose_at", WEFT_FIELD_OPTIONAL, &loose_at, error))
    return blame (self, error);
  if (!weft_database_get_value (self->database, &n, 0, error, "SELECT count(*) FROM blob WHERE hash = ?1",
                                "t", hash))
    return FALSE;
  if (n > 0)
    return TRUE;

  name = g_build_filename ("blobs", hash, NULL);
  place = g_strdup_printf ("%.2s/%.2s/%s-%s", hash, hash + 2, hash, random);
  path = g_build_filename (_weft_engine_get_directory (self->engine), "files", place, NULL);
  parent = g_path_get_dirname (path);
  fd = open_plain (self, name, error);
  if (fd < 0)
    return FALSE;
  if (g_mkdir_with_parents (parent, 0700) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %s", parent, g_strerror (errno));
      return FALSE;
    }
  done = _weft_export_copy (fd, path, hash, &size, error);
  if (done && size != expected)
    done = refuse (self, error, "size: %" G_GINT64_FORMAT ", but %s has %" G_GINT64_FORMAT " bytes", expected,
                   name, size);
  if (!done)
    {
      g_unlink (path);
      return FALSE;
    }

  return loose_at >= 0
             ? weft_database_run (
                   self->database, error,
                   "INSERT INTO blob (hash, size, place, at, loose_at) VALUES (?1, ?2, ?3, ?4, ?5)", "titii",
                   hash, size, place, at, loose_at)
             : weft_database_run (self->database, error,
                                  "INSERT INTO blob (hash, size, place, at) VALUES (?1, ?2, ?3, ?4)", "titi",
                                  hash, size, place, at);
}

static gboolean
import_blobs (Import *self, GError **error)
{
  JsonArray *blobs;
  gboolean done = TRUE;

  self->name = "manifest.json";
  self->n_line = 0;
  if (!weft_json_get_array (self->manifest, "blobs", &blobs, error))
    return blame (self, error);
  for (guint i = 0; done && i < json_array_get_length (blobs); i++)
    {
      JsonNode *entry = json_array_get_element (blobs, i);

      done = JSON_NODE_HOLDS_OBJECT (entry) ? import_blob (self, json_node_get_object (entry), error)
                                            : refuse (self, error, "blobs[%u]: expected an object", i);
    }

  return done;
}

static gboolean
import_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Import *self = user_data;
  JsonArray *files;
  gboolean done = TRUE;

  self->database = database;
  self->name = "manifest.json";
  self->n_line = 0;
  if (!weft_json_get_array (self->manifest, "files", &files, error))
    return blame (self, error);
  for (guint i = 0; done && i < json_array_get_length (files); i++)
    {
      JsonNode *entry = json_array_get_element (files, i);

      done = JSON_NODE_HOLDS_OBJECT (entry) ? import_file (self, json_node_get_object (entry), error)
                                            : refuse (self, error, "files[%u]: expected an object", i);
    }
  close_file (self);

  return done && import_blobs (self, error)
         && (self->whole
             || weft_audit_add (database, weft_clock_now (weft_engine_get_clock (self->engine)), "", "import",
                                NULL, "local", error));
}

static gboolean
read_manifest (Import *self, JsonNode **root, GError **error)
{
  g_autofree char *path = g_build_filename (self->source, "manifest.json", NULL);
  g_autofree char *text = NULL;
  const char *format;
  struct stat status;
  gint64 version;
  gsize length;
  int fd;

  self->name = "manifest.json";
  fd = open_plain (self, self->name, error);
  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) != 0 || status.st_size > MANIFEST_MAX)
    {
      close (fd);
      return refuse (self, error, "over %d bytes", MANIFEST_MAX);
    }
  close (fd);
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  *root = weft_json_parse (text, length, error);
  if (*root == NULL)
    return blame (self, error);
  self->manifest = json_node_get_object (*root);
  if (!weft_json_get_string (self->manifest, "format", &format, error)
      || !weft_json_get_int (self->manifest, "version", &version, error)
      || !weft_json_get_bool (self->manifest, "whole", &self->whole, error))
    return blame (self, error);
  if (!g_str_equal (format, "weft-export"))
    return refuse (self, error, "format: “%.80s”, expected weft-export", format);
  if (version != WEFT_EXPORT_VERSION)
    return refuse (self, error, "version: %" G_GINT64_FORMAT ", this program reads %d", version,
                   WEFT_EXPORT_VERSION);

  return TRUE;
}

static void
remove_part (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_part (child);
    }
  g_remove (path);
}

static gboolean
run (Import *self,
     const char *directory,
     WeftRegistry *registry,
     const WeftServerModule *const *modules,
     GError **error)
{
  g_autoptr (WeftEngine) engine = weft_engine_new (registry, modules, directory, NULL);
  gboolean done;

  if (!weft_engine_open (engine, error))
    return FALSE;
  self->engine = engine;
  done = weft_engine_call (engine, import_job, self, error);
  weft_engine_close (engine);

  return done;
}

gboolean
weft_import_run (const char *source,
                 const char *directory,
                 WeftRegistry *registry,
                 const WeftServerModule *const *modules,
                 GError **error)
{
  g_autofree char *existing = g_build_filename (directory, "weft.db", NULL);
  g_autofree char *part = g_strconcat (directory, ".part", NULL);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autoptr (JsonNode) root = NULL;
  Import import = { .source = source, .registry = registry, .buffer = buffer };

  if (!read_manifest (&import, &root, error))
    return FALSE;
  if (!import.whole)
    {
      if (g_file_test (existing, G_FILE_TEST_EXISTS))
        return run (&import, directory, registry, modules, error);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   "%s: no workspace is kept there to which a stream could be added", directory);
      return FALSE;
    }

  if (g_file_test (existing, G_FILE_TEST_EXISTS)
      || (g_file_test (directory, G_FILE_TEST_EXISTS) && g_rmdir (directory) != 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                   "%s: a workspace is kept there already; move it away first, nothing is written over",
                   directory);
      return FALSE;
    }
  remove_part (part);
  if (run (&import, part, registry, modules, error))
    {
      if (g_rename (part, directory) == 0)
        return TRUE;
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %s", directory, g_strerror (errno));
    }
  remove_part (part);

  return FALSE;
}
