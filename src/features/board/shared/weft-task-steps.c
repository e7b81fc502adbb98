/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-task-steps.h"

#include <string.h>

/* What is between two spaces. */
static gboolean
parse_step (const char *text, gsize length, WeftTaskStep *step)
{
  const char *sign = memchr (text, '@', length);
  char *end;

  if (sign == NULL || sign == text || (gsize) (sign - text) >= sizeof step->status)
    return FALSE;

  memcpy (step->status, text, (gsize) (sign - text));
  step->status[sign - text] = '\0';
  step->at = g_ascii_strtoll (sign + 1, &end, 10);
  return end == text + length && end > sign + 1;
}

gboolean
weft_task_steps_next (const char **steps, WeftTaskStep *step)
{
  const char *p = *steps;
  gboolean found = FALSE;

  while (!found && *p != '\0')
    {
      gsize length = strcspn (p, " ");

      found = parse_step (p, length, step);
      p += length + (p[length] == ' ');
    }
  *steps = p;

  return found;
}

GArray *
weft_task_steps_parse (const char *steps)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (WeftTaskStep));
  const char *rest = steps != NULL ? steps : "";
  WeftTaskStep step;

  while (weft_task_steps_next (&rest, &step))
    g_array_append_val (out, step);

  return out;
}

char *
weft_task_steps_add (const char *steps, const char *status, gint64 at)
{
  g_autoptr (GArray) all = weft_task_steps_parse (steps);
  GString *out;

  if (all->len > 0 && g_str_equal (g_array_index (all, WeftTaskStep, all->len - 1).status, status))
    return g_strdup (steps);

  out = g_string_new (NULL);
  for (guint i = 0; i < all->len; i++)
    {
      const WeftTaskStep *step = &g_array_index (all, WeftTaskStep, i);

      if (i == 0 || all->len - i < WEFT_TASK_STEPS_MAX - 1)
        g_string_append_printf (out, "%s@%" G_GINT64_FORMAT " ", step->status, step->at);
    }
  g_string_append_printf (out, "%s@%" G_GINT64_FORMAT, status, at);
  return g_string_free_and_steal (out);
}
