/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-frame.h"

#include <string.h>

#include "base/weft-id.h"
#include "proto/weft-field.h"
#include "proto/weft-registry.h"
#include "proto/weft-latest-digest.h"

#define NAME_MAX_LENGTH 64 /* of operations, events, latests, tables, columns */
#define COLUMNS_MAX 64
#define LINE_MAX_LENGTH 200 /* of agents and reasons */
#define TOKEN_MAX_LENGTH 4096
#define VERSION_MAX 9999
#define CURSOR_MAX_LENGTH 512
#define HIT_TEXTS_MAX 16
#define NUMBER_MAX (WEFT_SEQ_PREDICTED - 1)

typedef gboolean (*FrameParser) (WeftFrame *self, JsonObject *object, GError **error);
typedef gboolean (*Validator) (const char *text);

static gboolean refuse (WeftError code, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (WeftError code, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error_literal (error, WEFT_ERROR, code, message);
  return FALSE;
}

/* "message", "last_ordinal" */
static gboolean
is_sql_name (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_");

  return g_ascii_islower (*text) && text[length] == '\0' && length <= NAME_MAX_LENGTH;
}

/* "thread.message-sent" */
static gboolean
is_dotted_name (const char *text)
{
  gsize module = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-");
  gsize name = text[module] == '.' ? strspn (text + module + 1, "abcdefghijklmnopqrstuvwxyz0123456789-") : 0;

  return g_ascii_islower (*text) && name > 0 && g_ascii_islower (text[module + 1])
         && text[module + 1 + name] == '\0' && module + 1 + name <= NAME_MAX_LENGTH;
}

static gboolean
is_code (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz-");

  return length > 0 && length <= NAME_MAX_LENGTH && text[length] == '\0';
}

/* RFC 6750 section 2.1 */
static gboolean
is_token (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

  return length > 0 && length <= TOKEN_MAX_LENGTH && text[length] == '\0';
}

static gboolean
is_author (const char *text)
{
  return strcmp (text, WEFT_AUTHOR_SYSTEM) == 0 || weft_id_is_valid (text);
}

static gboolean
read_checked (JsonObject *object,
              const char *key,
              Validator is_valid,
              const char *expected,
              const char **value,
              GError **error)
{
  const char *text = NULL;

  if (!weft_field_read_string (object, key, WEFT_FIELD_REQUIRED, &text, error))
    return FALSE;
  if (!is_valid (text))
    return refuse (WEFT_ERROR_INVALID, error, "%s: expected %s", key, expected);

  *value = text;
  return TRUE;
}

#define EXPECTED_NAME "a name as in thread.send"
#define EXPECTED_TABLE "a name of lower-case letters, digits and _"
#define EXPECTED_DIGEST "16 hexadecimal digits in lower case"
#define EXPECTED_AUTHOR "a person's id or system"

static gboolean
read_object (JsonObject *object, const char *key, JsonObject **value, GError **error)
{
  if (!json_object_has_member (object, key))
    return refuse (WEFT_ERROR_INVALID, error, "%s: missing", key);

  return weft_json_get_object (object, key, value, error);
}

static gboolean
read_array (JsonObject *object, const char *key, guint max, JsonArray **value, GError **error)
{
  if (!json_object_has_member (object, key))
    return refuse (WEFT_ERROR_INVALID, error, "%s: missing", key);
  if (!weft_json_get_array (object, key, value, error))
    return FALSE;
  if (json_array_get_length (*value) > max)
    return refuse (WEFT_ERROR_TOO_LARGE, error, "%s: %u elements, at most %u", key,
                   json_array_get_length (*value), max);

  return TRUE;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_integer (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
}

static gboolean
read_strings (JsonObject *object,
              const char *key,
              guint max,
              Validator is_valid,
              const char *expected,
              GPtrArray **value,
              GError **error)
{
  g_autoptr (GPtrArray) strings = NULL;
  JsonArray *array;
  guint n;

  if (!read_array (object, key, max, &array, error))
    return FALSE;

  n = json_array_get_length (array);
  strings = g_ptr_array_sized_new (n);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!is_string (node) || !is_valid (json_node_get_string (node)))
        return refuse (WEFT_ERROR_INVALID, error, "%s[%u]: expected %s", key, i, expected);
      g_ptr_array_add (strings, (gpointer) json_node_get_string (node));
    }

  *value = g_steal_pointer (&strings);
  return TRUE;
}

