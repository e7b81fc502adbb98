/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-json.h"

#include "base/weft-error.h"

#include <math.h>
#include <string.h>

/* A parser of our own, which makes json-glib's nodes: json-glib's takes more than JSON (comments, unquoted
 * names), cuts strings at U+0000 and follows any depth. RFC 8259 strictly, and fast on the short texts of
 * the protocol. */

#define KEY_SIZE 64

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  GString *scratch; /* the string at hand, unescaped */
  GError **error;
} Parser;

static JsonNode *parse_value (Parser *self);

static void
fail (Parser *self, WeftError code, const char *at, const char *what)
{
  g_set_error (self->error, WEFT_ERROR, code, "JSON, byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (at - self->start), what);
}

static void
fail_expected (Parser *self, const char *expected)
{
  g_autofree char *what = NULL;

  if (self->at == self->end)
    what = g_strdup_printf ("expected %s, but the text ends", expected);
  else if (g_ascii_isgraph (*self->at))
    what = g_strdup_printf ("expected %s, got “%c”", expected, *self->at);
  else
    what = g_strdup_printf ("expected %s, got byte 0x%02x", expected, (guchar) *self->at);

  fail (self, WEFT_ERROR_INVALID, self->at, what);
}

static inline void
skip_space (Parser *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

static gboolean
parse_hex (Parser *self, guint *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        {
          fail_expected (self, "a hexadecimal digit");
          return FALSE;
        }
      *value = *value << 4 | (guint) g_ascii_xdigit_value (*self->at);
    }

  return TRUE;
}

static gboolean
parse_unicode_escape (Parser *self)
{
  const char *start = self->at - 2;
  guint high, low;

  if (!parse_hex (self, &high))
    return FALSE;

  if (high == 0)
    {
      fail (self, WEFT_ERROR_INVALID, start, "U+0000 is not allowed in text");
      return FALSE;
    }

  if (high >= 0xd800 && high <= 0xdbff)
    {
      if (self->end - self->at < 6 || self->at[0] != '\\' || self->at[1] != 'u')
        {
          fail (self, WEFT_ERROR_INVALID, start, "half of a surrogate pair");
          return FALSE;
        }
      self->at += 2;
      if (!parse_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        {
          fail (self, WEFT_ERROR_INVALID, start, "half of a surrogate pair");
          return FALSE;
        }
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (high >= 0xdc00 && high <= 0xdfff)
    {
      fail (self, WEFT_ERROR_INVALID, start, "half of a surrogate pair");
      return FALSE;
    }

  g_string_append_unichar (self->scratch, high);
  return TRUE;
}

/* Reads a string, behind its opening quote, into scratch. */
static gboolean
parse_string (Parser *self)
{
  g_string_truncate (self->scratch, 0);

  for (;;)
    {
      const char *run = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' && (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (self->scratch, run, self->at - run);

      if (self->at == self->end)
        {
          fail_expected (self, "“\"”");
          return FALSE;
        }
      if (*self->at == '"')
        {
          self->at++;
          return TRUE;
        }
      if (*self->at != '\\')
        {
          fail (self, WEFT_ERROR_INVALID, self->at, "control characters in text must be escaped");
          return FALSE;
        }

      self->at++;
      if (self->at == self->end)
        {
          fail_expected (self, "an escape");
          return FALSE;
        }

      switch (*self->at++)
        {
        case '"':
          g_string_append_c (self->scratch, '"');
          break;
        case '\\':
          g_string_append_c (self->scratch, '\\');
          break;
        case '/':
          g_string_append_c (self->scratch, '/');
          break;
        case 'b':
          g_string_append_c (self->scratch, '\b');
          break;
        case 'f':
          g_string_append_c (self->scratch, '\f');
          break;
        case 'n':
          g_string_append_c (self->scratch, '\n');
          break;
        case 'r':
          g_string_append_c (self->scratch, '\r');
          break;
        case 't':
          g_string_append_c (self->scratch, '\t');
          break;
        case 'u':
          if (!parse_unicode_escape (self))
            return FALSE;
          break;
        default:
          self->at--;
          fail_expected (self, "an escape");
          return FALSE;
        }
    }
}

static gboolean
skip_digits (Parser *self)
{
  if (self->at == self->end || !g_ascii_isdigit (*self->at))
    {
      fail_expected (self, "a digit");
      return FALSE;
    }
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return TRUE;
}

static JsonNode *
parse_number (Parser *self)
{
  const char *start = self->at;
  gboolean whole = TRUE;
  gboolean negative = *self->at == '-';

  if (negative)
    self->at++;

  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!skip_digits (self))
    return NULL;

  if (self->at < self->end && g_ascii_isdigit (*self->at))
    {
      fail (self, WEFT_ERROR_INVALID, start, "a number may not begin with 0");
      return NULL;
    }

  if (self->at < self->end && *self->at == '.')
    {
      whole = FALSE;
      self->at++;
      if (!skip_digits (self))
        return NULL;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      whole = FALSE;
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (!skip_digits (self))
        return NULL;
    }

  /* "-0" is the number minus zero, which no integer is. */
  if (whole && !(negative && start[1] == '0'))
    {
      guint64 limit = negative ? (guint64) G_MAXINT64 + 1 : (guint64) G_MAXINT64;
      guint64 value = 0;

      for (const char *at = start + negative; at < self->at; at++)
        {
          guint digit = (guint) (*at - '0');

          if (value > (limit - digit) / 10)
            {
              whole = FALSE;
              break;
            }
          value = value * 10 + digit;
        }

      if (whole)
        return json_node_init_int (json_node_alloc (), (gint64) (negative ? 0 - value : value));
    }

  {
    double value;

    g_string_truncate (self->scratch, 0);
    g_string_append_len (self->scratch, start, self->at - start);
    value = g_ascii_strtod (self->scratch->str, NULL);
    if (!isfinite (value))
      {
        fail (self, WEFT_ERROR_INVALID, start, "the number is too large");
        return NULL;
      }
    return json_node_init_double (json_node_alloc (), value);
  }
}

static gboolean
enter (Parser *self)
{
  self->at++;
  if (++self->depth > WEFT_JSON_MAX_DEPTH)
    {
      fail (self, WEFT_ERROR_TOO_LARGE, self->at - 1,
            "nested too deeply, at most " G_STRINGIFY (WEFT_JSON_MAX_DEPTH) " levels");
      return FALSE;
    }
  skip_space (self);

  return TRUE;
}

/* After a member or an element: TRUE and *more if a comma, TRUE if @close, else FALSE. */
static gboolean
parse_separator (Parser *self, char close, gboolean *more)
{
  skip_space (self);
  if (self->at == self->end || (*self->at != ',' && *self->at != close))
    {
      fail_expected (self, close == '}' ? "“,” or “}”" : "“,” or “]”");
      return FALSE;
    }

  *more = *self->at++ == ',';
  if (*more)
    skip_space (self);

  return TRUE;
}

static JsonNode *
parse_object (Parser *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  gboolean more;

  if (!enter (self))
    return NULL;

  more = self->at == self->end || *self->at != '}';
  if (!more)
    self->at++;

  while (more)
    {
      const char *start = self->at;
      char short_key[KEY_SIZE];
      g_autofree char *long_key = NULL;
      const char *key = short_key;
      JsonNode *value;

      if (self->at == self->end || *self->at != '"')
        {
          fail_expected (self, "a member's name");
          return NULL;
        }
      self->at++;
      if (!parse_string (self))
        return NULL;

      /* Parsing the value will use scratch. */
      if (self->scratch->len < KEY_SIZE)
        memcpy (short_key, self->scratch->str, self->scratch->len + 1);
      else
        key = long_key = g_strdup (self->scratch->str);

      skip_space (self);
      if (self->at == self->end || *self->at != ':')
        {
          fail_expected (self, "“:”");
          return NULL;
        }
      self->at++;
      skip_space (self);

      value = parse_value (self);
      if (value == NULL)
        return NULL;
      json_object_set_member (object, key, value);

      /* g_str_hash collides at will: a bound on the members bounds the work. */
      if (json_object_get_size (object) > WEFT_JSON_MAX_MEMBERS)
        {
          fail (self, WEFT_ERROR_TOO_LARGE, start,
                "too many members, at most " G_STRINGIFY (WEFT_JSON_MAX_MEMBERS) " in an object");
          return NULL;
        }

      if (!parse_separator (self, '}', &more))
        return NULL;
    }

  self->depth--;
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
parse_array (Parser *self)
{
  g_autoptr (JsonArray) array = json_array_new ();
  gboolean more;

  if (!enter (self))
    return NULL;

  more = self->at == self->end || *self->at != ']';
  if (!more)
    self->at++;

  while (more)
    {
      JsonNode *value = parse_value (self);

      if (value == NULL)
        return NULL;
      json_array_add_element (array, value);

      if (!parse_separator (self, ']', &more))
        return NULL;
    }

  self->depth--;
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
skip_word (Parser *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    {
      fail_expected (self, "a value");
      return FALSE;
    }
  self->at += length;

  return TRUE;
}

static JsonNode *
parse_value (Parser *self)
{
  switch (self->at < self->end ? *self->at : '\0')
    {
    case '{':
      return parse_object (self);
    case '[':
      return parse_array (self);
    case '"':
      self->at++;
      if (!parse_string (self))
        return NULL;
      return json_node_init_string (json_node_alloc (), self->scratch->str);
    case 't':
      return skip_word (self, "true") ? json_node_init_boolean (json_node_alloc (), TRUE) : NULL;
    case 'f':
      return skip_word (self, "false") ? json_node_init_boolean (json_node_alloc (), FALSE) : NULL;
    case 'n':
      return skip_word (self, "null") ? json_node_init_null (json_node_alloc ()) : NULL;
    case '-':
    case '0' ... '9':
      return parse_number (self);
    default:
      fail_expected (self, "a value");
      return NULL;
    }
}

JsonNode *
weft_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GString) scratch = NULL;
  g_autoptr (JsonNode) root = NULL;
  const char *invalid;
  Parser self;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0)
    text = "";

  scratch = g_string_sized_new (128);
  self = (Parser) { .start = text, .at = text, .end = text + length, .scratch = scratch, .error = error };

  if (!g_utf8_validate_len (text, length, &invalid))
    {
      fail (&self, WEFT_ERROR_INVALID, invalid, *invalid == '\0' ? "a NUL byte" : "not UTF-8");
      return NULL;
    }

  skip_space (&self);
  if (self.at == self.end || *self.at != '{')
    {
      fail_expected (&self, "an object");
      return NULL;
    }

  root = parse_object (&self);
  if (root == NULL)
    return NULL;

  skip_space (&self);
  if (self.at != self.end)
    {
      fail_expected (&self, "the end");
      return NULL;
    }

  return g_steal_pointer (&root);
}

/* What the byte before says is enough to know whether a comma is due: text within strings always ends in '"'.
 */
static inline void
write_key (GString *out, const char *key)
{
  char last = out->len > 0 ? out->str[out->len - 1] : '[';

  if (last != '[' && last != '{' && last != ':')
    g_string_append_c (out, ',');

  if (key != NULL)
    {
      g_string_append_c (out, '"');
      g_string_append (out, key);
      g_string_append_len (out, "\":", 2);
    }
}

void
weft_json_begin (GString *out, const char *key)
{
  write_key (out, key);
  g_string_append_c (out, '{');
}

void
weft_json_end (GString *out)
{
  g_string_append_c (out, '}');
}

void
weft_json_begin_array (GString *out, const char *key)
{
  write_key (out, key);
  g_string_append_c (out, '[');
}

void
weft_json_end_array (GString *out)
{
  g_string_append_c (out, ']');
}

static void
write_escaped (GString *out, const char *value)
{
  static const char digits[] = "0123456789abcdef";

  for (;;)
    {
      const char *run = value;
      char escaped[] = "\\u0000";

      while ((guchar) *value >= 0x20 && *value != '"' && *value != '\\')
        value++;
      g_string_append_len (out, run, value - run);

      switch (*value)
        {
        case '\0':
          return;
        case '"':
          g_string_append_len (out, "\\\"", 2);
          break;
        case '\\':
          g_string_append_len (out, "\\\\", 2);
          break;
        case '\b':
          g_string_append_len (out, "\\b", 2);
          break;
        case '\f':
          g_string_append_len (out, "\\f", 2);
          break;
        case '\n':
          g_string_append_len (out, "\\n", 2);
          break;
        case '\r':
          g_string_append_len (out, "\\r", 2);
          break;
        case '\t':
          g_string_append_len (out, "\\t", 2);
          break;
        default:
          escaped[4] = digits[(guchar) *value >> 4];
          escaped[5] = digits[(guchar) *value & 0xf];
          g_string_append_len (out, escaped, 6);
          break;
        }
      value++;
    }
}

void
weft_json_string (GString *out, const char *key, const char *value)
{
  if (value == NULL)
    {
      weft_json_null (out, key);
      return;
    }

  write_key (out, key);
  g_string_append_c (out, '"');
  if (g_utf8_validate (value, -1, NULL))
    {
      write_escaped (out, value);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      write_escaped (out, valid);
    }
  g_string_append_c (out, '"');
}

void
weft_json_int (GString *out, const char *key, gint64 value)
{
  char digits[21];
  char *at = digits + sizeof digits;
  guint64 rest = value < 0 ? 0 - (guint64) value : (guint64) value;

  write_key (out, key);
  do
    *--at = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    *--at = '-';
  g_string_append_len (out, at, digits + sizeof digits - at);
}

void
weft_json_double (GString *out, const char *key, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (isfinite (value));

  /* The shortest form that reads back as the same number. */
  g_ascii_formatd (digits, sizeof digits, "%.15g", value);
  if (g_ascii_strtod (digits, NULL) != value)
    g_ascii_dtostr (digits, sizeof digits, value);

  write_key (out, key);
  g_string_append (out, digits);
  /* A real stays a real, also when it happens to be whole. */
  if (strpbrk (digits, ".e") == NULL)
    g_string_append_len (out, ".0", 2);
}

void
weft_json_bool (GString *out, const char *key, gboolean value)
{
  write_key (out, key);
  g_string_append (out, value ? "true" : "false");
}

void
weft_json_null (GString *out, const char *key)
{
  write_key (out, key);
  g_string_append_len (out, "null", 4);
}

void
weft_json_raw (GString *out, const char *key, const char *json, gssize length)
{
  g_return_if_fail (json != NULL);

  write_key (out, key);
  g_string_append_len (out, json, length);
}

void
weft_json_node (GString *out, const char *key, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      {
        JsonObjectIter iter;
        const char *name;
        JsonNode *member;

        weft_json_begin (out, key);
        json_object_iter_init_ordered (&iter, json_node_get_object (node));
        while (json_object_iter_next_ordered (&iter, &name, &member))
          {
            weft_json_string (out, NULL, name);
            g_string_append_c (out, ':');
            weft_json_node (out, NULL, member);
          }
        weft_json_end (out);
        break;
      }
    case JSON_NODE_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);

        weft_json_begin_array (out, key);
        for (guint i = 0; i < json_array_get_length (array); i++)
          weft_json_node (out, NULL, json_array_get_element (array, i));
        weft_json_end_array (out);
        break;
      }
    case JSON_NODE_VALUE:
      switch (json_node_get_value_type (node))
        {
        case G_TYPE_INT64:
          weft_json_int (out, key, json_node_get_int (node));
          break;
        case G_TYPE_DOUBLE:
          weft_json_double (out, key, json_node_get_double (node));
          break;
        case G_TYPE_BOOLEAN:
          weft_json_bool (out, key, json_node_get_boolean (node));
          break;
        default:
          weft_json_string (out, key, json_node_get_string (node));
          break;
        }
      break;
    case JSON_NODE_NULL:
    default:
      weft_json_null (out, key);
      break;
    }
}

