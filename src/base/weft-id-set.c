/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id-set.h"

#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join (GPtrArray *ids)
{
  GString *out = g_string_new (NULL);
  const char *last = NULL;

  g_ptr_array_sort (ids, compare);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (last != NULL && g_str_equal (last, id))
        continue;
      if (last != NULL)
        g_string_append_c (out, ' ');
      g_string_append (out, id);
      last = id;
    }
  return g_string_free (out, FALSE);
}

gboolean
weft_id_set_contains (const char *set, const char *id)
{
  gsize length = strlen (id);

  for (const char *p = set != NULL ? strstr (set, id) : NULL; p != NULL; p = strstr (p + 1, id))
    if ((p == set || p[-1] == ' ') && (p[length] == '\0' || p[length] == ' '))
      return TRUE;
  return FALSE;
}

guint
weft_id_set_count (const char *set)
{
  guint n = set != NULL && *set != '\0';

  for (const char *p = n > 0 ? strchr (set, ' ') : NULL; p != NULL; p = strchr (p + 1, ' '))
    n++;
  return n;
}

char *
weft_id_set_new (const char *const *ids, guint n)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, (gpointer) ids[i]);
  return join (all);
}

char *
weft_id_set_add (const char *set, const char *id)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0')
      g_ptr_array_add (all, ids[i]);
  g_ptr_array_add (all, (gpointer) id);
  return join (all);
}

char *
weft_id_set_remove (const char *set, const char *id)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0' && !g_str_equal (ids[i], id))
      g_ptr_array_add (rest, ids[i]);
  return rest->len > 0 ? join (rest) : NULL;
}
