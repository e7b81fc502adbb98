/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/thread/client/weft-kept-list.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-message-actions.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-readers-dialog.h"
#include "parts/thread/view/weft-selection-actions.h"
#include "parts/thread/view/weft-versions-dialog.h"
#include "proto/weft-link.h"
#include "ui/weft-rich-text.h"

/* What is done with a message where it stands, without anybody else's help. */

typedef struct
{
  GWeakRef widget;
  char *said;
} Done;

static void
done_free (gpointer data)
{
  Done *done = data;

  g_weak_ref_clear (&done->widget);
  g_free (done->said);
  g_free (done);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  Done *done = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&done->widget);

  /* The window's, whichever it is; a page by itself has none. */
  if (widget != NULL && dex_future_is_resolved (future))
    gtk_widget_activate_action (widget, "win.offer-undo", "s", done->said);

  return NULL;
}

void
weft_message_offer_undo (GtkWidget *widget, DexFuture *future, const char *said)
{
  Done *done = g_new0 (Done, 1);

  g_weak_ref_init (&done->widget, widget);
  done->said = g_strdup (said);
  dex_future_disown (dex_future_finally (future, on_done, done, done_free));
}

void
_weft_message_view_tell (WeftMessageView *self, DexFuture *future, const char *said)
{
  weft_message_offer_undo (GTK_WIDGET (self), future, said);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);

  if (weft_selection_delete (self) || message == NULL || weft_message_get_deleted (message)
      || (!weft_message_get_own (message) && !_weft_message_view_get_may_delete (self)))
    return;
  _weft_message_view_tell (WEFT_MESSAGE_VIEW (widget),
        weft_thread_delete (weft_message_list_get_sync (weft_message_view_get_list (self)), weft_message_list_get_stream (weft_message_view_get_list (self)),
                            weft_message_get_id (message)),
        _("Message deleted"));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessage *message = _weft_message_view_get_current (WEFT_MESSAGE_VIEW (widget));

  if (!weft_selection_copy (WEFT_MESSAGE_VIEW (widget)) && message != NULL && !weft_message_get_placeholder (message))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), weft_message_get_text (message));
}

/* To whom is the window's to know. */
static void
report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  const char *author = message != NULL ? weft_message_get_author_name (message) : NULL;

  if (message == NULL || weft_message_get_placeholder (message) || weft_message_get_own (message) || weft_message_get_deleted (message)
      || weft_message_get_ordinal (message) <= 0)
    return;
  gtk_widget_activate_action (widget, "win.report-message", "(ssss)", weft_message_list_get_stream (weft_message_view_get_list (self)),
                              weft_message_get_id (message), author != NULL ? author : "", weft_message_get_text (message));
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

/* (nullable): one which is kept, or can be */
static WeftMessage *
get_kept (GtkWidget *widget)
{
  WeftMessage *message = _weft_message_view_get_current (WEFT_MESSAGE_VIEW (widget));

  return message != NULL && !weft_message_get_placeholder (message) && !weft_message_get_deleted (message) && weft_message_get_ordinal (message) > 0 ? message : NULL;
}

static void
pin_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageList *list = weft_message_view_get_list (WEFT_MESSAGE_VIEW (widget));
  WeftMessage *message = get_kept (widget);
  gboolean pinned;

  if (message == NULL || !weft_message_view_get_may_pin (WEFT_MESSAGE_VIEW (widget)))
    return;
  pinned = weft_message_get_pinned (message);
  _weft_message_view_tell (WEFT_MESSAGE_VIEW (widget),
        pinned ? weft_kept_unpin (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message))
               : weft_kept_pin (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message)),
        pinned ? _("Not pinned any more") : _("Message pinned"));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageList *list = weft_message_view_get_list (WEFT_MESSAGE_VIEW (widget));
  WeftMessage *message = get_kept (widget);
  gboolean saved;

  if (weft_selection_save (WEFT_MESSAGE_VIEW (widget)) || message == NULL)
    return;
  saved = weft_message_get_saved (message);
  _weft_message_view_tell (WEFT_MESSAGE_VIEW (widget),
        saved ? weft_kept_unsave (weft_message_list_get_sync (list), weft_message_get_id (message))
              : weft_kept_save (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message), weft_message_get_window (message)),
        saved ? _("Not saved any more") : _("Saved for later"));
}

/* For oneself alone. */
static void
hide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageList *list = weft_message_view_get_list (WEFT_MESSAGE_VIEW (widget));
  WeftMessage *message = get_kept (widget);

  if (message == NULL)
    return;
  _weft_message_view_tell (WEFT_MESSAGE_VIEW (widget),
        weft_kept_hide (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message), weft_message_get_window (message)),
        _("Message deleted for you"));
}

/* Chooses it, or not any more; with the first one, several can be. */
static void
select_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageSelection *chosen = _weft_message_view_get_selection (WEFT_MESSAGE_VIEW (widget));
  WeftMessage *message = _weft_message_view_get_current (WEFT_MESSAGE_VIEW (widget));

  if (message != NULL && !weft_message_selection_toggle (chosen, message))
    gtk_widget_error_bell (widget);
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

/* Who has seen it; what is said in a thread has no marks. */
static void
readers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageList *list = weft_message_view_get_list (WEFT_MESSAGE_VIEW (widget));
  WeftMessage *message = get_kept (widget);

  if (message == NULL || weft_message_list_get_root_ordinal (list) > 0)
    return;
  adw_dialog_present (weft_readers_dialog_new (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_ordinal (message),
                                               weft_message_get_author (message)),
                      widget);
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

static void
toggle_preview_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  const WeftPreview *preview = message != NULL ? weft_message_get_preview (message) : NULL;

  if (preview != NULL && weft_message_get_own (message))
    dex_future_disown (weft_thread_set_preview (weft_message_list_get_sync (weft_message_view_get_list (self)),
                                                weft_message_list_get_stream (weft_message_view_get_list (self)),
                                                weft_message_get_id (message), !preview->bare));
}

/* With the program that the person uses for it. */
static void
open_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (g_variant_get_string (parameter, NULL));

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, NULL, NULL);
}

void
weft_message_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.delete", NULL, delete_action);
  gtk_widget_class_install_action (klass, "thread.report", NULL, report_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_x, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "thread.report", NULL);
  gtk_widget_class_install_action (klass, "thread.hide", NULL, hide_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Delete, GDK_SHIFT_MASK, "thread.hide", NULL);
  gtk_widget_class_install_action (klass, "thread.copy", NULL, copy_action);
  gtk_widget_class_install_action (klass, "thread.copy-code", "u", copy_code_action);
  gtk_widget_class_install_action (klass, "thread.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (klass, "thread.select", NULL, select_action);
  gtk_widget_class_install_action (klass, "thread.pin", NULL, pin_action);
  gtk_widget_class_install_action (klass, "thread.save", NULL, save_action);
  gtk_widget_class_install_action (klass, "thread.versions", NULL, versions_action);
  gtk_widget_class_install_action (klass, "thread.toggle-preview", NULL, toggle_preview_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_w, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "thread.toggle-preview", NULL);
  gtk_widget_class_install_action (klass, "thread.open-address", "s", open_address_action);
  gtk_widget_class_install_action (klass, "thread.readers", NULL, readers_action);
  gtk_widget_class_install_action (klass, "thread.retry", NULL, outbox_action);
  gtk_widget_class_install_action (klass, "thread.discard", NULL, outbox_action);
}