static gboolean
read_streams (JsonObject *object, GPtrArray **value, GError **error)
{
  return read_strings (object, "streams", WEFT_FRAME_STREAMS_MAX, weft_stream_is_valid,
                       "a stream (kind/<uuid> or workspace)", value, error);
}

/* The two elements of ["room/…", …], or NULL. */
static JsonNode *
get_pair (JsonArray *array, guint index, const char **stream)
{
  JsonNode *node = json_array_get_element (array, index);
  JsonArray *pair;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  pair = json_node_get_array (node);
  if (json_array_get_length (pair) != 2 || !is_string (json_array_get_element (pair, 0)))
    return NULL;

  *stream = json_array_get_string_element (pair, 0);
  return weft_stream_is_valid (*stream) ? json_array_get_element (pair, 1) : NULL;
}

static gboolean
read_positions (JsonObject *object, const char *key, GArray **value, GError **error)
{
  g_autoptr (GArray) positions = NULL;
  JsonArray *array;
  guint n;

  if (!read_array (object, key, WEFT_FRAME_STREAMS_MAX, &array, error))
    return FALSE;

  n = json_array_get_length (array);
  positions = g_array_sized_new (FALSE, FALSE, sizeof (WeftFramePosition), n);
  for (guint i = 0; i < n; i++)
    {
      WeftFramePosition position = { 0 };
      JsonNode *node = get_pair (array, i, &position.stream);

      position.fresh = node != NULL && JSON_NODE_HOLDS_NULL (node);
      if (node == NULL
          || (!position.fresh
              && (!is_string (node)
                  || !weft_position_parse (json_node_get_string (node), &position.position))))
        return refuse (WEFT_ERROR_INVALID, error, "%s[%u]: expected [stream, position or null]", key, i);
      g_array_append_val (positions, position);
    }

  *value = g_steal_pointer (&positions);
  return TRUE;
}

static gboolean
read_heads (JsonObject *object, const char *key, GArray **value, GError **error)
{
  g_autoptr (GArray) heads = NULL;
  JsonArray *array;
  guint n;

  if (!read_array (object, key, WEFT_FRAME_STREAMS_MAX, &array, error))
    return FALSE;

  n = json_array_get_length (array);
  heads = g_array_sized_new (FALSE, FALSE, sizeof (WeftFrameHead), n);
  for (guint i = 0; i < n; i++)
    {
      WeftFrameHead head = { 0 };
      JsonNode *node = get_pair (array, i, &head.stream);

      if (node != NULL && is_integer (node))
        head.seq = json_node_get_int (node);
      if (node == NULL || !is_integer (node) || head.seq < 0 || head.seq > NUMBER_MAX)
        return refuse (WEFT_ERROR_INVALID, error, "%s[%u]: expected [stream, seq]", key, i);
      g_array_append_val (heads, head);
    }

  *value = g_steal_pointer (&heads);
  return TRUE;
}

static gboolean
read_position (JsonObject *object, WeftPosition *value, GError **error)
{
  const char *text = NULL;

  if (!weft_field_read_string (object, "position", WEFT_FIELD_REQUIRED, &text, error))
    return FALSE;
  if (!weft_position_parse (text, value))
    return refuse (WEFT_ERROR_INVALID, error, "position: expected epoch.seq.mark");

  return TRUE;
}

static gboolean
read_number (JsonObject *object, const char *key, gint64 min, gint64 *value, GError **error)
{
  return weft_field_read_integer (object, key, WEFT_FIELD_REQUIRED, min, NUMBER_MAX, value, error);
}

static gboolean
read_version (JsonObject *object, int *value, GError **error)
{
  gint64 version = 0;

  if (!weft_field_read_integer (object, "version", WEFT_FIELD_REQUIRED, 1, VERSION_MAX, &version, error))
    return FALSE;

  *value = (int) version;
  return TRUE;
}

