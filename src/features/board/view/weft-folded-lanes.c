/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-folded-lanes.h"

#define KEY "folded-lanes"

char **
weft_folded_lanes_dup (GSettings *settings, const char *project)
{
  g_autoptr (GVariant) projects = NULL;
  char **lanes;

  g_return_val_if_fail (G_IS_SETTINGS (settings) && project != NULL, NULL);

  projects = g_settings_get_value (settings, KEY);
  return g_variant_lookup (projects, project, "^as", &lanes) ? lanes : g_new0 (char *, 1);
}

void
weft_folded_lanes_set (GSettings *settings, const char *project, const char *const *lanes)
{
  g_autoptr (GVariant) projects = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other;
  GVariant *its;
  guint n_lanes;
  guint n = 0;

  g_return_if_fail (G_IS_SETTINGS (settings) && project != NULL && lanes != NULL);

  projects = g_settings_get_value (settings, KEY);
  n_lanes = MIN (g_strv_length ((char **) lanes), WEFT_FOLDED_LANES_MAX);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  if (n_lanes > 0)
    {
      g_variant_builder_add (&builder, "{s@as}", project, g_variant_new_strv (lanes, n_lanes));
      n++;
    }
  g_variant_iter_init (&iter, projects);
  while (g_variant_iter_next (&iter, "{&s@as}", &other, &its))
    {
      if (!g_str_equal (other, project) && n++ < WEFT_FOLDED_PROJECTS_MAX)
        g_variant_builder_add (&builder, "{s@as}", other, its);
      g_variant_unref (its);
    }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}
