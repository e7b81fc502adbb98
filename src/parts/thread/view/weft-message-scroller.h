/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/thread/client/weft-message-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MESSAGE_SCROLLER (weft_message_scroller_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageScroller, weft_message_scroller, WEFT, MESSAGE_SCROLLER, GObject)

/**
 * WeftMessageScroller:
 *
 * Where in a list of messages the reader is. It stays at the bottom when it is there, whatever arrives and however high rows turn out to be,
 * and where the reader is when they are somewhere else; and it goes to a message that is not measured yet. The view gets its messages from here:
 * at first only those that fill a window, as GtkListView makes 200 rows at once.
 *
 * Properties: `at-bottom` (read-only): TRUE within 24 px of the end.
 *
 * Signals: `shown ()`: it stands where weft_message_scroller_show() led.
 */

/** weft_message_scroller_new: @scrolled and its @list_view, which gets its model here, outlive it. */
WeftMessageScroller *weft_message_scroller_new (GtkScrolledWindow *scrolled, GtkListView *list_view);

/** weft_message_scroller_set_list: (nullable): empties the view; the messages come with weft_message_scroller_show() or weft_message_scroller_fill(). */
void weft_message_scroller_set_list (WeftMessageScroller *self, WeftMessageList *list);
/** weft_message_scroller_fill: puts the messages into the view: those from a little above @position on. */
void weft_message_scroller_fill (WeftMessageScroller *self, guint position);
/** weft_message_scroller_get_filled: whether it did since the list was set. */
gboolean weft_message_scroller_get_filled (WeftMessageScroller *self);

/** weft_message_scroller_show: goes to the message of @ordinal, 0: to the newest, once the list is ready and on screen. */
void weft_message_scroller_show (WeftMessageScroller *self, gint64 ordinal);
/** weft_message_scroller_get_showing: Returns: where it is going; 0: to the newest; -1: nowhere. */
gint64 weft_message_scroller_get_showing (WeftMessageScroller *self);
/** weft_message_scroller_hold: to be called when the list has changed. */
void weft_message_scroller_hold (WeftMessageScroller *self);

gboolean weft_message_scroller_get_at_bottom (WeftMessageScroller *self);

G_END_DECLS
