/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftPictureRowWords: translated, as long as the program: what is said once the picture is another, or gone. */
typedef struct
{
  const char *said_set;
  const char *said_removed;
} WeftPictureRowWords;

/** WeftPictureSubmit: says on @stream that it looks like the file @hash (nullable: like nothing) of @size bytes. Returns: (transfer full): as weft_sync_submit(). */
typedef DexFuture *(*WeftPictureSubmit) (WeftSync *sync, const char *stream, const char *hash, gint64 size);

/**
 * weft_picture_row_new:
 * @stream: where it is said
 * @face: id of whom or what it shows (ui/weft-faces.h)
 * @avatar: (transfer floating): a WeftAvatar, which shows it
 *
 * A row with what somebody or a place looks like to others: a picture chosen from a file or pasted, cut to a square of 512 px at most by the process
 * for strangers' pictures (nothing is decoded here), or none. It is changed at once, not when the form around it is saved; undo takes it back.
 */
GtkWidget *weft_picture_row_new (WeftSync *sync, const char *stream, const char *face, GtkWidget *avatar, const WeftPictureRowWords *words, WeftPictureSubmit submit);

G_END_DECLS