const char *
weft_json_describe (JsonNode *node)
{
  if (node == NULL)
    return "nothing";

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
    case G_TYPE_INT64:
      return "an integer";
    case G_TYPE_BOOLEAN:
      return "a boolean";
    case G_TYPE_STRING:
      return "a string";
    default:
      {
        double value = json_node_get_double (node);

        return floor (value) == value && fabs (value) >= 9223372036854775807.0 ? "a number beyond 64 bits"
                                                                               : "a real number";
      }
    }
}

static gboolean
is_of_type (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
refuse (const char *key, const char *expected, JsonNode *node, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected %s, got %s", key, expected,
               weft_json_describe (node));
  return FALSE;
}

gboolean
weft_json_get_string (JsonObject *object, const char *key, const char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (!is_of_type (node, G_TYPE_STRING))
    return refuse (key, "a string", node, error);

  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
weft_json_get_int (JsonObject *object, const char *key, gint64 *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (!is_of_type (node, G_TYPE_INT64))
    return refuse (key, "an integer", node, error);

  *value = json_node_get_int (node);
  return TRUE;
}

gboolean
weft_json_get_double (JsonObject *object, const char *key, double *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (is_of_type (node, G_TYPE_INT64))
    *value = (double) json_node_get_int (node);
  else if (is_of_type (node, G_TYPE_DOUBLE))
    *value = json_node_get_double (node);
  else
    return refuse (key, "a number", node, error);

  return TRUE;
}

gboolean
weft_json_get_bool (JsonObject *object, const char *key, gboolean *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (!is_of_type (node, G_TYPE_BOOLEAN))
    return refuse (key, "a boolean", node, error);

  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
weft_json_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (key, "an object", node, error);

  *value = json_node_get_object (node);
  return TRUE;
}

gboolean
weft_json_get_array (JsonObject *object, const char *key, JsonArray **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (key, "an array", node, error);

  *value = json_node_get_array (node);
  return TRUE;
}

gboolean
weft_json_has (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}
