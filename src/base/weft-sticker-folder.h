/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_STICKER_FOLDER_MAX 60 /* stickers of one pack */
#define WEFT_STICKER_NAME_MAX 60   /* characters of a pack's name, and of who drew it */
#define WEFT_STICKER_TEXT_MAX 120  /* characters of what a sticker says */

/** WeftFolderSticker: a picture in a folder, and what it says. */
typedef struct
{
  char *path;
  char *text;
} WeftFolderSticker;

/** WeftStickerRefusal: why a file of a folder is none of its stickers. */
typedef enum
{
  WEFT_STICKER_REFUSAL_WORDS,      /* what it says is nothing, too long or more than a line */
  WEFT_STICKER_REFUSAL_TOO_MANY,   /* there are enough before it */
  WEFT_STICKER_REFUSAL_NO_FILE,    /* it is a folder, a link or whatever else there may be */
  WEFT_STICKER_REFUSAL_UNREADABLE, /* it is not there, or for others */
} WeftStickerRefusal;

/** WeftRefusedSticker: @name: (nullable): of its file, as it can be shown; %NULL: those which were not even looked at.
 * @message: what is wrong, naming file, field and limit: English, for a terminal */
typedef struct
{
  char *name;
  WeftStickerRefusal why;
  char *message;
} WeftRefusedSticker;

/** WeftStickerFolder: the stickers in a folder. */
typedef struct
{
  char *name;
  char *maker;         /* may be "" */
  GPtrArray *stickers; /* of WeftFolderSticker: regular files which can be read, at most WEFT_STICKER_FOLDER_MAX */
  GPtrArray *refused;  /* of WeftRefusedSticker */
} WeftStickerFolder;

#define WEFT_TYPE_STICKER_FOLDER (weft_sticker_folder_get_type ())
GType weft_sticker_folder_get_type (void);

/**
 * weft_sticker_folder_read:
 * @folder: with a `pack.json`: {"name": …, "author": …, "stickers": [{"file": …, "text": …}, …]}; or without one:
 *   then the folder's name is the pack's, and what its pictures are called is what they say: "on_my_way.png"
 *
 * Blocking. Returns: (transfer full): nothing of the pictures is read yet. %NULL with an error which names file,
 * field and limit: the folder itself, or its `pack.json`, says nothing.
 */
WeftStickerFolder *weft_sticker_folder_read (const char *folder, GError **error);
WeftStickerFolder *weft_sticker_folder_ref (WeftStickerFolder *self);
void weft_sticker_folder_unref (WeftStickerFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStickerFolder, weft_sticker_folder_unref)

/** weft_sticker_folder_suggest: Returns: (transfer full): what a picture called @file says: "on_my_way.png" says
 * "on my way". On one line, without what turns the direction of text; "" if nothing is left. */
char *weft_sticker_folder_suggest (const char *file);

G_END_DECLS
