/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-browser.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "features/chat/client/weft-chat.h"
#include "ui/weft-text-scale.h"

struct _WeftRoomBrowser
{
  AdwDialog parent_instance;

  WeftRoomDirectory *directory;
  GtkWidget *search;
  GtkWidget *stack;
  GtkLabel *problem;
  GtkFilter *filter;
  GListModel *found;
  char *words; /* folded */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftRoomBrowser, weft_room_browser, ADW_TYPE_DIALOG)

/* ── joining ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftRoomBrowser *self;
  char *stream;
  gboolean asks;
} Joining;

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  g_object_unref (joining->self);
  g_free (joining->stream);
  g_free (joining);
}

static void
choose (WeftRoomBrowser *self, const char *stream)
{
  g_autofree char *chosen = g_strdup (stream);

  /* Closing puts the focus back where it was: the room is opened after that. */
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[CHOSEN], 0, chosen);
}

static DexFuture *
on_joined (DexFuture *future, gpointer user_data)
{
  Joining *joining = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      gtk_label_set_text (joining->self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (joining->self->problem), TRUE);
    }
  else if (!joining->asks)
    choose (joining->self, joining->stream);
  else
    gtk_accessible_announce (GTK_ACCESSIBLE (joining->self), _("Asked. You get in when an administrator of the room lets you."),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return dex_future_new_for_boolean (TRUE);
}

static void
take (WeftRoomBrowser *self, WeftListedRoom *room)
{
  Joining *joining;

  if (weft_listed_room_get_joined (room))
    {
      choose (self, weft_listed_room_get_stream (room));
      return;
    }
  if (weft_listed_room_get_waiting (room))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  joining = g_new0 (Joining, 1);
  *joining = (Joining) { g_object_ref (self), g_strdup (weft_listed_room_get_stream (room)), weft_listed_room_get_asks (room) };
  dex_future_disown (dex_future_finally (weft_chat_join_room (weft_room_directory_get_sync (self->directory), joining->stream), on_joined, joining, joining_free));
}

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *
get_verb (WeftListedRoom *room)
{
  if (weft_listed_room_get_joined (room))
    return _("Open");
  if (weft_listed_room_get_waiting (room))
    return _("Asked");
  return weft_listed_room_get_asks (room) ? _("Ask to Join") : _("Join");
}

static void
on_button_clicked (GtkButton *button, GtkListItem *item)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (button), WEFT_TYPE_ROOM_BROWSER);

  if (dialog != NULL && gtk_list_item_get_item (item) != NULL)
    take (WEFT_ROOM_BROWSER (dialog), gtk_list_item_get_item (item));
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftRoomBrowser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("weft-hash-symbolic");
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (icon, "weft-quiet");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      if (i == 1)
        gtk_widget_add_css_class (label, "weft-meta");
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (button, FALSE); /* the row does the same */
  g_signal_connect (button, "clicked", G_CALLBACK (on_button_clicked), item);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomBrowser *self)
{
  WeftListedRoom *room = gtk_list_item_get_item (item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_next_sibling (icon);
  GtkWidget *name = gtk_widget_get_first_child (words);
  GtkWidget *topic = gtk_widget_get_next_sibling (name);
  GtkWidget *button = gtk_widget_get_next_sibling (words);
  const char *about = weft_listed_room_get_topic (room);
  g_autofree char *label = NULL;

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), weft_listed_room_get_asks (room) ? "weft-lock-symbolic" : "weft-hash-symbolic");
  gtk_label_set_text (GTK_LABEL (name), weft_listed_room_get_name (room));
  gtk_label_set_text (GTK_LABEL (topic), about);
  gtk_widget_set_visible (topic, *about != '\0');
  gtk_button_set_label (GTK_BUTTON (button), get_verb (room));
  gtk_widget_set_sensitive (button, !weft_listed_room_get_waiting (room));
  label = g_strjoin (", ", weft_listed_room_get_name (room), get_verb (room), *about != '\0' ? about : NULL, NULL);
  gtk_list_item_set_accessible_label (item, label);
}

static void
on_activate (GtkListView *view, guint position, WeftRoomBrowser *self)
{
  g_autoptr (WeftListedRoom) room = g_list_model_get_item (self->found, position);

  if (room != NULL)
    take (self, room);
}

/* ── search ──────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_found (gpointer item, gpointer user_data)
{
  WeftRoomBrowser *self = user_data;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->words == NULL || *self->words == '\0')
    return TRUE;
  text = g_strjoin (" ", weft_listed_room_get_name (item), weft_listed_room_get_topic (item), NULL);
  folded = weft_text_fold (text, -1);
  return strstr (folded, self->words) != NULL;
}

static void
update_stack (WeftRoomBrowser *self)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->directory));
  guint found = g_list_model_get_n_items (self->found);

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), found > 0 ? "rooms" : all > 0 ? "not-found" : "nothing");
}

static void
on_search_changed (WeftRoomBrowser *self)
{
  g_free (self->words);
  self->words = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

/* The first Escape empties the search, the next one closes. */
static void
on_search_stopped (WeftRoomBrowser *self)
{
  if (self->words != NULL && *self->words != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    adw_dialog_close (ADW_DIALOG (self));
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_room_browser_dispose (GObject *object)
{
  WeftRoomBrowser *self = WEFT_ROOM_BROWSER (object);

  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (weft_room_browser_parent_class)->dispose (object);
}

static void
weft_room_browser_class_init (WeftRoomBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_room_browser_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_room_browser_init (WeftRoomBrowser *self)
{
}

static void
add_status (WeftRoomBrowser *self, const char *name, const char *title, const char *description)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_add_css_class (page, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), page, name);
}

AdwDialog *
weft_room_browser_new (WeftRoomDirectory *directory)
{
  WeftRoomBrowser *self;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list;

  g_return_val_if_fail (WEFT_IS_ROOM_DIRECTORY (directory), NULL);

  self = g_object_new (WEFT_TYPE_ROOM_BROWSER, "title", _("Browse Rooms"), "content-width", weft_text_scale (460), "content-height", 520, NULL);
  self->directory = g_object_ref (directory);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_found, self, NULL));
  self->found = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (directory)), g_object_ref (self->filter)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->found))), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), FALSE);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (list), GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (list, "weft-listed-rooms");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Rooms to Join"), -1);
  g_signal_connect (list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "rooms");
  add_status (self, "nothing", _("No Rooms to Join"), _("Rooms which everybody may join stand here. A room's administrators decide that, in its settings."));
  add_status (self, "not-found", _("No Room Found"), _("No room to join is called that."));
  gtk_widget_set_vexpand (self->stack, TRUE);
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search), _("Search Rooms"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search Rooms"), -1);
  gtk_widget_set_margin_start (self->search, 16);
  gtk_widget_set_margin_end (self->search, 16);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (on_search_stopped), self);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_margin_start (GTK_WIDGET (self->problem), 16);
  gtk_widget_set_margin_end (GTK_WIDGET (self->problem), 16);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_focus (ADW_DIALOG (self), self->search);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  update_stack (self);
  return ADW_DIALOG (self);
}
