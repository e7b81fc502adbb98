/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STICKER_LINE (weft_sticker_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftStickerLine, weft_sticker_line, WEFT, STICKER_LINE, GObject)

/** weft_sticker_line_get: Returns: (transfer none) (nullable): the picture of a message which is a sticker, in the place of its words; kept with it.
 * Where there is no such picture the words are read. */
WeftStickerLine *weft_sticker_line_get (WeftMessage *message, const WeftMessageContext *context);

G_END_DECLS
