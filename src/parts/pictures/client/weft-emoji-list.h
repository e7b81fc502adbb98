/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/pictures/client/weft-own-emoji.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_EMOJI_LIST (weft_emoji_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmojiList, weft_emoji_list, WEFT, EMOJI_LIST, WeftRowList)

/**
 * WeftEmojiList:
 *
 * The workspace's own emoji, by name. Guests do not read the workspace: for them it is empty.
 */
WeftEmojiList *weft_emoji_list_new (WeftSync *sync);
/** weft_emoji_list_find: @length: of @name; -1: up to its end. Returns: (transfer none) (nullable) */
WeftOwnEmoji *weft_emoji_list_find (WeftEmojiList *self, const char *name, gssize length);

/** weft_emoji_add: @info: of weft_sync_add_file(); @width, @height: px. Resolves as weft_sync_submit() does.
 */
DexFuture *weft_emoji_add (WeftSync *sync, const char *name, const WeftFileInfo *info, int width, int height)
    G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_emoji_remove (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
