/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-field.h"

#include <math.h>
#include <string.h>

#include "base/weft-id.h"
#include "proto/weft-registry.h"

/* What a person sent is quoted in errors only so far, so that an error stays a line. */
#define QUOTED_MAX 40

static const char *
describe_node (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return "an object";
    case JSON_NODE_ARRAY:
      return "an array";
    case JSON_NODE_NULL:
      return "null";
    case JSON_NODE_VALUE:
    default:
      break;
    }

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return "a string";
    case G_TYPE_INT64:
      return "an integer";
    case G_TYPE_BOOLEAN:
      return "a boolean";
    default:
      return "a number";
    }
}

static gboolean
refuse_type (JsonNode *node, const char *key, const char *expected, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected %s, got %s", key, expected,
               describe_node (node));
  return FALSE;
}

/* Sets @node to NULL for an optional member that is not there. */
static inline gboolean
find_member (JsonObject *object, const char *key, WeftFieldFlags flags, JsonNode **node, GError **error)
{
  *node = json_object_get_member (object, key);

  if (*node != NULL && !JSON_NODE_HOLDS_NULL (*node))
    return TRUE;

  if (flags & WEFT_FIELD_OPTIONAL)
    {
      *node = NULL;
      return TRUE;
    }

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: missing", key);
  return FALSE;
}

static inline gboolean
node_is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

gboolean
weft_field_read_string (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error)
{
  JsonNode *node;

  if (!find_member (object, key, flags, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!node_is_string (node))
    return refuse_type (node, key, "a string", error);

  *value = json_node_get_string (node);
  return TRUE;
}

static gboolean
is_line_break (gunichar c)
{
  return c == 0x85 || c == 0x2028 || c == 0x2029;
}

gboolean
weft_field_read_text (JsonObject *object,
                      const char *key,
                      WeftFieldFlags flags,
                      guint min,
                      guint max,
                      const char **value,
                      GError **error)
{
  const char *text = NULL;
  gboolean blank = TRUE;
  guint n = 0;

  if (!weft_field_read_string (object, key, flags, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean breaks = c == '\n' || c == '\t';

      if (((c < 0x20 || c == 0x7f) && !breaks)
          || ((flags & WEFT_FIELD_LINE) && (breaks || is_line_break (c))))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: character %u is U+%04X, which %s", key,
                       n + 1, c,
                       breaks || is_line_break (c) ? "does not fit on one line" : "is a control character");
          return FALSE;
        }
      if (blank && !g_unichar_isspace (c))
        blank = FALSE;
    }

  if (n > max)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: %u characters, at most %u", key, n, max);
      return FALSE;
    }
  if (n < min)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %u characters, at least %u", key, n, min);
      return FALSE;
    }
  if (min > 0 && blank)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: nothing but white space", key);
      return FALSE;
    }

  *value = text;
  return TRUE;
}

static gboolean
read_checked (JsonObject *object,
              const char *key,
              WeftFieldFlags flags,
              gboolean (*is_valid) (const char *text),
              const char *expected,
              const char **value,
              GError **error)
{
  const char *text = NULL;

  if (!weft_field_read_string (object, key, flags, &text, error))
    return FALSE;

  if (text != NULL && !is_valid (text))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected %s", key, expected);
      return FALSE;
    }

  if (text != NULL)
    *value = text;
  return TRUE;
}

#define EXPECTED_ID "an id (a UUID in lower case)"
#define EXPECTED_STREAM "a stream (kind/<uuid> or workspace)"

gboolean
weft_field_read_id (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error)
{
  return read_checked (object, key, flags, weft_id_is_valid, EXPECTED_ID, value, error);
}

gboolean
weft_field_read_stream (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error)
{
  return read_checked (object, key, flags, weft_stream_is_valid, EXPECTED_STREAM, value, error);
}

static gboolean
hash_is_valid (const char *text)
{
  return strspn (text, "0123456789abcdef") == 64 && text[64] == '\0';
}

gboolean
weft_field_read_hash (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error)
{
  return read_checked (object, key, flags, hash_is_valid, "a SHA-256 (64 hexadecimal digits in lower case)",
                       value, error);
}

