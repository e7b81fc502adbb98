/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/pictures/shared/weft-pictures-module.h"

#include "store/weft-fold.h"

gboolean
weft_pictures_fold_emoji_added (WeftFold *fold, const WeftPicturesEmojiAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO emoji (stream, id, name, picture, size, width, height, author)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        "tttiiit", args->id, args->name, args->picture, args->size, args->width, args->height,
                        fold->by);
}

gboolean
weft_pictures_fold_emoji_removed (WeftFold *fold, const WeftPicturesEmojiRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM emoji WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_pictures_fold_policy_set (WeftFold *fold, const WeftPicturesPolicySet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO picture_policy (stream, who) VALUES (?1, ?2)"
                        " ON CONFLICT (stream) DO UPDATE SET who = excluded.who",
                        "t", args->who);
}

gboolean
weft_pictures_fold_pack_added (WeftFold *fold, const WeftPicturesPackAdded *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO sticker_pack (stream, id, name, maker, removed, author) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
      "tttt", args->id, args->name, args->maker, fold->by);
}

gboolean
weft_pictures_fold_pack_set (WeftFold *fold, const WeftPicturesPackSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE sticker_pack SET name = ?3, maker = ?4 WHERE stream = ?1 AND id = ?2", "ttt",
                        args->id, args->name, args->maker);
}

gboolean
weft_pictures_fold_pack_arranged (WeftFold *fold, const WeftPicturesPackArranged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE sticker_pack SET arranged = ?3 WHERE stream = ?1 AND id = ?2",
                        "tt", args->id, args->arranged);
}

static gboolean
set_removed (WeftFold *fold, const char *id, gboolean removed, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE sticker_pack SET removed = ?3 WHERE stream = ?1 AND id = ?2",
                        "ti", id, (gint64) removed);
}

gboolean
weft_pictures_fold_pack_removed (WeftFold *fold, const WeftPicturesPackRemoved *args, GError **error)
{
  return set_removed (fold, args->id, TRUE, error);
}

gboolean
weft_pictures_fold_pack_restored (WeftFold *fold, const WeftPicturesPackRestored *args, GError **error)
{
  return set_removed (fold, args->id, FALSE, error);
}

gboolean
weft_pictures_fold_sticker_added (WeftFold *fold, const WeftPicturesStickerAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO sticker (stream, id, pack, text, picture, size, width, height, author)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        "ttttiiit", args->id, args->pack, args->text, args->picture, args->size, args->width,
                        args->height, fold->by);
}

gboolean
weft_pictures_fold_sticker_set (WeftFold *fold, const WeftPicturesStickerSet *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE sticker SET text = ?3 WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, args->text);
}

gboolean
weft_pictures_fold_sticker_removed (WeftFold *fold, const WeftPicturesStickerRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM sticker WHERE stream = ?1 AND id = ?2", "t", args->id);
}
