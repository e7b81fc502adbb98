/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/weft-attachments.h"

G_BEGIN_DECLS

/** weft_sticker_picture_is_known: whether there can be a picture of @sticker here: not of one that only a
 * newer Weft has. */
gboolean weft_sticker_picture_is_known (const char *sticker, const char *picture);

/**
 * weft_sticker_picture_draw:
 * @sticker: "weft/hello", or the id of one of the workspace's
 * @picture: (nullable): of the latter: the hash of its bytes
 * @source: (nullable): pictures by their hash
 * @dark: whether it stands on something dark: Weft's own are drawn for light paper, and get some
 *
 * Draws a sticker into a square of @side px. Returns: FALSE if there is no picture of it, or not yet.
 */
gboolean weft_sticker_picture_draw (GtkWidget *widget,
                                    GtkSnapshot *snapshot,
                                    const char *sticker,
                                    const char *picture,
                                    gint64 size,
                                    WeftPictureSource source,
                                    gpointer source_data,
                                    gboolean dark,
                                    double x,
                                    double y,
                                    double side);

G_END_DECLS
