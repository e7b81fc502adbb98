/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/hooks/shared/weft-hook-message.h"

#include <string.h>

#include "base/weft-text.h"

#define TEXT_MAX 16000 /* characters */
#define SPEAKER_MAX 80

void
weft_hook_message_clear (WeftHookMessage *self)
{
  g_free (self->text);
  g_free (self->speaker);
  g_free (self->face);
  g_free (self->alert);
}

gboolean
weft_hook_message_set_text (WeftHookMessage *self, const char *text)
{
  g_autofree char *whole = g_strdup (text);
  const char *begin = whole;

  g_strchomp (whole);
  while (*begin == '\n')
    begin++;
  if (*begin == '\0')
    return FALSE;

  g_clear_pointer (&self->text, g_free);
  if (g_utf8_strlen (begin, -1) <= TEXT_MAX)
    self->text = g_strdup (begin);
  else
    {
      g_autofree char *cut = g_utf8_substring (begin, 0, TEXT_MAX - 2);

      /* A fence that is cut off would take the mark into it; one more line does no harm. */
      self->text = g_strconcat (cut, "\n…", NULL);
    }

  return TRUE;
}

void
weft_hook_message_set_speaker (WeftHookMessage *self, const char *name)
{
  g_autofree char *line = weft_text_shorten (name != NULL ? name : "", SPEAKER_MAX);

  g_strstrip (line);
  g_set_str (&self->speaker, line);
}

const char *
weft_hook_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

JsonObject *
weft_hook_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

GPtrArray *
weft_hook_list_objects (JsonObject *object, const char *name, guint max)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array) && list->len < max; i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      g_ptr_array_add (list, json_array_get_object_element (array, i));

  return list;
}
