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
#include "serve/weft-storage.h"
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
  GHashTable *tables; /* the server's own: name → GPtrArray of its columns */
  GArray *blobs;      /* of Blob: whose bytes are in place */

  gboolean careful;  /* each line is waited for, so that a failure is that line's */
  gboolean deferred; /* the database told of a failure only with a later line */
  gboolean settled;  /* nothing was refused: only the commit is to come, whose answer may be lost */

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

  if (error == NULL || *error == NULL || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_FULL)
      || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
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

/* PostgreSQL is sent many statements before it is asked what became of them. */
static gboolean
settle_line (Import *self, GError **error)
{
  return !self->careful || weft_database_settle (self->database, error) || blame (self, error);
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
      if (!done || !settle_line (self, error))
        return FALSE;
    }
  if (state.stream == NULL)
    return refuse (self, error, "empty");

  return check_file (self, entry, error) && finish_stream (self, &state, error)
         && (self->whole || add_memberships (self, &state, error));
}

/* The server's own tables */

static gboolean
list_tables (Import *self, GError **error)
{
  g_autoptr (GPtrArray) names = weft_database_list_tables (self->database, error);

  if (names == NULL)
    return FALSE;
  g_hash_table_remove_all (self->tables);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      GPtrArray *columns;

      if (!_weft_export_is_own (self->registry, name))
        continue;
      columns = weft_database_list_columns (self->database, name, error);
      if (columns == NULL)
        return FALSE;
      g_hash_table_insert (self->tables, g_strdup (name), columns);
    }

  return TRUE;
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
  GPtrArray *columns;
  const char *table;
  int n = 0;

  if (!weft_json_get_string (line, "table", &table, error)
      || !weft_json_get_object (line, "cells", &cells, error))
    return blame (self, error);
  columns = g_hash_table_lookup (self->tables, table);
  if (columns == NULL)
    return refuse (self, error, "table: “%.80s” is none that is imported", table);

  members = json_object_get_members (cells);
  for (GList *l = members; l != NULL; l = l->next)
    {
      /* Only what the table has comes into a statement. */
      if (!g_ptr_array_find_with_equal_func (columns, l->data, g_str_equal, NULL))
        return refuse (self, error, "cells: %s has no column “%.80s”", table, (const char *) l->data);
      g_string_append_printf (names, "%s\"%s\"", n > 0 ? ", " : "", (const char *) l->data);
      g_string_append_printf (values, "%s?%d", n > 0 ? ", " : "", n + 1);
      n++;
    }
  if (n == 0)
    return refuse (self, error, "cells: empty");

  sql = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", table, names->str, values->str);
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
  GHashTableIter iter;
  const char *table;
  int step;

  /* What a new workspace made of itself gives way. */
  g_hash_table_iter_init (&iter, self->tables);
  while (g_hash_table_iter_next (&iter, (gpointer *) &table, NULL))
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\"", table);

      if (!weft_database_run (self->database, error, g_intern_string (sql), ""))
        return FALSE;
    }
  while (TRUE)
    {
      g_autoptr (JsonNode) root = NULL;

      step = read_line (self, &root, error);
      if (step <= 0)
        break;
      if (!take_own_row (self, json_node_get_object (root), error) || !settle_line (self, error))
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

typedef struct
{
  char *hash;
  char *place;
  char *path; /* where the bytes are now */
  gint64 size;
  gint64 at;
  gint64 loose_at; /* -1: it is not */
} Blob;

static void
blob_clear (gpointer data)
{
  Blob *blob = data;

  g_free (blob->hash);
  g_free (blob->place);
  g_free (blob->path);
}

/* Copies the bytes to where they will stay. A file without a row is swept away by the server. */
static gboolean
place_blob (Import *self, WeftDatabase *reader, JsonObject *entry, GError **error)
{
  const char *hash;
  g_autofree char *name = NULL;
  g_autofree char *random = weft_id_random ();
  g_autofree char *parent = NULL;
  g_autofd int fd = -1;
  gint64 expected, size, n;
  Blob blob = { .loose_at = -1 };

  if (!weft_field_read_hash (entry, "hash", WEFT_FIELD_REQUIRED, &hash, error)
      || !weft_field_read_integer (entry, "size", WEFT_FIELD_REQUIRED, 0, G_MAXINT64, &expected, error)
      || !weft_field_read_time (entry, "at", WEFT_FIELD_REQUIRED, &blob.at, error)
      || !weft_field_read_time (entry, "loose_at", WEFT_FIELD_OPTIONAL, &blob.loose_at, error))
    return blame (self, error);
  if (!weft_database_get_value (reader, &n, 0, error, "SELECT count(*) FROM blob WHERE hash = ?1", "t", hash))
    return FALSE;
  if (n > 0)
    return TRUE;

  name = g_build_filename ("blobs", hash, NULL);
  fd = open_plain (self, name, error);
  if (fd < 0)
    return FALSE;
  blob.hash = g_strdup (hash);
  blob.size = expected;
  blob.place = g_strdup_printf ("%.2s/%.2s/%s-%s", hash, hash + 2, hash, random);
  blob.path = g_build_filename (_weft_engine_get_directory (self->engine), "files", blob.place, NULL);
  parent = g_path_get_dirname (blob.path);
  g_array_append_val (self->blobs, blob);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %s", parent, g_strerror (errno));
      return FALSE;
    }
  if (!_weft_export_copy (fd, blob.path, hash, &size, error))
    return FALSE;

  return size == expected
         || refuse (self, error, "size: %" G_GINT64_FORMAT ", but %s has %" G_GINT64_FORMAT " bytes",
                    expected, name, size);
}

