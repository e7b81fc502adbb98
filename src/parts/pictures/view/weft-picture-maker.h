/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/** WeftMadePicture: a picture made small, as a PNG at @path, which goes when it is freed. */
typedef struct
{
  char *path;
  int width;
  int height;
} WeftMadePicture;

#define WEFT_TYPE_MADE_PICTURE (weft_made_picture_get_type ())
GType weft_made_picture_get_type (void);
WeftMadePicture *weft_made_picture_copy (const WeftMadePicture *self);
void weft_made_picture_free (WeftMadePicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftMadePicture, weft_made_picture_free)

/**
 * weft_picture_maker_make:
 * @path: a picture, by anybody
 * @side: px of its longer side at most
 * @bytes: of what comes of it at most: it is made smaller until it fits
 *
 * Decodes and encodes it in the process for that (src/thumbnail), on a thread of its own. Resolves to a
 * WeftMadePicture; rejects with %G_IO_ERROR_NOT_SUPPORTED (no picture) or %WEFT_ERROR_TOO_LARGE.
 */
DexFuture *weft_picture_maker_make (const char *path, int side, gint64 bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
