/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/pictures/client/weft-emoji-list.h"
#include "ui/weft-emoji-picker.h"
#include "ui/weft-inline-pictures.h"

G_BEGIN_DECLS

#define WEFT_TYPE_EMOJI_SHELF (weft_emoji_shelf_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmojiShelf, weft_emoji_shelf, WEFT, EMOJI_SHELF, GObject)

/**
 * WeftEmojiShelf:
 *
 * The workspace's own emoji with their pictures, for those who show texts.
 *
 * Signals: `changed ()`: other names are known; `picture ()`: one has come.
 */
WeftEmojiShelf *weft_emoji_shelf_new (WeftSync *sync);
WeftEmojiList *weft_emoji_shelf_get_list (WeftEmojiShelf *self);
/** weft_emoji_shelf_get_pictures: Returns: (transfer none): as long as @self. */
const WeftInlinePictures *weft_emoji_shelf_get_pictures (WeftEmojiShelf *self);
/** weft_emoji_shelf_get_picture: Returns: (transfer none) (nullable): of @item; %NULL: it comes later. */
GdkTexture *weft_emoji_shelf_get_picture (WeftEmojiShelf *self, WeftOwnEmoji *item);

/** weft_emoji_shelf_show_in: (nullable): puts them into @picker as a section of its own, as long as both are there. */
void weft_emoji_shelf_show_in (WeftEmojiShelf *self, WeftEmojiPicker *picker);

G_END_DECLS
