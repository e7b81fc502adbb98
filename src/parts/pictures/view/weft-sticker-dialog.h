/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/pictures/client/weft-sticker-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STICKER_DIALOG (weft_sticker_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftStickerDialog, weft_sticker_dialog, WEFT, STICKER_DIALOG, AdwDialog)

/**
 * weft_sticker_dialog_new:
 *
 * The stickers which can be sent, found by their words; a page further, their packs.
 *
 * Signals: `chosen (WeftSticker)`: it is wanted; the dialog is closed by then.
 */
AdwDialog *weft_sticker_dialog_new (WeftSync *sync);

G_END_DECLS
