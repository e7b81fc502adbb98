/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-last-links.h"

char *
weft_last_links_dup (GSettings *settings, const char *workspace)
{
  g_autoptr (GVariant) links = NULL;
  char *link;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (workspace != NULL, NULL);

  links = g_settings_get_value (settings, "links");
  return g_variant_lookup (links, workspace, "s", &link) ? link : NULL;
}

void
weft_last_links_set (GSettings *settings, const char *workspace, const char *link)
{
  g_autoptr (GVariant) links = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key, *value;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (workspace != NULL && link != NULL);

  links = g_settings_get_value (settings, "links");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, links);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (!g_str_equal (key, workspace))
      g_variant_builder_add (&builder, "{ss}", key, value);
  g_variant_builder_add (&builder, "{ss}", workspace, link);
  g_settings_set_value (settings, "links", g_variant_builder_end (&builder));
}
