/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include <adwaita.h>

#include "parts/pictures/view/weft-sticker-picture.h"
#include "parts/pictures/view/weft-sticker-tile.h"

struct _WeftStickerTile
{
  GtkWidget parent_instance;

  WeftPictureStore *store;
  int side; /* px */
  WeftSticker *sticker; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (WeftStickerTile, weft_sticker_tile, GTK_TYPE_WIDGET)

static GdkTexture *
get_picture (const char *hash, gint64 size, gpointer user_data)
{
  return weft_picture_store_get (user_data, hash, size);
}

static void
weft_sticker_tile_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = WEFT_STICKER_TILE (widget)->side;
}

static void
weft_sticker_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftStickerTile *self = WEFT_STICKER_TILE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (self->sticker != NULL)
    weft_sticker_picture_draw (widget, snapshot, weft_sticker_get_sticker (self->sticker),
                               weft_sticker_get_picture (self->sticker),
                               weft_sticker_get_size (self->sticker), get_picture, self->store,
                               adw_style_manager_get_dark (adw_style_manager_get_default ()),
                               (width - self->side) / 2.0, (height - self->side) / 2.0, self->side);
}

static void
weft_sticker_tile_dispose (GObject *object)
{
  WeftStickerTile *self = WEFT_STICKER_TILE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->sticker);

  G_OBJECT_CLASS (weft_sticker_tile_parent_class)->dispose (object);
}

static void
weft_sticker_tile_class_init (WeftStickerTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_sticker_tile_dispose;
  widget_class->measure = weft_sticker_tile_measure;
  widget_class->snapshot = weft_sticker_tile_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
weft_sticker_tile_init (WeftStickerTile *self)
{
}

GtkWidget *
weft_sticker_tile_new (WeftPictureStore *store, int side)
{
  WeftStickerTile *self = g_object_new (WEFT_TYPE_STICKER_TILE, NULL);

  self->store = g_object_ref (store);
  self->side = side;
  g_signal_connect_object (store, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
weft_sticker_tile_set_sticker (WeftStickerTile *self, WeftSticker *sticker)
{
  g_return_if_fail (WEFT_IS_STICKER_TILE (self));

  if (g_set_object (&self->sticker, sticker))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
