/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** WeftRegionFocus: puts the focus where one begins in a region of @window; Returns: whether something took
 * it. */
typedef gboolean (*WeftRegionFocus) (GtkWindow *window);

/** WeftRegion: a part of a window which F6 reaches. @focus: (nullable): %NULL: its first widget that takes
 * the focus. */
typedef struct
{
  GtkWidget *widget;
  WeftRegionFocus focus;
} WeftRegion;

/**
 * weft_regions_move:
 * @direction: %GTK_DIR_TAB_FORWARD or %GTK_DIR_TAB_BACKWARD
 *
 * Moves the focus from the region which has it to the next one that is shown, round the end. A region
 * remembers nothing.
 */
void
weft_regions_move (GtkWindow *window, const WeftRegion *regions, guint n_regions, GtkDirectionType direction);

G_END_DECLS