static gboolean
read_id (JsonObject *object, const char *key, const char **value, GError **error)
{
  return weft_field_read_id (object, key, WEFT_FIELD_REQUIRED, value, error);
}

static gboolean
read_stream (JsonObject *object, const char **value, GError **error)
{
  return weft_field_read_stream (object, "stream", WEFT_FIELD_REQUIRED, value, error);
}

/* Reads each object of an array with @read into an element of @value. */
static gboolean
read_objects (JsonObject *object,
              const char *key,
              guint max,
              gsize size,
              GDestroyNotify clear,
              gboolean (*read) (JsonObject *object, gpointer element, GError **error),
              GArray **value,
              GError **error)
{
  g_autoptr (GArray) elements = NULL;
  JsonArray *array;
  guint n;

  if (!read_array (object, key, max, &array, error))
    return FALSE;

  n = json_array_get_length (array);
  elements = g_array_sized_new (FALSE, TRUE, (guint) size, n);
  g_array_set_clear_func (elements, clear);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (WEFT_ERROR_INVALID, error, "%s[%u]: expected an object, got %s", key, i,
                       weft_json_describe (node));

      g_array_set_size (elements, i + 1);
      if (!read (json_node_get_object (node), elements->data + i * size, error))
        {
          g_prefix_error (error, "%s[%u].", key, i);
          return FALSE;
        }
    }

  *value = g_steal_pointer (&elements);
  return TRUE;
}

static void
clear_result (gpointer element)
{
  WeftFrameResult *self = element;

  g_clear_error (&self->error);
  g_clear_pointer (&self->positions, g_array_unref);
}

static gboolean
read_result (JsonObject *object, gpointer element, GError **error)
{
  WeftFrameResult *self = element;
  JsonObject *refusal;

  if (!read_number (object, "n", 1, &self->n, error) || !read_id (object, "id", &self->id, error))
    return FALSE;

  if (!json_object_has_member (object, "error"))
    return read_heads (object, "positions", &self->positions, error);

  if (!read_object (object, "error", &refusal, error))
    return FALSE;
  if (!weft_frame_read_error (refusal, &self->error, &self->field, error))
    {
      g_prefix_error_literal (error, "error.");
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_event (JsonObject *object, gpointer element, GError **error)
{
  WeftFrameEvent *self = element;

  return read_number (object, "seq", 1, &self->seq, error)
         && weft_field_read_time (object, "at", WEFT_FIELD_REQUIRED, &self->at, error)
         && read_checked (object, "by", is_author, EXPECTED_AUTHOR, &self->by, error)
         && read_checked (object, "name", is_dotted_name, EXPECTED_NAME, &self->name, error)
         && read_version (object, &self->version, error) && read_object (object, "body", &self->body, error);
}

static gboolean
read_latest (JsonObject *object, gpointer element, GError **error)
{
  WeftFrameLatest *self = element;
  JsonNode *value;

  if (!read_stream (object, &self->stream, error)
      || !read_checked (object, "name", is_dotted_name, EXPECTED_NAME, &self->name, error)
      || !read_id (object, "by", &self->by, error)
      || !weft_field_read_time (object, "at", WEFT_FIELD_REQUIRED, &self->at, error))
    return FALSE;

  value = json_object_get_member (object, "value");
  if (value != NULL && is_integer (value))
    self->value = json_node_get_int (value);
  else if (value != NULL && JSON_NODE_HOLDS_OBJECT (value))
    self->extra = value;
  else
    return refuse (WEFT_ERROR_INVALID, error, "value: expected an integer or an object, got %s",
                   weft_json_describe (value));

  return TRUE;
}

static gboolean
read_presence (JsonObject *object, gpointer element, GError **error)
{
  static const char *const states[] = { "online", "away", "offline", NULL };
  WeftFramePresence *self = element;

  return read_id (object, "person", &self->person, error)
         && weft_field_read_choice (object, "state", WEFT_FIELD_REQUIRED, states, &self->state, error)
         && weft_field_read_time (object, "seen", WEFT_FIELD_REQUIRED, &self->seen, error);
}

static void
clear_rows (gpointer element)
{
  WeftFrameRows *self = element;

  g_clear_pointer (&self->columns, g_ptr_array_unref);
}

static gboolean
is_cell (JsonNode *node)
{
  JsonObject *object;
  JsonNode *blob;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node))
    return json_node_get_value_type (node) != G_TYPE_BOOLEAN;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  object = json_node_get_object (node);
  blob = json_object_get_member (object, "blob");
  return json_object_get_size (object) == 1 && blob != NULL && is_string (blob);
}

