/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message.h"
#include "parts/thread/view/weft-message-style.h"
#include "ui/weft-attachments.h"
#include "ui/weft-card-stack.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MESSAGE_ROW (weft_message_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageRow, weft_message_row, WEFT, MESSAGE_ROW, GtkWidget)

/** WeftMessageContext: what the rows of one view know besides their message. The view owns it and refreshes its rows when it changes. */
typedef struct
{
  WeftMessageStyle *style;
  gint64 unread_from;       /* ordinal above which the unread divider stands; 0: nowhere */
  guint n_unread;
  WeftMessage *saved_above; /* (nullable): the message above which "saved on this computer" stands */
  WeftMessage *saved_below;
  char **names;             /* (nullable): what may follow an @ to mean oneself */
  WeftAttachmentsSource attachments; /* (nullable): what hangs on a message */
  gpointer attachments_data;
  WeftCards *cards;                   /* (nullable): what links point at */
  int width;                /* px: of the rows, as they were measured last; 0: not yet */
} WeftMessageContext;

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

/** weft_message_get_attachments: Returns: (transfer none) (nullable): what hangs on @message. */
WeftAttachments *weft_message_get_attachments (WeftMessage *message, const WeftMessageContext *context);
/** weft_message_get_cards: Returns: (transfer none) (nullable): the cards of the links in @message, which are kept with it while a row shows it. */
WeftCardStack *weft_message_get_cards (WeftMessage *message, const WeftMessageContext *context);
/** weft_message_dup_label: Returns: (transfer full): the row's one spoken sentence: author, time, text, state. */
char *weft_message_dup_label (WeftMessage *message, const WeftMessageContext *context);
/** weft_message_dup_time: Returns: (transfer full): "08:12", as the locale writes it. */
char *weft_message_dup_time (WeftMessage *message, gboolean use_24h);
/** weft_message_dup_exact_time: Returns: (transfer full): day and time in full, for the tooltip. */
char *weft_message_dup_exact_time (WeftMessage *message);

G_END_DECLS
