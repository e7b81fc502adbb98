/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_STICKER (weft_sticker_get_type ())
G_DECLARE_FINAL_TYPE (WeftSticker, weft_sticker, WEFT, STICKER, GObject)

/**
 * WeftSticker:
 *
 * A sticker which can be sent: one of Weft's own ("weft/hello"), or of a pack of the workspace (its id).
 * Immutable.
 */
WeftSticker *
weft_sticker_new (const char *sticker, const char *text, const char *pack, const char *picture, gint64 size);
/** weft_sticker_new_in_pack: one of the workspace's. @pack_id: of its pack; @author: id of who added it */
WeftSticker *weft_sticker_new_in_pack (const char *sticker,
                                       const char *text,
                                       const char *pack_id,
                                       const char *pack,
                                       const char *picture,
                                       gint64 size,
                                       const char *author);
const char *weft_sticker_get_sticker (WeftSticker *self);
/** weft_sticker_get_text: what it says without its picture. */
const char *weft_sticker_get_text (WeftSticker *self);
/** weft_sticker_get_pack: what its pack is called. */
const char *weft_sticker_get_pack (WeftSticker *self);
/** weft_sticker_get_picture: (nullable): hash of its bytes; %NULL: one of Weft's own. */
const char *weft_sticker_get_picture (WeftSticker *self);
gint64 weft_sticker_get_size (WeftSticker *self);
/** weft_sticker_get_pack_id: (nullable): %NULL: one of Weft's own. */
const char *weft_sticker_get_pack_id (WeftSticker *self);
/** weft_sticker_get_author: (nullable): the same. */
const char *weft_sticker_get_author (WeftSticker *self);

G_END_DECLS