static gboolean
read_rows (JsonObject *object, gpointer element, GError **error)
{
  WeftFrameRows *self = element;

  if (!read_checked (object, "table", is_sql_name, EXPECTED_TABLE, &self->table, error)
      || !read_strings (object, "columns", COLUMNS_MAX, is_sql_name, EXPECTED_TABLE, &self->columns, error)
      || !read_array (object, "rows", WEFT_FRAME_MAX, &self->rows, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (self->rows); i++)
    {
      JsonNode *node = json_array_get_element (self->rows, i);
      JsonArray *row;

      if (!JSON_NODE_HOLDS_ARRAY (node))
        return refuse (WEFT_ERROR_INVALID, error, "rows[%u]: expected an array, got %s", i,
                       weft_json_describe (node));

      row = json_node_get_array (node);
      if (json_array_get_length (row) != self->columns->len)
        return refuse (WEFT_ERROR_INVALID, error, "rows[%u]: %u cells, but %u columns", i,
                       json_array_get_length (row), self->columns->len);

      for (guint j = 0; j < self->columns->len; j++)
        if (!is_cell (json_array_get_element (row, j)))
          return refuse (WEFT_ERROR_INVALID, error,
                         "rows[%u][%u]: expected null, a number, a string or {\"blob\": base64}, got %s", i,
                         j, weft_json_describe (json_array_get_element (row, j)));
    }

  return TRUE;
}

static gboolean
read_latests (JsonObject *object, const char *key, GArray **value, GError **error)
{
  return read_objects (object, key, WEFT_FRAME_MAX, sizeof (WeftFrameLatest), NULL, read_latest, value,
                       error);
}

static gboolean
read_tables (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_objects (object, "tables", WEFT_FRAME_TABLES_MAX, sizeof (WeftFrameRows), clear_rows, read_rows,
                       &self->tables, error);
}

static gboolean
is_digest (const char *text)
{
  return strspn (text, "0123456789abcdef") == WEFT_LATEST_DIGEST_LENGTH
         && text[WEFT_LATEST_DIGEST_LENGTH] == '\0';
}

static gboolean
parse_hello (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_version (object, &self->version, error) && read_id (object, "client", &self->client, error)
         && weft_field_read_text (object, "agent", WEFT_FIELD_LINE, 1, LINE_MAX_LENGTH, &self->agent, error)
         && read_number (object, "acknowledged", 0, &self->acknowledged, error)
         && weft_field_read_boolean (object, "flow", WEFT_FIELD_OPTIONAL, &self->flow, error)
         && (!json_object_has_member (object, "latests")
             || read_checked (object, "latests", is_digest, EXPECTED_DIGEST, &self->digest, error));
}

static gboolean
parse_subscribe (WeftFrame *self, JsonObject *object, GError **error)
{
  return weft_field_read_boolean (object, "mine", WEFT_FIELD_REQUIRED, &self->mine, error)
         && read_positions (object, "positions", &self->positions, error);
}

static gboolean
parse_streams (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_streams (object, &self->streams, error);
}

static gboolean
parse_operation (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_number (object, "n", 1, &self->n, error) && read_id (object, "id", &self->id, error)
         && read_stream (object, &self->stream, error)
         && read_checked (object, "op", is_dotted_name, EXPECTED_NAME, &self->op, error)
         && read_object (object, "args", &self->args, error);
}

static gboolean
parse_acknowledge (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_number (object, "n", 0, &self->n, error);
}

static gboolean
parse_bytes (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_number (object, "bytes", 0, &self->bytes, error);
}

/* An IANA name or an offset; a path it cannot be. */
static gboolean
is_zone (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/:");

  return length > 0 && length <= NAME_MAX_LENGTH && text[length] == '\0' && *text != '/' && *text != ':';
}

static gboolean
read_cursor (JsonObject *object, const char **cursor, GError **error)
{
  if (!weft_field_read_string (object, "cursor", WEFT_FIELD_OPTIONAL, cursor, error))
    return FALSE;
  if (*cursor != NULL && strlen (*cursor) > CURSOR_MAX_LENGTH)
    return refuse (WEFT_ERROR_TOO_LARGE, error, "cursor: %" G_GSIZE_FORMAT " bytes, at most %d",
                   strlen (*cursor), CURSOR_MAX_LENGTH);

  return TRUE;
}

static gboolean
parse_search (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_number (object, "request", 1, &self->request, error)
         && weft_field_read_text (object, "query", WEFT_FIELD_REQUIRED, 1, WEFT_FRAME_QUERY_MAX, &self->query,
                                  error)
         && read_checked (object, "zone", is_zone, "a time zone as in Asia/Ho_Chi_Minh", &self->zone, error)
         && read_cursor (object, &self->cursor, error)
         && weft_field_read_integer (object, "limit", WEFT_FIELD_REQUIRED, 1, WEFT_SEARCH_PAGE_MAX,
                                     &self->limit, error);
}

static gboolean
parse_page (WeftFrame *self, JsonObject *object, GError **error)
{
  self->before = G_MAXINT64;
  return read_number (object, "request", 1, &self->request, error)
         && read_stream (object, &self->stream, error)
         && read_checked (object, "table", is_sql_name, EXPECTED_TABLE, &self->table, error)
         && weft_field_read_integer (object, "before", WEFT_FIELD_OPTIONAL, G_MININT64, G_MAXINT64,
                                     &self->before, error)
         && weft_field_read_integer (object, "limit", WEFT_FIELD_REQUIRED, 1, WEFT_PAGE_MAX, &self->limit,
                                     error);
}

static const char *const questions[] = { "activity", "events", "rows", "changes", "versions", "audit", NULL };

static gboolean
parse_ask (WeftFrame *self, JsonObject *object, GError **error)
{
  self->from = self->to = self->at = self->offset = -1;
  return read_number (object, "request", 1, &self->request, error)
         && read_stream (object, &self->stream, error)
         && weft_field_read_choice (object, "what", WEFT_FIELD_REQUIRED, questions, &self->what, error)
         && weft_field_read_text (object, "row",
                                  g_str_equal (self->what, "versions") ? WEFT_FIELD_REQUIRED : WEFT_FIELD_OPTIONAL,
                                  3, WEFT_FRAME_ROW_MAX, &self->row, error)
         && weft_field_read_integer (object, "from", WEFT_FIELD_OPTIONAL, 0, G_MAXINT64, &self->from, error)
         && weft_field_read_integer (object, "to", WEFT_FIELD_OPTIONAL, 0, G_MAXINT64, &self->to, error)
         && weft_field_read_time (object, "at", WEFT_FIELD_OPTIONAL, &self->at, error)
         && weft_field_read_integer (object, "cursor", WEFT_FIELD_OPTIONAL, 0, G_MAXINT64, &self->offset,
                                     error)
         && weft_field_read_integer (object, "limit", WEFT_FIELD_REQUIRED, 1, WEFT_PAGE_MAX, &self->limit,
                                     error);
}

static gboolean
parse_latest (WeftFrame *self, JsonObject *object, GError **error)
{
  if (json_object_has_member (object, "values"))
    return read_latests (object, "values", &self->latests, error);

  if (!read_stream (object, &self->stream, error)
      || !read_checked (object, "name", is_dotted_name, EXPECTED_NAME, &self->name, error))
    return FALSE;

  self->value = json_object_get_member (object, "value");
  if (self->value == NULL || !(is_integer (self->value) || JSON_NODE_HOLDS_OBJECT (self->value)))
    return refuse (WEFT_ERROR_INVALID, error, "value: expected an integer or an object, got %s",
                   weft_json_describe (self->value));
  if (is_integer (self->value) && json_node_get_int (self->value) < 0)
    return refuse (WEFT_ERROR_INVALID, error, "value: %" G_GINT64_FORMAT ", at least 0",
                   json_node_get_int (self->value));

  return TRUE;
}

static gboolean
parse_watch (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_strings (object, "people", WEFT_FRAME_PEOPLE_MAX, weft_id_is_valid,
                       "an id (a UUID in lower case)", &self->people, error);
}

static gboolean
parse_idle (WeftFrame *self, JsonObject *object, GError **error)
{
  return weft_field_read_boolean (object, "idle", WEFT_FIELD_REQUIRED, &self->idle, error);
}

static gboolean
parse_authenticate (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_checked (object, "token", is_token, "an access token", &self->token, error);
}

static gboolean
parse_nothing (WeftFrame *self, JsonObject *object, GError **error)
{
  return TRUE;
}

static gboolean
parse_welcome (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_version (object, &self->version, error) && read_id (object, "person", &self->person, error)
         && read_id (object, "workspace", &self->workspace, error)
         && weft_field_read_time (object, "time", WEFT_FIELD_REQUIRED, &self->time, error)
         && read_number (object, "heartbeat", 1, &self->heartbeat, error)
         && read_number (object, "next", 1, &self->next, error)
         && read_objects (object, "results", WEFT_FRAME_MAX, sizeof (WeftFrameResult), clear_result,
                          read_result, &self->results, error)
         && (!json_object_has_member (object, "latests")
             || read_latests (object, "latests", &self->latests, error))
         && weft_field_read_boolean (object, "more", WEFT_FIELD_OPTIONAL, &self->more, error);
}

static gboolean
parse_events (WeftFrame *self, JsonObject *object, GError **error)
{
  if (!read_stream (object, &self->stream, error) || !read_position (object, &self->position, error)
      || !read_objects (object, "events", WEFT_FRAME_MAX, sizeof (WeftFrameEvent), NULL, read_event,
                        &self->events, error))
    return FALSE;

  for (guint i = 0; i < self->events->len; i++)
    {
      gint64 seq = g_array_index (self->events, WeftFrameEvent, i).seq;
      gint64 expected = self->position.seq - self->events->len + 1 + i;

      if (seq != expected)
        return refuse (WEFT_ERROR_INVALID, error,
                       "events[%u].seq: %" G_GINT64_FORMAT ", but by the position it is %" G_GINT64_FORMAT, i,
                       seq, expected);
    }

  return TRUE;
}

static gboolean
parse_snapshot (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_stream (object, &self->stream, error) && read_position (object, &self->position, error)
         && read_number (object, "page", 0, &self->page, error)
         && weft_field_read_boolean (object, "last", WEFT_FIELD_REQUIRED, &self->last, error)
         && read_tables (self, object, error);
}

static gboolean
parse_page_rows (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_number (object, "request", 1, &self->request, error)
         && read_stream (object, &self->stream, error) && read_number (object, "seq", 0, &self->seq, error)
         && weft_field_read_boolean (object, "more", WEFT_FIELD_REQUIRED, &self->more, error)
         && read_tables (self, object, error);
}

static gboolean
parse_answer (WeftFrame *self, JsonObject *object, GError **error)
{
  self->offset = -1;
  if (!read_number (object, "request", 1, &self->request, error)
      || !read_stream (object, &self->stream, error) || !read_number (object, "seq", 0, &self->seq, error)
      || !weft_field_read_integer (object, "cursor", WEFT_FIELD_OPTIONAL, 0, G_MAXINT64, &self->offset, error)
      || !weft_json_get_array (object, "items", &self->items, error))
    return FALSE;
  if (json_array_get_length (self->items) > WEFT_PAGE_MAX)
    return refuse (WEFT_ERROR_TOO_LARGE, error, "items: %u elements, at most %d",
                   json_array_get_length (self->items), WEFT_PAGE_MAX);
  for (guint i = 0; i < json_array_get_length (self->items); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (self->items, i)))
      return refuse (WEFT_ERROR_INVALID, error, "items[%u]: expected an object, got %s", i,
                     weft_json_describe (json_array_get_element (self->items, i)));

  return TRUE;
}

