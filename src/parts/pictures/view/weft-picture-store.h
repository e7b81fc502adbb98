/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PICTURE_STORE (weft_picture_store_get_type ())
G_DECLARE_FINAL_TYPE (WeftPictureStore, weft_picture_store, WEFT, PICTURE_STORE, GObject)

/**
 * WeftPictureStore:
 *
 * Small pictures of a stream by their hashes: fetched when they are first wanted, decoded by the process for
 * that (src/thumbnail) and never here; those wanted last are kept.
 *
 * Signals: `changed (hash)`: it has come, or turned out to be no picture.
 */
WeftPictureStore *weft_picture_store_new (WeftSync *sync, const char *stream);
/** weft_picture_store_get: Returns: (transfer none) (nullable): %NULL: it comes later, or is none */
GdkTexture *weft_picture_store_get (WeftPictureStore *self, const char *hash, gint64 size);
/** weft_picture_store_is_broken: whether @hash is known to be no picture. */
gboolean weft_picture_store_is_broken (WeftPictureStore *self, const char *hash);

G_END_DECLS
