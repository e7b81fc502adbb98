/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-sticker-picture.h"

#include <string.h>

#include "parts/pictures/client/weft-sticker-list.h"
#include "ui/weft-inline-pictures.h"

#define PAPER_RADIUS 16 /* px */
#define PAPER_INSET 8

static void
draw_own (GtkWidget *widget,
          GtkSnapshot *snapshot,
          const char *name,
          gboolean dark,
          double x,
          double y,
          double side)
{
  g_autofree char *icon = g_strconcat ("weft-sticker-", name, NULL);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) paintable
      = gtk_icon_theme_lookup_icon (theme, icon, NULL, (int) side, gtk_widget_get_scale_factor (widget),
                                    GTK_TEXT_DIR_LTR, 0);
  double inset = dark ? PAPER_INSET : 0;

  if (dark)
    {
      GskRoundedRect paper;

      gsk_rounded_rect_init_from_rect (&paper,
                                       &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) side, (float) side),
                                       PAPER_RADIUS);
      gtk_snapshot_push_rounded_clip (snapshot, &paper);
      gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0.96f, 0.96f, 0.97f, 1 }, &paper.bounds);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + inset), (float) (y + inset)));
  gdk_paintable_snapshot (GDK_PAINTABLE (paintable), snapshot, side - 2 * inset, side - 2 * inset);
  gtk_snapshot_restore (snapshot);
}

gboolean
weft_sticker_picture_is_known (const char *sticker, const char *picture)
{
  g_return_val_if_fail (sticker != NULL, FALSE);

  if (picture != NULL)
    return TRUE;
  for (const WeftOwnSticker *own = weft_own_stickers; own->sticker != NULL; own++)
    if (g_str_equal (own->sticker, sticker))
      return TRUE;
  return FALSE;
}

gboolean
weft_sticker_picture_draw (GtkWidget *widget,
                           GtkSnapshot *snapshot,
                           const char *sticker,
                           const char *picture,
                           gint64 size,
                           WeftPictureSource source,
                           gpointer source_data,
                           gboolean dark,
                           double x,
                           double y,
                           double side)
{
  GdkTexture *texture;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (sticker != NULL, FALSE);

  if (picture == NULL)
    {
      if (!weft_sticker_picture_is_known (sticker, NULL))
        return FALSE;
      draw_own (widget, snapshot, sticker + strlen ("weft/"), dark, x, y, side);
      return TRUE;
    }
  texture = source != NULL ? source (picture, size, source_data) : NULL;
  if (texture == NULL)
    return FALSE;
  weft_inline_pictures_draw (snapshot, texture, x, y, side);
  return TRUE;
}
