/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_OWN_EMOJI (weft_own_emoji_get_type ())
G_DECLARE_FINAL_TYPE (WeftOwnEmoji, weft_own_emoji, WEFT, OWN_EMOJI, GObject)

/** WeftOwnEmoji: an emoji of the workspace's own. Immutable. */
WeftOwnEmoji *
weft_own_emoji_new (const char *id, const char *name, const char *picture, gint64 size, const char *author);
const char *weft_own_emoji_get_id (WeftOwnEmoji *self);
const char *weft_own_emoji_get_name (WeftOwnEmoji *self);
/** weft_own_emoji_get_picture: hash of its bytes, of which there are weft_own_emoji_get_size(). */
const char *weft_own_emoji_get_picture (WeftOwnEmoji *self);
gint64 weft_own_emoji_get_size (WeftOwnEmoji *self);
/** weft_own_emoji_get_author: id of who added it. */
const char *weft_own_emoji_get_author (WeftOwnEmoji *self);

#define WEFT_EMOJI_NAME_MAX 30     /* characters */
#define WEFT_EMOJI_SIDE_MAX 128    /* px */
#define WEFT_EMOJI_BYTES_MAX 65536 /* as it is kept */

/** weft_own_emoji_is_name: whether an emoji may be called @name: small letters of English, digits, "_", "+"
 * and "-". */
gboolean weft_own_emoji_is_name (const char *name);

G_END_DECLS
