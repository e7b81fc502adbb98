/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-inline-pictures.h"

#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_+-"

gboolean
weft_inline_pictures_next (
    const WeftInlinePictures *self, const char *text, gsize from, gsize *start, gsize *end)
{
  g_return_val_if_fail (text != NULL && start != NULL && end != NULL, FALSE);

  if (self == NULL)
    return FALSE;
  for (const char *colon = strchr (text + from, ':'); colon != NULL; colon = strchr (colon + 1, ':'))
    {
      gsize length = strspn (colon + 1, LETTERS);

      if (length == 0 || length > WEFT_INLINE_PICTURE_NAME_MAX || colon[1 + length] != ':'
          || !self->knows (colon + 1, length, self->user_data))
        continue;
      *start = colon - text;
      *end = *start + length + 2;
      return TRUE;
    }
  return FALSE;
}

GdkTexture *
weft_inline_pictures_find (const WeftInlinePictures *self, const char *text, gboolean *known)
{
  gsize start, end;
  g_autofree char *name = NULL;

  *known = weft_inline_pictures_next (self, text, 0, &start, &end) && start == 0 && text[end] == '\0';
  if (!*known)
    return NULL;
  name = g_strndup (text + 1, end - 2);
  return self->get (name, self->user_data);
}

void
weft_inline_pictures_draw (GtkSnapshot *snapshot, GdkTexture *texture, double x, double y, double side)
{
  double scale, width, height;

  if (texture == NULL)
    return;
  scale = side / MAX (gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  width = gdk_texture_get_width (texture) * scale;
  height = gdk_texture_get_height (texture) * scale;
  gtk_snapshot_append_scaled_texture (snapshot, texture, GSK_SCALING_FILTER_TRILINEAR,
                                      &GRAPHENE_RECT_INIT ((float) (x + (side - width) / 2),
                                                           (float) (y + (side - height) / 2), (float) width,
                                                           (float) height));
}
