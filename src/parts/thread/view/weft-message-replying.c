/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-message-view-private.h"

#define FRAMES 300 /* which a message may take until it has been read; then it is only shown */

typedef struct
{
  gint64 ordinal;
  guint frames;
} Awaited;

/* The list takes the focus when it has scrolled there: the composer comes after it. */
static gboolean
reply_when_shown (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  Awaited *awaited = user_data;
  WeftMessageList *list = weft_message_view_get_list (self);
  WeftMessage *message = list != NULL ? weft_message_list_peek (list, (guint) (awaited->ordinal - 1)) : NULL;

  if (list == NULL || ++awaited->frames > FRAMES)
    return G_SOURCE_REMOVE;
  if (_weft_message_view_get_showing (self) || message == NULL || weft_message_get_placeholder (message))
    return G_SOURCE_CONTINUE;
  if (!weft_message_get_deleted (message))
    g_signal_emit_by_name (self, "reply", message);

  return G_SOURCE_REMOVE;
}

void
weft_message_view_reply (WeftMessageView *self, gint64 ordinal)
{
  Awaited *awaited;

  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));
  g_return_if_fail (ordinal > 0);

  weft_message_view_show_ordinal (self, ordinal);
  awaited = g_new0 (Awaited, 1);
  awaited->ordinal = ordinal;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), reply_when_shown, awaited, g_free);
}