static gboolean
parse_result (WeftFrame *self, JsonObject *object, GError **error)
{
  self->results = g_array_sized_new (FALSE, TRUE, sizeof (WeftFrameResult), 1);
  g_array_set_clear_func (self->results, clear_result);
  g_array_set_size (self->results, 1);

  return read_result (object, self->results->data, error);
}

static gboolean
parse_heartbeat (WeftFrame *self, JsonObject *object, GError **error)
{
  /* The first servers do not say. */
  self->live = TRUE;
  return weft_field_read_time (object, "time", WEFT_FIELD_REQUIRED, &self->time, error)
         && (!weft_json_has (object, "live") || weft_json_get_bool (object, "live", &self->live, error))
         && read_heads (object, "heads", &self->heads, error);
}

static gboolean
parse_poke (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_heads (object, "heads", &self->heads, error);
}

static gboolean
parse_reset (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_stream (object, &self->stream, error)
         && weft_field_read_text (object, "reason", WEFT_FIELD_LINE, 1, LINE_MAX_LENGTH, &self->reason,
                                  error);
}

static gboolean
parse_revoked (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_stream (object, &self->stream, error);
}

static gboolean
read_hit (JsonObject *object, gpointer element, GError **error)
{
  WeftFrameHit *hit = element;

  if (!read_checked (object, "table", is_sql_name, EXPECTED_TABLE, &hit->table, error)
      || !read_stream (object, &hit->stream, error)
      || !weft_field_read_string (object, "key", WEFT_FIELD_REQUIRED, &hit->key, error)
      || !weft_field_read_integer (object, "window", WEFT_FIELD_REQUIRED, G_MININT64, G_MAXINT64,
                                   &hit->window, error)
      || !weft_field_read_integer (object, "at", WEFT_FIELD_REQUIRED, G_MININT64, G_MAXINT64, &hit->at, error)
      || !weft_field_read_string (object, "author", WEFT_FIELD_REQUIRED, &hit->author, error)
      || !read_array (object, "texts", HIT_TEXTS_MAX, &hit->texts, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (hit->texts); i++)
    if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (hit->texts, i))
        || json_node_get_value_type (json_array_get_element (hit->texts, i)) != G_TYPE_STRING)
      return refuse (WEFT_ERROR_INVALID, error, "texts[%u]: expected a string", i);

  return TRUE;
}