gboolean
weft_field_read_choice (JsonObject *object,
                        const char *key,
                        WeftFieldFlags flags,
                        const char *const *values,
                        const char **value,
                        GError **error)
{
  g_autofree char *all = NULL;
  const char *text = NULL;

  if (!weft_field_read_string (object, key, flags, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  for (guint i = 0; values[i] != NULL; i++)
    if (strcmp (values[i], text) == 0)
      {
        *value = values[i];
        return TRUE;
      }

  all = g_strjoinv (", ", (char **) values);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected one of %s", key, all);
  return FALSE;
}

gboolean
weft_field_read_integer (JsonObject *object,
                         const char *key,
                         WeftFieldFlags flags,
                         gint64 min,
                         gint64 max,
                         gint64 *value,
                         GError **error)
{
  JsonNode *node;
  gint64 number;

  if (!find_member (object, key, flags, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse_type (node, key, "an integer", error);

  number = json_node_get_int (node);
  if (number < min || number > max)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %" G_GINT64_FORMAT ", %s %" G_GINT64_FORMAT,
                   key, number, number < min ? "at least" : "at most", number < min ? min : max);
      return FALSE;
    }

  *value = number;
  return TRUE;
}

gboolean
weft_field_read_time (
    JsonObject *object, const char *key, WeftFieldFlags flags, gint64 *value, GError **error)
{
  return weft_field_read_integer (object, key, flags, 0, WEFT_TIME_MAX, value, error);
}

gboolean
weft_field_read_real (
    JsonObject *object, const char *key, WeftFieldFlags flags, double *value, GError **error)
{
  JsonNode *node;
  double number;

  if (!find_member (object, key, flags, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64
          && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return refuse_type (node, key, "a number", error);

  number = json_node_get_double (node);
  if (!isfinite (number))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: not a finite number", key);
      return FALSE;
    }

  *value = number;
  return TRUE;
}

gboolean
weft_field_read_boolean (
    JsonObject *object, const char *key, WeftFieldFlags flags, gboolean *value, GError **error)
{
  JsonNode *node;

  if (!find_member (object, key, flags, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse_type (node, key, "true or false", error);

  *value = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_array (JsonObject *object,
            const char *key,
            WeftFieldFlags flags,
            guint max,
            gboolean (*is_valid) (const char *text),
            const char *expected,
            const char *const **values,
            guint *n_values,
            GError **error)
{
  g_autofree const char **strings = NULL;
  JsonArray *array;
  JsonNode *node;
  guint n;

  if (!find_member (object, key, flags, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse_type (node, key, "an array", error);

  array = json_node_get_array (node);
  n = json_array_get_length (array);
  if (n > max)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: %u elements, at most %u", key, n, max);
      return FALSE;
    }

  strings = g_new (const char *, (gsize) n + 1);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!node_is_string (element) || !is_valid (json_node_get_string (element)))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s[%u]: expected %s", key, i, expected);
          return FALSE;
        }
      strings[i] = json_node_get_string (element);
    }
  strings[n] = NULL;

  *values = g_steal_pointer (&strings);
  *n_values = n;
  return TRUE;
}

gboolean
weft_field_read_ids (JsonObject *object,
                     const char *key,
                     WeftFieldFlags flags,
                     guint max,
                     const char *const **values,
                     guint *n_values,
                     GError **error)
{
  return read_array (object, key, flags, max, weft_id_is_valid, EXPECTED_ID, values, n_values, error);
}

gboolean
weft_field_read_streams (JsonObject *object,
                         const char *key,
                         WeftFieldFlags flags,
                         guint max,
                         const char *const **values,
                         guint *n_values,
                         GError **error)
{
  return read_array (object, key, flags, max, weft_stream_is_valid, EXPECTED_STREAM, values, n_values, error);
}

gboolean
weft_field_refuse_others (JsonObject *object, const char *const *known, const char *owner, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      {
        g_autofree char *quoted = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), QUOTED_MAX));

        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %s has no such field", quoted, owner);
        return FALSE;
      }

  return TRUE;
}

void
weft_field_write_strings (GString *out, const char *key, const char *const *values, guint n_values)
{
  weft_json_begin_array (out, key);
  for (guint i = 0; i < n_values; i++)
    weft_json_string (out, NULL, values[i]);
  weft_json_end_array (out);
}

void
weft_field_clear_nothing (gpointer args)
{
}
