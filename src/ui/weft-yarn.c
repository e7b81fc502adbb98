/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-yarn.h"

static const char *const names[WEFT_N_YARNS] = { "teal", "indigo", "amber", "rose", "moss", "clay", "slate" };

/* For light and dark. */
static const char *const colors[2][WEFT_N_YARNS] = {
  { "#1b9391", "#3658c7", "#c67b20", "#8c1d78", "#42540a", "#a3563a", "#5e6673" },
  { "#62e3db", "#7482d6", "#f7cb82", "#d990c2", "#7fae53", "#b96d50", "#9aa3b0" },
};

guint
weft_yarn_parse (const char *name)
{
  for (guint i = 0; i < WEFT_N_YARNS; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return i;

  return WEFT_N_YARNS - 1;
}

void
weft_yarn_get_color (guint yarn, gboolean dark, GdkRGBA *color)
{
  g_return_if_fail (yarn < WEFT_N_YARNS);

  gdk_rgba_parse (color, colors[!!dark][yarn]);
}
