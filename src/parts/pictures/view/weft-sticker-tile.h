/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/pictures/client/weft-sticker.h"
#include "parts/pictures/view/weft-picture-store.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STICKER_TILE (weft_sticker_tile_get_type ())
G_DECLARE_FINAL_TYPE (WeftStickerTile, weft_sticker_tile, WEFT, STICKER_TILE, GtkWidget)

/** weft_sticker_tile_new: @side: px. A sticker to choose; its picture alone, whoever shows it says its words. */
GtkWidget *weft_sticker_tile_new (WeftPictureStore *store, int side);
/** weft_sticker_tile_set_sticker: @sticker: (nullable). */
void weft_sticker_tile_set_sticker (WeftStickerTile *self, WeftSticker *sticker);

G_END_DECLS
