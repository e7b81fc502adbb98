/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/client/weft-preview.h"

WeftPreview *
weft_preview_copy (const WeftPreview *self)
{
  WeftPreview *copy = g_new (WeftPreview, 1);

  *copy = *self;
  copy->address = g_strdup (self->address);
  copy->title = g_strdup (self->title);
  copy->text = g_strdup (self->text);
  copy->site = g_strdup (self->site);
  copy->picture = g_strdup (self->picture);

  return copy;
}

void
weft_preview_free (WeftPreview *self)
{
  g_free (self->address);
  g_free (self->title);
  g_free (self->text);
  g_free (self->site);
  g_free (self->picture);
  g_free (self);
}

gboolean
weft_preview_equal (const WeftPreview *self, const WeftPreview *other)
{
  if (self == NULL || other == NULL)
    return self == other;

  return g_strcmp0 (self->address, other->address) == 0 && g_strcmp0 (self->title, other->title) == 0
         && g_strcmp0 (self->text, other->text) == 0 && g_strcmp0 (self->site, other->site) == 0
         && g_strcmp0 (self->picture, other->picture) == 0 && self->bare == other->bare;
}

char *
weft_preview_dup_place (const WeftPreview *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : self->address;

  if (g_str_has_prefix (host, "www."))
    host += 4;
  if (self->site == NULL || g_ascii_strcasecmp (self->site, host) == 0)
    return g_strdup (host);

  return g_strdup_printf ("%s · %s", self->site, host);
}
