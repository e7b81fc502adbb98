/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** weft_file_tile_new: what a file looks like, small: @picture (nullable), or letters of its @name. */
GtkWidget *weft_file_tile_new (const char *name, GdkTexture *picture);

G_END_DECLS
