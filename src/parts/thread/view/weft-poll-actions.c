/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/thread/client/weft-poll-client.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-poll-actions.h"
#include "parts/thread/view/weft-voters-dialog.h"

/* (nullable): the poll which an action is about. */
static WeftMessage *
get_poll (WeftMessageView *self)
{
  WeftMessage *message = _weft_message_view_get_current (self);

  return message != NULL && !weft_message_get_placeholder (message) && !weft_message_get_deleted (message) && weft_message_get_poll (message) != NULL
                 && weft_message_get_ordinal (message) > 0
             ? message
             : NULL;
}

static void
vote_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = get_poll (self);
  WeftMessageList *list = weft_message_view_get_list (self);
  guint option = g_variant_get_uint32 (parameter);
  g_auto (GStrv) lines = NULL;
  g_autofree char *said = NULL;

  if (message == NULL || option == 0 || option > weft_poll_count_options (weft_message_get_text (message)))
    return;
  if (weft_poll_is_closed (message, weft_clock_now (weft_clock_get_system ())))
    {
      gtk_accessible_announce (GTK_ACCESSIBLE (widget), _("The poll is closed"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      return;
    }
  lines = g_strsplit (weft_message_get_text (message), "\n", -1);
  /* Translators: said by a screen reader; %s is an option of a poll */
  said = g_strdup_printf (weft_poll_is_own (message, weft_sync_get_person (weft_message_list_get_sync (list)), option) ? _("Vote taken back: %s") : _("Voted: %s"),
                          lines[option]);
  dex_future_disown (weft_poll_vote (weft_message_list_get_sync (list), weft_message_list_get_stream (list), message, option));
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
close_poll_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = get_poll (self);
  WeftMessageList *list = weft_message_view_get_list (self);
  gboolean closed;

  if (message == NULL || (!weft_message_get_own (message) && !_weft_message_view_get_may_delete (self)))
    return;
  closed = weft_message_get_closed (message);
  dex_future_disown (weft_poll_close (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message), !closed));
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), closed ? _("The poll is open again") : _("The poll is closed"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
voters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = get_poll (self);
  const WeftMessageContext *context = _weft_message_view_get_context (self);

  if (message != NULL && !weft_message_get_secret (message) && context->people != NULL)
    adw_dialog_present (weft_voters_dialog_new (message, context->people), widget);
}

void
weft_poll_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.vote", "u", vote_action);
  gtk_widget_class_install_action (klass, "thread.close-poll", NULL, close_poll_action);
  gtk_widget_class_install_action (klass, "thread.voters", NULL, voters_action);
  for (guint i = 1; i <= 9; i++)
    {
      gtk_widget_class_add_binding_action (klass, GDK_KEY_0 + i, 0, "thread.vote", "u", i);
      gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_0 + i, 0, "thread.vote", "u", i);
    }
}
