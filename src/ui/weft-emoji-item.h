/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_TYPE_EMOJI_ITEM (weft_emoji_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmojiItem, weft_emoji_item, WEFT, EMOJI_ITEM, GObject)

/** WeftEmojiItem: an emoji to choose. Immutable. */
WeftEmojiItem *weft_emoji_item_new (const char *text, const char *name, guint group);

const char *weft_emoji_item_get_text (WeftEmojiItem *self);
/** weft_emoji_item_get_name: what it is called: "thumbs up". */
const char *weft_emoji_item_get_name (WeftEmojiItem *self);
/** weft_emoji_item_get_group: CLDR's number of its group (weft-emoji-names.h). */
guint weft_emoji_item_get_group (WeftEmojiItem *self);

G_END_DECLS
