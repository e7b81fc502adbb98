/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-folded-lanes.h"

#define KEY "folded-lanes"

char **
weft_folded_lanes_dup (GSettings *settings, const char *project)
{
  g_autoptr (GVariant) lanes = weft_kept_settings_dup (settings, KEY, project, "as");

  return lanes != NULL ? g_variant_dup_strv (lanes, NULL) : g_new0 (char *, 1);
}

void
weft_folded_lanes_set (GSettings *settings, const char *project, const char *const *lanes)
{
  guint n;

  g_return_if_fail (lanes != NULL);

  n = MIN (g_strv_length ((char **) lanes), WEFT_FOLDED_LANES_MAX);
  weft_kept_settings_set (settings, KEY, project, n > 0 ? g_variant_new_strv (lanes, n) : NULL);
}
