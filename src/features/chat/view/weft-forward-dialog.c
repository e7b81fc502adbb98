/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "features/chat/view/weft-forward-dialog.h"
#include "features/chat/view/weft-room-row.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-message-actions.h"
#include "ui/weft-field-keys.h"
#include "ui/weft-text-scale.h"

struct _WeftForwardDialog
{
  AdwDialog parent_instance;

  GtkWidget *entry;
  GtkStack *stack;
  GtkSingleSelection *selection;
  GtkCustomFilter *filter;
  WeftRoomList *rooms;
  WeftPeople *people;
  GPtrArray *texts;
  char *wanted; /* folded */
};

enum
{
  SENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftForwardDialog, weft_forward_dialog, ADW_TYPE_DIALOG)

static gboolean
matches (gpointer item, gpointer user_data)
{
  WeftForwardDialog *self = user_data;
  g_autofree char *folded = weft_text_fold (weft_room_get_name (item), -1);

  return strstr (folded, self->wanted) != NULL;
}

static void
update (WeftForwardDialog *self)
{
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 ? "rooms" : "nothing");
}

static void
choose (WeftForwardDialog *self, guint position)
{
  g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *said = NULL;

  if (room == NULL)
    return;
  /* Translators: %s is a room or a person */
  said = g_strdup_printf (_("Forwarded to %s"), weft_room_get_name (room));
  weft_message_offer_undo (window,
                           weft_thread_send_several (weft_room_list_get_sync (self->rooms), weft_room_get_stream (room),
                                                     (const char *const *) self->texts->pdata, self->texts->len),
                           said);
  g_object_ref (self);
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SENT], 0);
  g_object_unref (self);
}

static void
on_search_changed (WeftForwardDialog *self)
{
  g_free (self->wanted);
  self->wanted = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
  update (self);
}

static void
on_search_stopped (WeftForwardDialog *self)
{
  if (*self->wanted != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    adw_dialog_close (ADW_DIALOG (self));
}

static void
on_entry_activated (WeftForwardDialog *self)
{
  choose (self, gtk_single_selection_get_selected (self->selection));
}

static void
on_list_activated (GtkListView *view, guint position, WeftForwardDialog *self)
{
  choose (self, position);
}

/* The entry keeps the focus while the arrows choose. */
static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, WeftForwardDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);
  g_autoptr (WeftRoom) room = NULL;

  if (n == 0 || (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up))
    return GDK_EVENT_PROPAGATE;
  selected = keyval == GDK_KEY_Down ? MIN (selected + 1, n - 1) : selected - (selected > 0);
  gtk_single_selection_set_selected (self->selection, selected);
  room = g_list_model_get_item (G_LIST_MODEL (self->selection), selected);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), weft_room_get_name (room), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return GDK_EVENT_STOP;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftForwardDialog *self)
{
  gtk_list_item_set_child (item, weft_room_row_new (self->people));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftForwardDialog *self)
{
  WeftRoom *room = gtk_list_item_get_item (item);

  weft_room_row_set_room (WEFT_ROOM_ROW (gtk_list_item_get_child (item)), room);
  gtk_list_item_set_accessible_label (item, weft_room_get_name (room));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftForwardDialog *self)
{
  weft_room_row_set_room (WEFT_ROOM_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
weft_forward_dialog_finalize (GObject *object)
{
  WeftForwardDialog *self = WEFT_FORWARD_DIALOG (object);

  g_free (self->wanted);
  g_object_unref (self->selection);
  g_object_unref (self->filter);
  g_object_unref (self->rooms);
  g_object_unref (self->people);
  g_ptr_array_unref (self->texts);

  G_OBJECT_CLASS (weft_forward_dialog_parent_class)->finalize (object);
}

static void
weft_forward_dialog_class_init (WeftForwardDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_forward_dialog_finalize;

  signals[SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_forward_dialog_init (WeftForwardDialog *self)
{
  self->wanted = g_strdup ("");
}

static GtkWidget *
make_list (WeftForwardDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list;
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Conversations"), -1);
  g_signal_connect (list, "activate", G_CALLBACK (on_list_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

AdwDialog *
weft_forward_dialog_new (WeftRoomList *rooms, WeftPeople *people, GPtrArray *texts)
{
  WeftForwardDialog *self = g_object_new (WEFT_TYPE_FORWARD_DIALOG, NULL);
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *nothing = gtk_label_new (_("No Conversation Found"));

  self->rooms = g_object_ref (rooms);
  self->people = g_object_ref (people);
  self->texts = g_ptr_array_ref (texts);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (rooms)), GTK_FILTER (g_object_ref (self->filter)))));
  self->entry = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 0); /* Enter may follow at once */
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->entry), _("Search conversations"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search conversations"), -1);
  gtk_widget_set_margin_start (self->entry, 12);
  gtk_widget_set_margin_end (self->entry, 12);
  gtk_widget_set_margin_bottom (self->entry, 6);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (on_search_stopped), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activated), self);
  weft_field_keys_add (self->entry, self->entry, G_CALLBACK (on_key), self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, make_list (self), "rooms");
  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_widget_set_vexpand (nothing, TRUE);
  gtk_stack_add_named (self->stack, nothing, "nothing");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_title (ADW_DIALOG (self), _("Forward Message"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (420));
  adw_dialog_set_content_height (ADW_DIALOG (self), 480);
  adw_dialog_set_focus (ADW_DIALOG (self), self->entry);
  update (self);
  return ADW_DIALOG (self);
}
