/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-message-editing.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "ui/weft-toast.h"

/* What nobody but its author changes, and nobody at all once people have answered it as it is. */
static gboolean
is_text_of_own (WeftMessage *message)
{
  return weft_message_get_own (message) && !weft_message_get_placeholder (message)
         && !weft_message_get_deleted (message) && weft_message_get_poll (message) == NULL
         && weft_message_get_sticker (message) == NULL;
}

/* What has not gone yet is changed where it waits. */
static gboolean
is_over (WeftMessage *message, const WeftMessageContext *context)
{
  return context->edit_window != NULL && weft_message_get_ordinal (message) > 0
         && weft_message_get_state (message) != WEFT_MESSAGE_FAILED
         && weft_message_get_state (message) != WEFT_MESSAGE_WAITING
         && weft_edit_window_is_over (context->edit_window, weft_message_get_at (message),
                                      weft_clock_now (weft_clock_get_system ()));
}

/* Returns: (transfer full) */
static char *
dup_reason (gint64 seconds)
{
  if (seconds == 0)
    return g_strdup (_ ("Messages stay as they were sent here"));
  if (seconds % 3600 == 0)
    /* Translators: %d is a number of hours */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "Messages can be edited for %d hour here, and this one is older",
                                         "Messages can be edited for %d hours here, and this one is older",
                                         (gulong) (seconds / 3600)),
                            (int) (seconds / 3600));
  /* Translators: %d is a number of minutes */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Messages can be edited for %d minute here, and this one is older",
                                       "Messages can be edited for %d minutes here, and this one is older",
                                       (gulong) MAX (seconds / 60, 1)),
                          (int) MAX (seconds / 60, 1));
}

gboolean
weft_message_editing_may (WeftMessage *message, const WeftMessageContext *context)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE (message), FALSE);

  return is_text_of_own (message) && !is_over (message, context);
}

void
weft_message_editing_begin (WeftMessageView *view, WeftMessage *message)
{
  const WeftMessageContext *context;
  g_autofree char *reason = NULL;
  GtkWidget *place;

  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (view));
  g_return_if_fail (WEFT_IS_MESSAGE (message));

  context = _weft_message_view_get_context (view);
  if (!is_text_of_own (message))
    return;
  if (!is_over (message, context))
    {
      g_signal_emit_by_name (view, "edit", message);
      return;
    }
  reason = dup_reason (weft_row_value_get (context->edit_window));
  place = gtk_widget_get_ancestor (GTK_WIDGET (view), ADW_TYPE_TOAST_OVERLAY);
  if (place != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (place), weft_toast_new (reason));
  else
    gtk_accessible_announce (GTK_ACCESSIBLE (view), reason, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
