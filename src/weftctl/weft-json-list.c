/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-json-list.h"

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
skip_element (WeftJsonList *self)
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
      else if (depth == 0 && (c == ',' || c == ']'))
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

int
weft_json_list_next (WeftJsonList *self, const char **element, gsize *length, GError **error)
{
  if (!self->begun && self->end - self->at >= 3 && memcmp (self->at, "\xef\xbb\xbf", 3) == 0)
    self->at += 3;
  skip_space (self);
  if (self->at == self->end)
    return fail (self, "the list ends too early", error);
  if (!self->begun)
    {
      if (*self->at != '[')
        return fail (self, "no list begins here", error);
      self->begun = TRUE;
      self->at++;
      skip_space (self);
      if (self->at < self->end && *self->at == ']')
        return 0;
    }
  else if (*self->at == ']')
    return 0;
  else
    self->at++; /* the comma at which the last one ended */

  skip_space (self);
  *element = self->at;
  if (!skip_element (self))
    return fail (self, "an element has no end", error);
  *length = (gsize) (self->at - *element);
  return 1;
}