static gboolean
place_blobs (Import *self, GError **error)
{
  WeftDatabase *reader;
  JsonArray *blobs;
  gboolean done = TRUE;

  self->name = "manifest.json";
  self->n_line = 0;
  if (!weft_json_get_array (self->manifest, "blobs", &blobs, error))
    return blame (self, error);
  reader = weft_engine_acquire_reader (self->engine, error);
  if (reader == NULL)
    return FALSE;
  for (guint i = 0; done && i < json_array_get_length (blobs); i++)
    {
      JsonNode *entry = json_array_get_element (blobs, i);

      done = JSON_NODE_HOLDS_OBJECT (entry) ? place_blob (self, reader, json_node_get_object (entry), error)
                                            : refuse (self, error, "blobs[%u]: expected an object", i);
    }
  weft_engine_release_reader (self->engine, reader);

  return done;
}

static void
drop_blobs (Import *self)
{
  for (guint i = 0; i < self->blobs->len; i++)
    g_unlink (g_array_index (self->blobs, Blob, i).path);
}

static gboolean
keep_blobs (Import *self, GError **error)
{
  for (guint i = 0; i < self->blobs->len; i++)
    {
      const Blob *blob = &g_array_index (self->blobs, Blob, i);

      /* Somebody may have brought the same in the meantime, or the manifest names it twice. */
      if (!(blob->loose_at >= 0
                ? weft_database_run (self->database, error,
                                     "INSERT INTO blob (hash, size, place, at, loose_at)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (hash) DO NOTHING",
                                     "titii", blob->hash, blob->size, blob->place, blob->at, blob->loose_at)
                : weft_database_run (self->database, error,
                                     "INSERT INTO blob (hash, size, place, at) VALUES (?1, ?2, ?3, ?4)"
                                     " ON CONFLICT (hash) DO NOTHING",
                                     "titi", blob->hash, blob->size, blob->place, blob->at)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_empty (Import *self, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (self->database, &n, 0, error, "SELECT count(*) FROM stream", ""))
    return FALSE;
  if (n == 0)
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                       "database: a workspace is kept there already; nothing is written over");
  return FALSE;
}

static gboolean
import_files (Import *self, GError **error)
{
  JsonArray *files;
  gboolean done = TRUE;

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

  return done;
}

/* May run again, if the database met a conflict. */
static gboolean
import_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Import *self = user_data;

  self->database = database;
  self->settled = (!self->whole || check_empty (self, error)) && list_tables (self, error)
                  && import_files (self, error) && keep_blobs (self, error)
                  && (self->whole
                      || weft_audit_add (database, weft_clock_now (weft_engine_get_clock (self->engine)), "",
                                         "import", NULL, "local", error))
                  && weft_database_settle (database, error);
  self->deferred = !self->settled && weft_database_has_failed (database);

  return self->settled;
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
import_rows (Import *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (weft_engine_call (self->engine, import_job, self, &local_error))
    return TRUE;
  /* Once more, slowly, to learn which line it was. */
  if (self->deferred && !g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    {
      self->careful = TRUE;
      return weft_engine_call (self->engine, import_job, self, error);
    }
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
run (Import *self,
     const char *directory,
     const char *database,
     const WeftServerModule *const *modules,
     GError **error)
{
  g_autoptr (WeftEngine) engine = weft_engine_new (self->registry, modules, directory, NULL);
  g_autoptr (GHashTable) tables
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GArray) blobs = g_array_new (FALSE, FALSE, sizeof (Blob));
  gboolean done;

  weft_engine_set_database (engine, database);
  if (!weft_engine_open (engine, error))
    return FALSE;
  g_array_set_clear_func (blobs, blob_clear);
  self->engine = engine;
  self->tables = tables;
  self->blobs = blobs;
  done = place_blobs (self, error) && import_rows (self, error);
  /* Were the commit's answer lost, rows might name them. */
  if (!done && !self->settled)
    drop_blobs (self);
  weft_engine_close (engine);

  return done;
}

/* In SQLite's file: the directory comes into being when all of it is there. */
static gboolean
make_directory (Import *self, const char *directory, const WeftServerModule *const *modules, GError **error)
{
  g_autofree char *part = g_strconcat (directory, ".part", NULL);

  remove_part (part);
  if (run (self, part, NULL, modules, error))
    {
      if (g_rename (part, directory) == 0)
        return TRUE;
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %s", directory, g_strerror (errno));
    }
  remove_part (part);

  return FALSE;
}

gboolean
weft_import_run (const char *source,
                 const char *directory,
                 const char *database,
                 WeftRegistry *registry,
                 const WeftServerModule *const *modules,
                 GError **error)
{
  g_autoptr (WeftStorage) storage = weft_storage_new (directory, database);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autoptr (JsonNode) root = NULL;
  Import import = { .source = source, .registry = registry, .buffer = buffer };

  if (!read_manifest (&import, &root, error))
    return FALSE;
  if (!import.whole && !weft_storage_exists (storage))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   "%s: no workspace is kept there to which a stream could be added", directory);
      return FALSE;
    }
  if (!import.whole || database != NULL)
    return run (&import, directory, database, modules, error);

  if (weft_storage_exists (storage)
      || (g_file_test (directory, G_FILE_TEST_EXISTS) && g_rmdir (directory) != 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                   "%s: a workspace is kept there already; move it away first, nothing is written over",
                   directory);
      return FALSE;
    }

  return make_directory (&import, directory, modules, error);
}
