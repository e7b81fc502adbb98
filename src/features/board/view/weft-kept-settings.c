/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-kept-settings.h"

GVariant *
weft_kept_settings_dup (GSettings *settings, const char *key, const char *project, const char *type)
{
  g_autoptr (GVariant) projects = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings) && key != NULL && project != NULL, NULL);

  projects = g_settings_get_value (settings, key);
  return g_variant_lookup_value (projects, project, G_VARIANT_TYPE (type));
}

void
weft_kept_settings_set (GSettings *settings, const char *key, const char *project, GVariant *value)
{
  g_autoptr (GVariant) projects = NULL;
  GVariantBuilder builder;
  gsize n_others;
  guint n = 0;

  g_return_if_fail (G_IS_SETTINGS (settings) && key != NULL && project != NULL);

  projects = g_settings_get_value (settings, key);
  n_others = g_variant_n_children (projects);
  g_variant_builder_init (&builder, g_variant_get_type (projects));
  if (value != NULL)
    {
      g_variant_builder_add_value (&builder, g_variant_new_dict_entry (g_variant_new_string (project), value));
      n++;
    }
  for (gsize i = 0; i < n_others && n < WEFT_KEPT_PROJECTS_MAX; i++)
    {
      g_autoptr (GVariant) other = g_variant_get_child_value (projects, i);
      g_autoptr (GVariant) name = g_variant_get_child_value (other, 0);

      if (g_str_equal (g_variant_get_string (name, NULL), project))
        continue;
      g_variant_builder_add_value (&builder, other);
      n++;
    }
  g_settings_set_value (settings, key, g_variant_builder_end (&builder));
}
