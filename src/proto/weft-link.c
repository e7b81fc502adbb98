/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-link.h"

#include <string.h>

#include "proto/weft-registry.h"

#define SCHEME "weft:"
#define WINDOW_DIGITS 18 /* what an int64 surely holds */
#define NAME_MAX_LENGTH 64

static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* What may stand in a link at all. */
static gboolean
is_link_byte (char c)
{
  return is_plain (c) || c == '/' || c == '#' || c == '@' || c == '%' || c == ':';
}

WeftLink *
weft_link_new (const char *stream, const char *table, const char *key, gint64 window)
{
  WeftLink *self = g_new0 (WeftLink, 1);

  self->stream = g_strdup (stream);
  self->table = g_strdup (table);
  self->key = g_strdup (key);
  self->window = window;

  return self;
}

void
weft_link_free (WeftLink *self)
{
  if (self == NULL)
    return;

  g_free (self->stream);
  g_free (self->table);
  g_free (self->key);
  g_free (self);
}

/* (nullable) */
static char *
read_key (const char *text, const char *end)
{
  g_autoptr (GString) key = g_string_new (NULL);

  while (text < end)
    {
      if (*text == '/')
        g_string_append_c (key, '\x1f');
      else if (*text == '%')
        {
          int high = end - text >= 3 ? g_ascii_xdigit_value (text[1]) : -1;
          int low = end - text >= 3 ? g_ascii_xdigit_value (text[2]) : -1;

          /* Control characters stand in no key but between its columns. */
          if (high < 0 || low < 0 || high * 16 + low < 0x20)
            return NULL;
          g_string_append_c (key, (char) (high * 16 + low));
          text += 2;
        }
      else if (is_plain (*text))
        g_string_append_c (key, *text);
      else
        return NULL;
      text++;
    }

  return key->len > 0 && g_utf8_validate_len (key->str, key->len, NULL)
             ? g_string_free_and_steal (g_steal_pointer (&key))
             : NULL;
}

static gboolean
read_row (WeftLink *self, const char *text, const char *end)
{
  const char *slash = memchr (text, '/', end - text);
  const char *at = memchr (text, '@', end - text);
  const char *key_end = at != NULL ? at : end;

  if (slash == NULL || slash >= key_end || slash == text || slash - text > NAME_MAX_LENGTH)
    return FALSE;
  for (const char *p = text; p < slash; p++)
    if (!g_ascii_islower (*p) && *p != '_' && (p == text || !g_ascii_isdigit (*p)))
      return FALSE;
  self->table = g_strndup (text, slash - text);
  self->key = read_key (slash + 1, key_end);
  if (self->key == NULL)
    return FALSE;

  if (at != NULL)
    {
      gboolean negative = at[1] == '-';
      const char *digits = at + (negative ? 2 : 1);
      gsize n = end > digits ? end - digits : 0;

      if (n == 0 || n > WINDOW_DIGITS || strspn (digits, "0123456789") < n)
        return FALSE;
      self->window = g_ascii_strtoll (at + 1, NULL, 10);
      if (negative && self->window >= -1)
        return FALSE;
    }

  return TRUE;
}

WeftLink *
weft_link_parse (const char *text, gssize length)
{
  g_autoptr (WeftLink) self = NULL;
  g_autofree char *whole = NULL;
  const char *hash, *end;

  g_return_val_if_fail (text != NULL, NULL);

  if (length < 0)
    length = (gssize) strlen (text);
  if (length > WEFT_LINK_MAX || memchr (text, '\0', length) != NULL)
    return NULL;

  whole = g_strndup (text, length);
  if (!g_str_has_prefix (whole, SCHEME))
    return NULL;

  end = whole + length;
  hash = strchr (whole, '#');
  self = weft_link_new (NULL, NULL, NULL, -1);
  self->stream = g_strndup (whole + strlen (SCHEME), (hash != NULL ? hash : end) - (whole + strlen (SCHEME)));
  if (!weft_stream_is_valid (self->stream) || (hash != NULL && !read_row (self, hash + 1, end)))
    return NULL;

  return g_steal_pointer (&self);
}

char *
weft_link_to_string (const WeftLink *self)
{
  GString *out = g_string_new (SCHEME);

  g_string_append (out, self->stream);
  if (self->table != NULL)
    {
      g_string_append_printf (out, "#%s/", self->table);
      for (const char *p = self->key; *p != '\0'; p++)
        if (*p == '\x1f')
          g_string_append_c (out, '/');
        else if (is_plain (*p))
          g_string_append_c (out, *p);
        else
          g_string_append_printf (out, "%%%02X", (guchar) *p);
      if (self->window != -1)
        g_string_append_printf (out, "@%" G_GINT64_FORMAT, self->window);
    }

  return g_string_free_and_steal (out);
}

WeftLink *
weft_link_find (const char *text, gsize from, gsize *start, gsize *length)
{
  const char *found = text + from;

  while ((found = strstr (found, SCHEME)) != NULL)
    {
      gsize n = strlen (SCHEME);

      /* "weft:" within a word is none. */
      if (found > text && (is_plain (found[-1]) || (guchar) found[-1] >= 0x80))
        {
          found += n;
          continue;
        }

      while (is_link_byte (found[n]) && n <= WEFT_LINK_MAX)
        n++;
      /* The longest that is one: a sentence may end with it. */
      for (gsize end = n; end > strlen (SCHEME) && end + 4 > n; end--)
        {
          WeftLink *link = weft_link_parse (found, (gssize) end);

          if (link != NULL)
            {
              *start = found - text;
              *length = end;
              return link;
            }
          if (is_plain (found[end - 1]) && found[end - 1] != '.')
            break;
        }
      found += n;
    }

  return NULL;
}
