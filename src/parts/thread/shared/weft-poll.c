/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-poll.h"

#include <string.h>

#include "base/weft-id-set.h"

guint
weft_poll_count_options (const char *text)
{
  guint n = 0;

  for (const char *p = text; p != NULL && (p = strchr (p, '\n')) != NULL; p++)
    n++;
  return n;
}

char **
weft_poll_split (const char *votes, guint n)
{
  g_auto (GStrv) lines = g_strsplit (votes != NULL ? votes : "", "\n", -1);
  guint n_lines = g_strv_length (lines);
  char **all = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    all[i] = g_strdup (i < n_lines ? lines[i] : "");
  return all;
}

char *
weft_poll_join (char **lines)
{
  guint n = g_strv_length (lines);
  GString *out;

  while (n > 0 && *lines[n - 1] == '\0')
    n--;
  if (n == 0)
    return NULL;
  out = g_string_new (lines[0]);
  for (guint i = 1; i < n; i++)
    g_string_append_printf (out, "\n%s", lines[i]);
  return g_string_free (out, FALSE);
}

guint
weft_poll_count (const char *line, gboolean secret)
{
  return secret ? (guint) CLAMP (g_ascii_strtoll (line, NULL, 10), 0, G_MAXINT) : weft_id_set_count (line);
}
