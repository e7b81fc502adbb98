/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id-map.h"

#include <string.h>

/* (nullable): the line of @id. */
static const char *
find (const char *map, const char *id)
{
  gsize length = strlen (id);

  for (const char *line = map; line != NULL && *line != '\0'; line = (line = strchr (line, '\n')) != NULL ? line + 1 : NULL)
    if (strncmp (line, id, length) == 0 && line[length] == ' ')
      return line;
  return NULL;
}

static void
append (GString *out, const char *line, gsize length)
{
  if (length == 0)
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_len (out, line, (gssize) length);
}

const char *
weft_id_map_find (const char *map, const char *id, gsize *length)
{
  const char *line = find (map, id);

  if (line == NULL)
    return NULL;
  line += strlen (id) + 1;
  *length = strcspn (line, "\n");
  return line;
}

char *
weft_id_map_dup (const char *map, const char *id)
{
  gsize length;
  const char *text = weft_id_map_find (map, id, &length);

  return text != NULL ? g_strndup (text, length) : NULL;
}

guint
weft_id_map_count (const char *map)
{
  guint n = map != NULL && *map != '\0';

  for (const char *p = n > 0 ? strchr (map, '\n') : NULL; p != NULL; p = strchr (p + 1, '\n'))
    n++;
  return n;
}

char *
weft_id_map_set (const char *map, const char *id, const char *text)
{
  const char *old = find (map, id);
  g_autofree char *line = text != NULL ? g_strconcat (id, " ", text, NULL) : NULL;
  GString *out = g_string_new (NULL);

  for (const char *p = map != NULL ? map : ""; *p != '\0';)
    {
      gsize length = strcspn (p, "\n");

      if (p != old)
        append (out, p, length);
      else if (line != NULL)
        append (out, line, strlen (line));
      p += length + (p[length] == '\n');
    }
  if (old == NULL && line != NULL)
    append (out, line, strlen (line));

  return g_string_free (out, out->len == 0);
}

gboolean
weft_id_map_next (const char **cursor, char **id, char **text)
{
  const char *line = *cursor;
  gsize length, head;

  if (line == NULL || *line == '\0')
    return FALSE;

  length = strcspn (line, "\n");
  head = strcspn (line, " \n");
  *id = g_strndup (line, head);
  *text = head < length ? g_strndup (line + head + 1, length - head - 1) : g_strdup ("");
  *cursor = line + length + (line[length] == '\n');
  return TRUE;
}