static gboolean
parse_hits (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_number (object, "request", 1, &self->request, error)
         && read_cursor (object, &self->cursor, error)
         && weft_field_read_boolean (object, "indexing", WEFT_FIELD_REQUIRED, &self->indexing, error)
         && read_objects (object, "hits", WEFT_SEARCH_PAGE_MAX, sizeof (WeftFrameHit), NULL, read_hit,
                          &self->hits, error);
}

static gboolean
parse_presence (WeftFrame *self, JsonObject *object, GError **error)
{
  return read_objects (object, "people", WEFT_FRAME_PEOPLE_MAX, sizeof (WeftFramePresence), NULL,
                       read_presence, &self->presences, error);
}

static gboolean
parse_error (WeftFrame *self, JsonObject *object, GError **error)
{
  return (!weft_json_has (object, "request") || read_number (object, "request", 1, &self->request, error))
         && read_checked (object, "code", is_code, "an error code", &self->code, error)
         && weft_field_read_string (object, "field", WEFT_FIELD_OPTIONAL, &self->field, error)
         && weft_field_read_string (object, "message", WEFT_FIELD_REQUIRED, &self->message, error);
}

static const struct
{
  const char *name;
  FrameParser parse;
} types[] = {
  [WEFT_FRAME_NONE] = { "", parse_nothing },
  [WEFT_FRAME_HELLO] = { "hello", parse_hello },
  [WEFT_FRAME_SUBSCRIBE] = { "subscribe", parse_subscribe },
  [WEFT_FRAME_UNSUBSCRIBE] = { "unsubscribe", parse_streams },
  [WEFT_FRAME_OPEN] = { "open", parse_streams },
  [WEFT_FRAME_OPERATION] = { "operation", parse_operation },
  [WEFT_FRAME_ACKNOWLEDGE] = { "acknowledge", parse_acknowledge },
  [WEFT_FRAME_PAGE] = { "page", parse_page },
  [WEFT_FRAME_SEARCH] = { "search", parse_search },
  [WEFT_FRAME_ASK] = { "ask", parse_ask },
  [WEFT_FRAME_LATEST] = { "latest", parse_latest },
  [WEFT_FRAME_WATCH] = { "watch", parse_watch },
  [WEFT_FRAME_IDLE] = { "idle", parse_idle },
  [WEFT_FRAME_AUTHENTICATE] = { "authenticate", parse_authenticate },
  [WEFT_FRAME_PING] = { "ping", parse_nothing },
  [WEFT_FRAME_RECEIVED] = { "received", parse_bytes },
  [WEFT_FRAME_WELCOME] = { "welcome", parse_welcome },
  [WEFT_FRAME_EVENTS] = { "events", parse_events },
  [WEFT_FRAME_SNAPSHOT] = { "snapshot", parse_snapshot },
  [WEFT_FRAME_PAGE_ROWS] = { "page-rows", parse_page_rows },
  [WEFT_FRAME_HITS] = { "hits", parse_hits },
  [WEFT_FRAME_ANSWER] = { "answer", parse_answer },
  [WEFT_FRAME_RESULT] = { "result", parse_result },
  [WEFT_FRAME_HEARTBEAT] = { "heartbeat", parse_heartbeat },
  [WEFT_FRAME_SENT] = { "sent", parse_bytes },
  [WEFT_FRAME_POKE] = { "poke", parse_poke },
  [WEFT_FRAME_RESET] = { "reset", parse_reset },
  [WEFT_FRAME_REVOKED] = { "revoked", parse_revoked },
  [WEFT_FRAME_PRESENCE] = { "presence", parse_presence },
  [WEFT_FRAME_ERROR] = { "error", parse_error },
};
G_STATIC_ASSERT (G_N_ELEMENTS (types) == WEFT_N_FRAMES);

