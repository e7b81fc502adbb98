/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_LONG_TEXT_BAR (weft_long_text_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftLongTextBar, weft_long_text_bar, WEFT, LONG_TEXT_BAR, GtkBox)

/**
 * WeftLongTextBar:
 *
 * Says above what is being written that it is longer than a message may be, before somebody tries to send it; its button
 * (`composer.as-file`) makes a file of it. There only while that is so.
 */

/** weft_long_text_bar_set_length: @n: characters written so far; @attaches: whether a file can go with the message. Says it aloud when it begins to be too long. */
void weft_long_text_bar_set_length (WeftLongTextBar *self, guint n, gboolean attaches);

/** weft_long_text_bar_say: once more, to who tried to send it all the same. */
void weft_long_text_bar_say (WeftLongTextBar *self);

G_END_DECLS
