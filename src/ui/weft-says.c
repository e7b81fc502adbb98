/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-says.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
dup_field (JsonObject *fields, const char *name)
{
  JsonNode *node = fields != NULL ? json_object_get_member (fields, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("…");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

char *
weft_says_dup (const WeftEvent *event, JsonObject *fields, const char *by)
{
  return weft_says_dup_text (event != NULL ? event->says : NULL, fields, by);
}

char *
weft_says_dup_text (const char *says, JsonObject *fields, const char *by)
{
  g_autoptr (GString) out = NULL;
  const char *at;

  g_return_val_if_fail (by != NULL, NULL);

  /* The translation of nothing is the catalogue's head. */
  if (says == NULL || *says == '\0')
    return NULL;

  out = g_string_new (NULL);
  for (at = _ (says); *at != '\0';)
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (at + 1, (gsize) (end - at - 1)) : NULL;
      g_autofree char *value = NULL;

      if (name == NULL)
        {
          g_string_append_c (out, *at++);
          continue;
        }
      value = g_str_equal (name, "by") ? g_strdup (by) : dup_field (fields, name);
      g_string_append (out, value);
      at = end + 1;
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}