const char *
weft_frame_type_get_name (WeftFrameType type)
{
  g_return_val_if_fail ((guint) type < WEFT_N_FRAMES, "");

  return types[type].name;
}

WeftFrame *
weft_frame_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (WeftFrame) self = NULL;
  const char *name = NULL;
  JsonObject *object;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > WEFT_FRAME_MAX)
    {
      refuse (WEFT_ERROR_TOO_LARGE, error, "frame: %" G_GSIZE_FORMAT " bytes, at most %d", length,
              WEFT_FRAME_MAX);
      return NULL;
    }

  self = g_new0 (WeftFrame, 1);
  self->length = length;
  self->root = weft_json_parse (text, length, error);
  if (self->root == NULL)
    return NULL;

  object = json_node_get_object (self->root);
  if (!weft_field_read_string (object, "type", WEFT_FIELD_REQUIRED, &name, error))
    return NULL;

  for (WeftFrameType type = WEFT_FRAME_NONE + 1; type < WEFT_N_FRAMES; type++)
    if (strcmp (types[type].name, name) == 0)
      {
        self->type = type;
        if (!types[type].parse (self, object, error))
          return NULL;
        break;
      }

  return g_steal_pointer (&self);
}

void
weft_frame_free (WeftFrame *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->streams, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_pointer (&self->heads, g_array_unref);
  g_clear_pointer (&self->results, g_array_unref);
  g_clear_pointer (&self->events, g_array_unref);
  g_clear_pointer (&self->tables, g_array_unref);
  g_clear_pointer (&self->latests, g_array_unref);
  g_clear_pointer (&self->presences, g_array_unref);
  g_clear_pointer (&self->hits, g_array_unref);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

gboolean
weft_frame_read_error (JsonObject *object, GError **refusal, const char **field, GError **error)
{
  const char *code = NULL;
  const char *message = NULL;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (refusal != NULL && *refusal == NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  *field = NULL;
  if (!read_checked (object, "code", is_code, "an error code", &code, error)
      || !weft_field_read_string (object, "field", WEFT_FIELD_OPTIONAL, field, error)
      || !weft_field_read_string (object, "message", WEFT_FIELD_REQUIRED, &message, error))
    return FALSE;

  g_set_error_literal (refusal, WEFT_ERROR, weft_error_from_wire (code), message);
  return TRUE;
}
