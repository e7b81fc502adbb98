/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/pictures/client/weft-pack.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_PACKS_MAX 30 /* of a workspace, with those which were taken away */

#define WEFT_TYPE_PACK_LIST (weft_pack_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftPackList, weft_pack_list, WEFT, PACK_LIST, WeftRowList)

/**
 * WeftPackList:
 *
 * The workspace's packs of stickers, the oldest first; behind them those which were taken away. Guests do not
 * read the workspace: for them it is empty.
 */
WeftPackList *weft_pack_list_new (WeftSync *sync);
/** weft_pack_list_find: Returns: (transfer none) (nullable) */
WeftPack *weft_pack_list_find (WeftPackList *self, const char *id);

/** WeftNewSticker: one to be added. @hash, @size: of weft_sync_add_file(); @width, @height: px. */
typedef struct
{
  const char *text;
  const char *hash;
  gint64 size;
  int width;
  int height;
} WeftNewSticker;

/* All of these resolve as weft_sync_submit() does. */

/** weft_pack_fill: adds @stickers to the pack @id, which begins with them if @name is not %NULL: all of it or
 * nothing, and one undo. @maker: who drew it, where it begins; may be "". */
DexFuture *weft_pack_fill (WeftSync *sync,
                           const char *id,
                           const char *name,
                           const char *maker,
                           const WeftNewSticker *stickers,
                           guint n_stickers) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_pack_set (WeftSync *sync, const char *id, const char *name, const char *maker)
    G_GNUC_WARN_UNUSED_RESULT;
/** weft_pack_arrange: @stickers: ids, the first first. */
DexFuture *weft_pack_arrange (WeftSync *sync, const char *id, const char *const *stickers)
    G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_pack_remove (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_pack_restore (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;

DexFuture *weft_sticker_set_text (WeftSync *sync, const char *id, const char *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_sticker_remove (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
