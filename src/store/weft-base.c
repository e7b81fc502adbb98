/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/weft-base.h"

#include <string.h>

#include "base/weft-error.h"
#include "base/weft-json.h"

/* Bytes of a text said in full, at most: an operation and its base share one frame. */
#define TEXT_MAX 16384
/* A shorter text is said in full. */
#define TEXT_SHORT 48

static gboolean
is_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static char *
hash_text (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* Bytes at the beginning that @a and @b share, whole characters. */
static gsize
measure_head (const char *a, const char *b)
{
  gsize n = 0;

  while (a[n] != '\0' && a[n] == b[n])
    n++;
  while (n > 0 && (((guchar) a[n] & 0xc0) == 0x80 || ((guchar) b[n] & 0xc0) == 0x80))
    n--;

  return n;
}

static gsize
measure_tail (const char *a, gsize a_length, const char *b, gsize b_length, gsize head)
{
  gsize most = MIN (a_length, b_length) - head;
  gsize n = 0;

  while (n < most && a[a_length - n - 1] == b[b_length - n - 1])
    n++;
  while (n > 0 && ((guchar) a[a_length - n] & 0xc0) == 0x80)
    n--;

  return n;
}

void
weft_base_encode (GString *out, const char *key, JsonNode *value, JsonNode *mine, gboolean brief)
{
  const char *text = is_string (value) ? json_node_get_string (value) : NULL;
  gsize length = text != NULL ? strlen (text) : 0;

  if (text == NULL || length <= TEXT_SHORT)
    {
      weft_json_node (out, key, value);
      return;
    }

  weft_json_begin (out, key);
  if (is_string (mine) && !brief)
    {
      const char *other = json_node_get_string (mine);
      gsize other_length = strlen (other);
      gsize head = measure_head (text, other);
      gsize tail = measure_tail (text, length, other, other_length, head);

      if (length - head - tail <= TEXT_MAX)
        {
          g_autofree char *middle = g_strndup (text + head, length - head - tail);

          weft_json_int (out, "head", g_utf8_strlen (text, (gssize) head));
          weft_json_int (out, "tail", g_utf8_strlen (text + length - tail, (gssize) tail));
          weft_json_string (out, "text", middle);
          weft_json_end (out);
          return;
        }
    }

  {
    g_autofree char *hash = hash_text (text);

    weft_json_string (out, "hash", hash);
    weft_json_end (out);
  }
}

static gboolean
decode_text (const WeftObjectField *field, JsonObject *told, JsonNode *mine, JsonNode **value, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *other;
  const char *middle;
  gint64 head;
  gint64 tail;
  glong n;

  if (!is_string (mine))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "base.values.%s: differs from a text that is not there", field->name);
      return FALSE;
    }
  if (!weft_json_get_int (told, "head", &head, error) || !weft_json_get_int (told, "tail", &tail, error)
      || !weft_json_get_string (told, "text", &middle, error))
    {
      g_prefix_error (error, "base.values.%s.", field->name);
      return FALSE;
    }

  other = json_node_get_string (mine);
  n = g_utf8_strlen (other, -1);
  if (head < 0 || tail < 0 || head > n || tail > n - head)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "base.values.%s: head %" G_GINT64_FORMAT " and tail %" G_GINT64_FORMAT
                   " of %ld characters",
                   field->name, head, tail, n);
      return FALSE;
    }

  g_string_append_len (text, other, g_utf8_offset_to_pointer (other, (glong) head) - other);
  g_string_append (text, middle);
  g_string_append (text, g_utf8_offset_to_pointer (other, n - (glong) tail));
  *value = json_node_init_string (json_node_alloc (), text->str);
  return TRUE;
}

gboolean
weft_base_decode (
    const WeftObjectField *field, JsonNode *told, JsonNode *mine, JsonNode **value, GError **error)
{
  if (JSON_NODE_HOLDS_OBJECT (told) && !field->is_order
      && !json_object_has_member (json_node_get_object (told), "hash"))
    return decode_text (field, json_node_get_object (told), mine, value, error);

  if (field->is_set ? !JSON_NODE_HOLDS_ARRAY (told) : JSON_NODE_HOLDS_ARRAY (told))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "base.values.%s: expected %s, got %s", field->name,
                   field->is_set ? "an array" : "one value", weft_json_describe (told));
      return FALSE;
    }
  if ((field->rule == WEFT_RULE_MERGE_TEXT || field->rule == WEFT_RULE_LAST_KEPT) && !is_string (told) && !JSON_NODE_HOLDS_OBJECT (told))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "base.values.%s: expected a text, got %s",
                   field->name, weft_json_describe (told));
      return FALSE;
    }

  *value = json_node_copy (told);
  return TRUE;
}

GHashTable *
weft_base_collect (JsonNode *array)
{
  GHashTable *strings = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *elements = array != NULL && JSON_NODE_HOLDS_ARRAY (array) ? json_node_get_array (array) : NULL;

  for (guint i = 0; elements != NULL && i < json_array_get_length (elements); i++)
    if (is_string (json_array_get_element (elements, i)))
      g_hash_table_add (strings, (gpointer) json_array_get_string_element (elements, i));

  return strings;
}

static gboolean
equal_sets (JsonNode *a, JsonNode *b)
{
  g_autoptr (GHashTable) one = weft_base_collect (a);
  g_autoptr (GHashTable) other = weft_base_collect (b);
  GHashTableIter iter;
  gpointer element;

  if (g_hash_table_size (one) != g_hash_table_size (other))
    return FALSE;

  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &element, NULL))
    if (!g_hash_table_contains (other, element))
      return FALSE;

  return TRUE;
}

static gboolean
equal_member (JsonNode *a, JsonNode *b, const char *name)
{
  JsonNode *one = JSON_NODE_HOLDS_OBJECT (a) ? json_object_get_member (json_node_get_object (a), name) : a;
  JsonNode *other = JSON_NODE_HOLDS_OBJECT (b) ? json_object_get_member (json_node_get_object (b), name) : b;

  return one != NULL && other != NULL && json_node_equal (one, other);
}

gboolean
weft_base_equal (const WeftObjectField *field, JsonNode *a, JsonNode *b)
{
  if (a == NULL || b == NULL)
    return FALSE;
  if (field->is_order)
    return equal_member (a, b, "after")
           || (JSON_NODE_HOLDS_OBJECT (a) && JSON_NODE_HOLDS_OBJECT (b) && equal_member (a, b, "rank"));
  if (field->is_set)
    return equal_sets (a, b);
  if (JSON_NODE_HOLDS_OBJECT (a))
    {
      JsonNode *hash = json_object_get_member (json_node_get_object (a), "hash");
      g_autofree char *other = is_string (b) ? hash_text (json_node_get_string (b)) : NULL;

      return is_string (hash) && g_strcmp0 (json_node_get_string (hash), other) == 0;
    }

  return json_node_equal (a, b);
}
