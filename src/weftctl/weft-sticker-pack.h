/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** WeftPackSticker: a picture in a folder, and what it says. */
typedef struct
{
  char *path;
  char *text;
} WeftPackSticker;

/** WeftStickerPack: stickers in a folder. */
typedef struct
{
  char *name;
  char *maker; /* may be "" */
  GPtrArray *stickers; /* of WeftPackSticker */
} WeftStickerPack;

#define WEFT_STICKER_PACK_MAX 60 /* stickers in one pack */

/**
 * weft_sticker_pack_read:
 * @folder: with a `pack.json`: {"name": …, "author": …, "stickers": [{"file": …, "text": …}, …]}; or without one: then the folder's name is the pack's, and
 *   what its pictures are called is what they say: "on_my_way.png"
 *
 * Returns: (transfer full): nothing of the pictures is read yet. NULL with an error which names file, field and limit.
 */
WeftStickerPack *weft_sticker_pack_read (const char *folder, GError **error);
void weft_sticker_pack_free (WeftStickerPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStickerPack, weft_sticker_pack_free)

G_END_DECLS
