/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/thread/client/weft-saying.h"
#include "parts/thread/view/weft-acknowledged-dialog.h"
#include "parts/thread/view/weft-ask-line.h"
#include "parts/thread/view/weft-asking-actions.h"
#include "parts/thread/view/weft-message-view-private.h"

static void
acknowledge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  const WeftMessageContext *context = _weft_message_view_get_context (self);
  WeftMessageList *list = weft_message_view_get_list (self);
  gboolean waits;

  if (message == NULL || weft_message_get_placeholder (message))
    return;
  waits = weft_ask_waits (message, context);
  if (!waits && !weft_ask_has (message, context))
    {
      gtk_accessible_announce (GTK_ACCESSIBLE (widget), _ ("You are not asked to acknowledge this message"),
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      return;
    }
  dex_future_disown (weft_thread_acknowledge (weft_message_list_get_sync (list),
                                              weft_message_list_get_stream (list),
                                              weft_message_get_id (message), waits));
  gtk_accessible_announce (GTK_ACCESSIBLE (widget),
                           waits ? _ ("Acknowledged") : _ ("Acknowledgement taken back"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
acknowledgements_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  const WeftMessageContext *context = _weft_message_view_get_context (self);

  if (message != NULL && !weft_message_get_placeholder (message) && weft_message_get_asked (message) != NULL
      && context->people != NULL)
    adw_dialog_present (weft_acknowledged_dialog_new (message, context->people), widget);
}

void
weft_asking_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.acknowledge", NULL, acknowledge_action);
  gtk_widget_class_install_action (klass, "thread.acknowledgements", NULL, acknowledgements_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_y, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "thread.acknowledge", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_y, GDK_CONTROL_MASK, "thread.acknowledgements", NULL);
}
