/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-json-list.h"

#include <string.h>

#include "base/weft-error.h"

void
weft_json_list_init (WeftJsonList *self, const char *text, gsize length)
{
  if (text == NULL)
    text = ""; /* the data of empty bytes */
  *self = (WeftJsonList) { .start = text, .at = text, .end = text + length };
}

static void
skip_space (WeftJsonList *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

static int
fail (WeftJsonList *self, const char *what, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (self->at - self->start), what);
  return -1;
}

/* To the comma or bracket behind the element. */
static gboolean
skip_element (WeftJsonList *self, char end)
{
  gsize depth = 0;

  for (gboolean quoted = FALSE; self->at < self->end; self->at++)
    {
      char c = *self->at;

      if (quoted)
        {
          if (c == '\\' && self->at + 1 < self->end)
            self->at++;
          else
            quoted = c != '"';
        }
      else if (c == '"')
        quoted = TRUE;
      else if (c == '{' || c == '[')
        depth++;
      else if (depth == 0 && (c == ',' || c == end))
        return TRUE;
      else if (c == '}' || c == ']')
        {
          if (depth == 0)
            return FALSE;
          depth--;
        }
    }

  self->at = self->end;
  return FALSE;
}

/* As weft_json_list_next (), of what stands between two brackets. */
static int
next (WeftJsonList *self, const char *brackets, const char **element, gsize *length, GError **error)
{
  if (!self->begun && self->end - self->at >= 3 && memcmp (self->at, "\xef\xbb\xbf", 3) == 0)
    self->at += 3;
  skip_space (self);
  if (self->at == self->end)
    return fail (self, "it ends too early", error);
  if (!self->begun)
    {
      if (*self->at != brackets[0])
        return fail (self, brackets[0] == '[' ? "no list begins here" : "no object begins here", error);
      self->begun = TRUE;
      self->at++;
      skip_space (self);
      if (self->at < self->end && *self->at == brackets[1])
        return 0;
    }
  else if (*self->at == brackets[1])
    return 0;
  else
    self->at++; /* the comma at which the last one ended */

  skip_space (self);
  *element = self->at;
  if (!skip_element (self, brackets[1]))
    return fail (self, "an element has no end", error);
  *length = (gsize) (self->at - *element);
  return 1;
}

int
weft_json_list_next (WeftJsonList *self, const char **element, gsize *length, GError **error)
{
  return next (self, "[]", element, length, error);
}

int
weft_json_list_next_member (WeftJsonList *self, const char **name, gsize *name_length, const char **value, gsize *length, GError **error)
{
  const char *member;
  const char *at;
  const char *end;
  gsize n;
  int step = next (self, "{}", &member, &n, error);

  if (step <= 0)
    return step;
  end = member + n;
  at = member;
  if (at < end && *at == '"')
    for (at++; at < end && *at != '"'; at++)
      if (*at == '\\' && at + 1 < end)
        at++;
  if (at == end || at == member)
    return fail (self, "a member has no name", error);
  *name = member + 1;
  *name_length = (gsize) (at - *name);
  for (at++; at < end && g_ascii_isspace (*at);)
    at++;
  if (at == end || *at != ':')
    return fail (self, "a member has no value", error);
  for (at++; at < end && g_ascii_isspace (*at);)
    at++;
  *value = at;
  *length = (gsize) (end - at);
  return 1;
}
