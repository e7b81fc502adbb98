/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/pictures/client/weft-pack-list.h"
#include "parts/pictures/client/weft-sticker-list.h"
#include "parts/pictures/view/weft-picture-store.h"
#include "sync/weft-row-value.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STICKER_SHELF (weft_sticker_shelf_get_type ())
G_DECLARE_FINAL_TYPE (WeftStickerShelf, weft_sticker_shelf, WEFT, STICKER_SHELF, GObject)

/**
 * WeftStickerShelf:
 *
 * The stickers which can be sent, with their packs and pictures, and what one may do with them: for the pages of
 * a dialog.
 *
 * Signals: `changed ()`: one may do something else.
 */
WeftStickerShelf *weft_sticker_shelf_new (WeftSync *sync);
WeftSync *weft_sticker_shelf_get_sync (WeftStickerShelf *self);
WeftPackList *weft_sticker_shelf_get_packs (WeftStickerShelf *self);
WeftStickerList *weft_sticker_shelf_get_stickers (WeftStickerShelf *self);
WeftPictureStore *weft_sticker_shelf_get_store (WeftStickerShelf *self);
/** weft_sticker_shelf_get_policy: of weft_picture_policy_new(). */
WeftRowValue *weft_sticker_shelf_get_policy (WeftStickerShelf *self);
gboolean weft_sticker_shelf_may_add (WeftStickerShelf *self);

G_END_DECLS
