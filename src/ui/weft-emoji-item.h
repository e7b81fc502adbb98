/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_EMOJI_ITEM (weft_emoji_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmojiItem, weft_emoji_item, WEFT, EMOJI_ITEM, GObject)

/** WeftEmojiItem: an emoji to choose. Property: `picture` (notified): a picture may come later, nothing else changes. */
WeftEmojiItem *weft_emoji_item_new (const char *text, const char *name, guint group);

#define WEFT_EMOJI_GROUP_OWN 100 /* not one of CLDR's */

/** weft_emoji_item_new_own: one that is a picture. @picture: (nullable): it comes later, and until then its name is shown. */
WeftEmojiItem *weft_emoji_item_new_own (const char *text, const char *name, GdkPaintable *picture);
/** weft_emoji_item_get_picture: (nullable) */
GdkPaintable *weft_emoji_item_get_picture (WeftEmojiItem *self);
void weft_emoji_item_set_picture (WeftEmojiItem *self, GdkPaintable *picture);

const char *weft_emoji_item_get_text (WeftEmojiItem *self);
/** weft_emoji_item_get_name: what it is called: "thumbs up". */
const char *weft_emoji_item_get_name (WeftEmojiItem *self);
/** weft_emoji_item_get_group: CLDR's number of its group (weft-emoji-names.h). */
guint weft_emoji_item_get_group (WeftEmojiItem *self);

G_END_DECLS
