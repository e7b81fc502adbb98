/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-event-parser.h"

#include <string.h>

#include "base/weft-error.h"

struct _WeftEventParser
{
  gsize max;
  GByteArray *bytes; /* which came and are not looked at */
  gsize begin;       /* of the next line */
  gsize looked;      /* up to where there is no end of a line */
  GString *type;
  GString *data;
  gboolean has_data;
  gboolean told; /* the event was given away */
};

WeftEventParser *
weft_event_parser_new (gsize max)
{
  WeftEventParser *self = g_new0 (WeftEventParser, 1);

  self->max = max;
  self->bytes = g_byte_array_new ();
  self->type = g_string_new (NULL);
  self->data = g_string_new (NULL);

  return self;
}

void
weft_event_parser_free (WeftEventParser *self)
{
  g_byte_array_unref (self->bytes);
  g_string_free (self->type, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self);
}

void
weft_event_parser_push (WeftEventParser *self, const void *bytes, gsize length)
{
  if (self->begin > 0)
    {
      g_byte_array_remove_range (self->bytes, 0, (guint) self->begin);
      self->looked -= self->begin;
      self->begin = 0;
    }
  g_byte_array_append (self->bytes, bytes, (guint) length);
}

static void
forget_event (WeftEventParser *self)
{
  g_string_truncate (self->type, 0);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
  self->told = FALSE;
}

void
weft_event_parser_reset (WeftEventParser *self)
{
  g_byte_array_set_size (self->bytes, 0);
  self->begin = self->looked = 0;
  forget_event (self);
}

/* The next line without its end; FALSE if it has not come whole. */
static gboolean
take_line (WeftEventParser *self, const char **line, gsize *length, GError **error)
{
  const char *from = (const char *) self->bytes->data + self->begin;
  const char *end = self->bytes->len > self->looked
                        ? memchr (self->bytes->data + self->looked, '\n', self->bytes->len - self->looked)
                        : NULL;

  if ((end != NULL ? (gsize) (end - from) : self->bytes->len - self->begin) > self->max)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "event: a line of more than %zu bytes",
                   self->max);
      return FALSE;
    }
  if (end == NULL)
    {
      self->looked = self->bytes->len;
      return FALSE;
    }

  *line = from;
  *length = (gsize) (end - from);
  if (*length > 0 && from[*length - 1] == '\r')
    (*length)--;
  self->begin = self->looked = (gsize) (end + 1 - (const char *) self->bytes->data);

  return TRUE;
}

gboolean
weft_event_parser_next (WeftEventParser *self, WeftEvent *event, GError **error)
{
  const char *line;
  gsize length;

  if (self->told)
    forget_event (self);

  while (take_line (self, &line, &length, error))
    {
      const char *colon = memchr (line, ':', length);
      gsize name = colon != NULL ? (gsize) (colon - line) : length;
      const char *value = colon != NULL ? colon + 1 : line + length;
      gsize size = length - name - (colon != NULL ? 1 : 0);

      if (size > 0 && *value == ' ')
        {
          value++;
          size--;
        }
      if (length == 0)
        {
          if (self->has_data)
            {
              *event = (WeftEvent) { self->type->str, self->data->str, self->data->len };
              self->told = TRUE;
              return TRUE;
            }
          forget_event (self);
        }
      else if (name == 0)
        {
          *event = (WeftEvent) { ":", value, size };
          return TRUE;
        }
      else if (name == 5 && memcmp (line, "event", 5) == 0)
        {
          g_string_truncate (self->type, 0);
          g_string_append_len (self->type, value, (gssize) size);
        }
      else if (name == 4 && memcmp (line, "data", 4) == 0)
        {
          if (self->has_data)
            g_string_append_c (self->data, '\n');
          self->has_data = TRUE;
          g_string_append_len (self->data, value, (gssize) size);
          if (self->data->len > self->max)
            {
              g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "event: more than %zu bytes", self->max);
              return FALSE;
            }
        }
    }

  return FALSE;
}
