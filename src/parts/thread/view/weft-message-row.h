/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MESSAGE_ROW (weft_message_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageRow, weft_message_row, WEFT, MESSAGE_ROW, GtkWidget)

typedef enum
{
  WEFT_MESSAGE_HIT_NONE,
  WEFT_MESSAGE_HIT_LINK,   /* target: the address */
  WEFT_MESSAGE_HIT_ACTION, /* target: "thread.retry" … */
  WEFT_MESSAGE_HIT_QUOTE,
} WeftMessageHit;

/**
 * WeftMessageRow:
 *
 * One message, drawn by itself: GtkListView keeps some two hundred rows alive, so that what one row costs decides how fast a room
 * opens and how far jumps feel. Layouts are made when a row is measured or drawn, and heights are kept with the message.
 *
 * Signals: `spoken-changed ()`: its one sentence is another, though the message is not: a card has come.
 */
GtkWidget *weft_message_row_new (WeftMessageContext *context);
void weft_message_row_set_message (WeftMessageRow *self, WeftMessage *message); /* (nullable) */
WeftMessage *weft_message_row_get_message (WeftMessageRow *self);

/** weft_message_row_refresh: the message, the style or the context changed. */
void weft_message_row_refresh (WeftMessageRow *self);

/** weft_message_row_hit: what is at @x, @y. @target: (out) (transfer full) (nullable). */
WeftMessageHit weft_message_row_hit (WeftMessageRow *self, double x, double y, char **target);

/** weft_message_row_has_table: whether there is one at @y. */
gboolean weft_message_row_has_table (WeftMessageRow *self, double y);
/** weft_message_row_move_sideways: moves its tables by @by px towards where lines end. Returns: whether it has one that is too wide. */
gboolean weft_message_row_move_sideways (WeftMessageRow *self, double by);

G_END_DECLS
