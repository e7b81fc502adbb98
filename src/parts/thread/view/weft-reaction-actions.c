/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/pictures/view/weft-emoji-dialog.h"
#include "parts/thread/client/weft-message-reactions.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-reaction-actions.h"
#include "ui/weft-emoji-picker.h"

#define CHOOSER "weft-reaction-chooser" /* data of the view */
#define MESSAGE "weft-message"          /* data of the chooser: whom it is for */
#define FOCUS "weft-focus"              /* the same: what had the focus before */

static gboolean
can_react (WeftMessage *message)
{
  return message != NULL && !weft_message_get_placeholder (message) && !weft_message_get_deleted (message) && weft_message_get_ordinal (message) > 0;
}

static gboolean
has_given (WeftMessage *message, const char *emoji)
{
  g_autoptr (GPtrArray) reactions = weft_message_reactions_parse (weft_message_get_reactions (message));

  for (guint i = 0; i < reactions->len; i++)
    {
      const WeftMessageReaction *reaction = g_ptr_array_index (reactions, i);

      if (reaction->own && g_str_equal (reaction->emoji, emoji))
        return TRUE;
    }
  return FALSE;
}

static void
react (WeftMessageView *view, WeftMessage *message, const char *emoji)
{
  WeftMessageList *list = weft_message_view_get_list (view);
  gboolean on = !has_given (message, emoji);
  g_autofree char *said = NULL;

  dex_future_disown (weft_thread_react (weft_message_list_get_sync (list), weft_message_list_get_stream (list), weft_message_get_id (message), emoji, on));
  /* Translators: spoken; %s is an emoji */
  said = g_strdup_printf (on ? _("Reacted with %s") : _("Took %s back"), emoji);
  gtk_accessible_announce (GTK_ACCESSIBLE (view), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
react_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);

  if (can_react (message))
    react (self, message, g_variant_get_string (parameter, NULL));
}

static void
on_picked (WeftEmojiPicker *chooser, const char *emoji, WeftMessageView *view)
{
  WeftMessage *message = g_object_get_data (G_OBJECT (chooser), MESSAGE);

  if (message != NULL && weft_message_view_get_list (view) != NULL)
    react (view, message, emoji);
}

/* The focus goes back to where it was, and not to what GTK finds near the chooser. */
static void
on_closed (GtkWidget *chooser, gpointer user_data)
{
  GtkWidget *focus = g_object_get_data (G_OBJECT (chooser), FOCUS);

  if (focus != NULL && gtk_widget_get_root (focus) != NULL)
    gtk_widget_grab_focus (focus);
  g_object_set_data (G_OBJECT (chooser), FOCUS, NULL);
}

/* Made when it is first asked for. */
static GtkWidget *
get_chooser (WeftMessageView *view)
{
  GtkWidget *chooser = g_object_get_data (G_OBJECT (view), CHOOSER);

  if (chooser != NULL)
    return chooser;
  chooser = weft_emoji_picker_new ();
  gtk_widget_set_parent (chooser, GTK_WIDGET (view));
  gtk_widget_set_halign (chooser, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, _("React"), -1);
  g_signal_connect (chooser, "picked", G_CALLBACK (on_picked), view);
  g_signal_connect (chooser, "closed", G_CALLBACK (on_closed), NULL);
  g_signal_connect_swapped (view, "destroy", G_CALLBACK (gtk_widget_unparent), chooser);
  g_object_set_data (G_OBJECT (view), CHOOSER, chooser);
  return chooser;
}

void
weft_reaction_actions_choose (WeftMessageView *view, WeftMessage *message)
{
  GtkWidget *chooser, *focus;
  GdkRectangle place;

  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (view));

  if (!can_react (message) || !_weft_message_view_find_place (view, message, &place))
    return;
  chooser = get_chooser (view);
  weft_emoji_shelf_show_in (_weft_message_view_get_emoji (view), WEFT_EMOJI_PICKER (chooser));
  g_object_set_data_full (G_OBJECT (chooser), MESSAGE, g_object_ref (message), g_object_unref);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (view)));
  if (focus != NULL)
    g_object_set_data_full (G_OBJECT (chooser), FOCUS, g_object_ref (focus), g_object_unref);
  gtk_popover_set_pointing_to (GTK_POPOVER (chooser), &place);
  gtk_popover_popup (GTK_POPOVER (chooser));
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);

  weft_reaction_actions_choose (self, _weft_message_view_get_current (self));
}

/* The view may show another list by then: the message is what it was. */
static void
on_own_chosen (WeftEmojiDialog *dialog, const char *emoji, WeftMessageView *view)
{
  WeftMessage *message = g_object_get_data (G_OBJECT (dialog), MESSAGE);

  if (can_react (message) && weft_message_view_get_list (view) != NULL)
    react (view, message, emoji);
}

static void
choose_own_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftEmojiShelf *emoji = _weft_message_view_get_emoji (self);
  AdwDialog *dialog;

  if (!can_react (message) || emoji == NULL)
    return;
  dialog = weft_emoji_dialog_new (emoji);
  g_object_set_data_full (G_OBJECT (dialog), MESSAGE, g_object_ref (message), g_object_unref);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_own_chosen), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

void
weft_reaction_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.react", "s", react_action);
  gtk_widget_class_install_action (klass, "thread.choose-reaction", NULL, choose_action);
  gtk_widget_class_install_action (klass, "thread.choose-own-reaction", NULL, choose_own_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_period, GDK_CONTROL_MASK, "thread.choose-reaction", NULL);
}
