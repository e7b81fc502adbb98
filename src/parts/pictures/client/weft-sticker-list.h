/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/pictures/client/weft-sticker.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STICKER_LIST (weft_sticker_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftStickerList, weft_sticker_list, WEFT, STICKER_LIST, WeftRowList)

/**
 * WeftStickerList:
 *
 * The stickers which can be sent, pack by pack: Weft's own first, then those of the workspace.
 */
WeftStickerList *weft_sticker_list_new (WeftSync *sync);

/** WeftOwnSticker: one that comes with Weft. @text: N_() */
typedef struct
{
  const char *sticker;
  const char *text;
} WeftOwnSticker;

/** weft_own_stickers: ends with an all-%NULL one. Their pictures are icons: "weft-sticker-hello". */
extern const WeftOwnSticker weft_own_stickers[];

G_END_DECLS
