/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * weft_file_chip_new:
 * @name: the file's, for its tile and for people
 * @meta: what is said below the name
 * @problem: whether that is what is wrong with it
 * @picture: (nullable): what it looks like
 * @remove: (out): the button that takes it out
 *
 * A file that goes with the next message.
 */
GtkWidget *weft_file_chip_new (const char *name, const char *meta, gboolean problem, GdkTexture *picture, GtkWidget **remove);

G_END_DECLS
