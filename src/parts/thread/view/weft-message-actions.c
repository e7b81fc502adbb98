/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-message-actions.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-versions-dialog.h"
#include "proto/weft-link.h"
#include "ui/weft-rich-text.h"

/* What is done with a message where it stands, without anybody else's help. */

static DexFuture *
on_deleted (DexFuture *future, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (user_data);

  /* The window's, whichever it is; a page by itself has none. */
  if (widget != NULL && dex_future_is_resolved (future))
    gtk_widget_activate_action (widget, "win.offer-undo", "s", _("Message deleted"));

  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  GWeakRef *ref;

  if (message == NULL || !weft_message_get_own (message) || weft_message_get_deleted (message))
    return;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, widget);
  dex_future_disown (dex_future_finally (weft_thread_delete (weft_message_list_get_sync (weft_message_view_get_list (self)), weft_message_list_get_stream (weft_message_view_get_list (self)),
                                                             weft_message_get_id (message)),
                                         on_deleted, ref, weak_ref_free));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessage *message = _weft_message_view_get_current (WEFT_MESSAGE_VIEW (widget));

  if (message != NULL && !weft_message_get_placeholder (message))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), weft_message_get_text (message));
}

/* The first code of a message, or the one whose button was pressed. */
static void
copy_code_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessage *message = _weft_message_view_get_current (WEFT_MESSAGE_VIEW (widget));
  g_autofree char *code = NULL;

  if (message == NULL || weft_message_get_placeholder (message))
    return;
  code = weft_rich_text_dup_code (weft_message_get_text (message), g_variant_get_uint32 (parameter));
  if (code == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), code);
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), _("Code copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  g_autoptr (WeftLink) link = NULL;
  g_autofree char *text = NULL;

  if (message == NULL || weft_message_get_placeholder (message) || weft_message_get_ordinal (message) <= 0)
    return;
  link = weft_link_new (weft_message_list_get_stream (weft_message_view_get_list (self)), "message", weft_message_get_id (message),
                        weft_message_get_window (message));
  text = weft_link_to_string (link);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* What it said before it was edited. */
static void
versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftMessageList *list = weft_message_view_get_list (self);

  if (message == NULL || weft_message_get_placeholder (message) || weft_message_get_deleted (message)
      || weft_message_get_edited_at (message) == 0)
    return;
  adw_dialog_present (weft_versions_dialog_new (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message)), widget);
}

static void
outbox_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftSync *sync;

  if (message == NULL || weft_message_get_operation (message) == NULL)
    return;
  sync = weft_message_list_get_sync (weft_message_view_get_list (self));
  if (g_str_equal (name, "thread.discard"))
    dex_future_disown (weft_sync_discard_operation (sync, weft_message_get_operation (message)));
  else if (weft_message_get_state (message) == WEFT_MESSAGE_FAILED)
    dex_future_disown (weft_sync_retry_operation (sync, weft_message_get_operation (message)));
}

void
weft_message_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.delete", NULL, delete_action);
  gtk_widget_class_install_action (klass, "thread.copy", NULL, copy_action);
  gtk_widget_class_install_action (klass, "thread.copy-code", "u", copy_code_action);
  gtk_widget_class_install_action (klass, "thread.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (klass, "thread.versions", NULL, versions_action);
  gtk_widget_class_install_action (klass, "thread.retry", NULL, outbox_action);
  gtk_widget_class_install_action (klass, "thread.discard", NULL, outbox_action);
}
