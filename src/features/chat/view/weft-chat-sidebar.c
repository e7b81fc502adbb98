/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-chat-sidebar.h"
#include "features/chat/view/weft-room-menu.h"
#include "features/chat/view/weft-room-row.h"

struct _WeftChatSidebar
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *nothing; /* what stands there instead of rooms */
  GtkListView *list_view;
  GtkWidget *archive;     /* shows what is archived */
  GtkWidget *archive_label;
  GtkFilter *filter;
  GtkWidget *popover;
  WeftRoomList *rooms;
  WeftPeople *people;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftChatSidebar, weft_chat_sidebar, GTK_TYPE_WIDGET)

static void
on_row_changed (WeftRoomRow *row, GtkListItem *item)
{
  WeftRoom *room = gtk_list_item_get_item (item);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (row));
  g_autofree char *label = NULL;

  if (room == NULL)
    return;
  label = weft_room_row_dup_label (row);
  gtk_list_item_set_accessible_label (item, label);
  gtk_list_item_set_accessible_description (item, weft_room_get_open (room) ? _("Open") : "");
  if (parent == NULL)
    return;
  if (weft_room_get_open (room))
    gtk_widget_add_css_class (parent, "on");
  else
    gtk_widget_remove_css_class (parent, "on");
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftChatSidebar *self)
{
  GtkWidget *row = weft_room_row_new (self->people);

  gtk_list_item_set_child (item, row);
  g_signal_connect (row, "changed", G_CALLBACK (on_row_changed), item);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftChatSidebar *self)
{
  WeftRoomRow *row = WEFT_ROOM_ROW (gtk_list_item_get_child (item));

  weft_room_row_set_room (row, gtk_list_item_get_item (item));
  on_row_changed (row, item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftChatSidebar *self)
{
  weft_room_row_set_room (WEFT_ROOM_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_header_setup (GtkListItemFactory *factory, GtkListHeader *header, WeftChatSidebar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");
  GtkWidget *menu = gtk_menu_button_new ();

  gtk_widget_add_css_class (label, "weft-section");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_widget_set_tooltip_text (menu, _("Folder Menu"));
  for (guint i = 0; i < 2; i++)
    {
      gtk_widget_add_css_class (i == 0 ? button : menu, "flat");
      gtk_widget_add_css_class (i == 0 ? button : menu, "weft-section-button");
    }
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), menu);
  gtk_list_header_set_child (header, box);
}

static const char *
get_section_title (WeftRoom *room)
{
  switch (weft_room_get_section (room))
    {
    case WEFT_ROOM_SECTION_PINNED:
      return _("Pinned");
    case WEFT_ROOM_SECTION_FOLDER:
      return weft_room_get_folder_name (room);
    case WEFT_ROOM_SECTION_DIRECT:
      return _("Direct Messages");
    case WEFT_ROOM_SECTION_ARCHIVED:
      return _("Archived");
    case WEFT_ROOM_SECTION_ROOMS:
    default:
      return _("Rooms");
    }
}

static void
on_header_bind (GtkListItemFactory *factory, GtkListHeader *header, WeftChatSidebar *self)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_header_get_child (header));
  GtkWidget *button = gtk_widget_get_next_sibling (label);
  GtkWidget *more = gtk_widget_get_next_sibling (button);
  WeftRoom *room = gtk_list_header_get_item (header);
  WeftRoomSection section = weft_room_get_section (room);
  gboolean direct = section == WEFT_ROOM_SECTION_DIRECT;
  gboolean folder = section == WEFT_ROOM_SECTION_FOLDER;

  gtk_label_set_text (GTK_LABEL (label), get_section_title (room));
  gtk_widget_set_visible (button, direct || section == WEFT_ROOM_SECTION_ROOMS);
  gtk_widget_set_tooltip_text (button, direct ? _("New Direct Message") : _("New Room"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), direct ? "chat.new-direct" : "chat.new-room");
  gtk_widget_set_visible (more, folder);
  if (folder)
    {
      g_autoptr (GMenuModel) menu = weft_room_menu_new_for_folder (weft_room_get_folder (room));

      gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
    }
}

static void
on_activate (GtkListView *view, guint position, WeftChatSidebar *self)
{
  g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (view)), position);

  g_signal_emit (self, signals[OPENED], 0, room);
}

static int
compare_sections (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return weft_room_compare_sections ((WeftRoom *) a, (WeftRoom *) b);
}

/* ── what is archived ────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  WeftChatSidebar *self = user_data;

  return !weft_room_get_archived (item) || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->archive));
}

static void
on_archive_toggled (WeftChatSidebar *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
update_archive (WeftChatSidebar *self)
{
  guint n = weft_room_list_get_n_archived (self->rooms);
  /* Translators: conversations which were put away */
  g_autofree char *text = g_strdup_printf (ngettext ("%u archived", "%u archived", n), n);

  gtk_label_set_text (GTK_LABEL (self->archive_label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->archive), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (self->archive, n > 0);
  if (n == 0)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->archive), FALSE);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* ── the context menu ────────────────────────────────────────────────────────────────────────────────── */

static void
show_menu (WeftChatSidebar *self, WeftRoom *room, double x, double y)
{
  g_autoptr (GMenuModel) menu = weft_room_menu_new (self->rooms, room);

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model_full (NULL, GTK_POPOVER_MENU_NESTED);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "chat.show-level", "s", weft_room_get_stream (room));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftChatSidebar *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && !WEFT_IS_ROOM_ROW (widget) && widget != GTK_WIDGET (self))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      widget = child != NULL && WEFT_IS_ROOM_ROW (child) ? child : gtk_widget_get_parent (widget);
    }
  if (widget != NULL && WEFT_IS_ROOM_ROW (widget) && weft_room_row_get_room (WEFT_ROOM_ROW (widget)) != NULL)
    show_menu (self, weft_room_row_get_room (WEFT_ROOM_ROW (widget)), x, y);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftChatSidebar *self = WEFT_CHAT_SIDEBAR (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  graphene_rect_t bounds;

  if (row != NULL && WEFT_IS_ROOM_ROW (row) && gtk_widget_compute_bounds (row, widget, &bounds))
    show_menu (self, weft_room_row_get_room (WEFT_ROOM_ROW (row)), bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_chat_sidebar_dispose (GObject *object)
{
  WeftChatSidebar *self = WEFT_CHAT_SIDEBAR (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->nothing, gtk_widget_unparent);
  g_clear_pointer (&self->archive, gtk_widget_unparent);
  g_clear_object (&self->filter);
  g_clear_object (&self->rooms);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_chat_sidebar_parent_class)->dispose (object);
}

static void
weft_chat_sidebar_class_init (WeftChatSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_chat_sidebar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "sidebar.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "sidebar.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "sidebar.menu", NULL);

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_ROOM);
}

static void
weft_chat_sidebar_init (WeftChatSidebar *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name ("folder-symbolic");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  self->nothing = gtk_label_new (_("No conversations yet"));
  gtk_widget_add_css_class (self->nothing, "weft-quiet");
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->nothing), GTK_JUSTIFY_CENTER);
  gtk_widget_set_valign (self->nothing, GTK_ALIGN_START);
  gtk_widget_set_vexpand (self->nothing, TRUE);
  gtk_widget_set_margin_top (self->nothing, 24);
  gtk_widget_set_margin_start (self->nothing, 16);
  gtk_widget_set_margin_end (self->nothing, 16);
  gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
  self->archive = gtk_toggle_button_new ();
  self->archive_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->archive, "flat");
  gtk_widget_add_css_class (self->archive, "weft-archive");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (words), icon);
  gtk_box_append (GTK_BOX (words), self->archive_label);
  gtk_button_set_child (GTK_BUTTON (self->archive), words);
  gtk_widget_set_visible (self->archive, FALSE);
  gtk_widget_set_parent (self->archive, GTK_WIDGET (self));
  g_signal_connect_swapped (self->archive, "toggled", G_CALLBACK (on_archive_toggled), self);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
}

static void
update_nothing (WeftChatSidebar *self)
{
  gboolean empty = weft_room_list_get_ready (self->rooms) && g_list_model_get_n_items (G_LIST_MODEL (self->rooms)) == 0;

  gtk_widget_set_visible (self->nothing, empty);
  gtk_widget_set_visible (self->scrolled, !empty);
}

GtkWidget *
weft_chat_sidebar_new (WeftRoomList *rooms, WeftPeople *people)
{
  WeftChatSidebar *self = g_object_new (WEFT_TYPE_CHAT_SIDEBAR, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *headers = gtk_signal_list_item_factory_new ();
  GtkSortListModel *sections;

  self->rooms = g_object_ref (rooms);
  self->people = g_object_ref (people);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  g_signal_connect (headers, "setup", G_CALLBACK (on_header_setup), self);
  g_signal_connect (headers, "bind", G_CALLBACK (on_header_bind), self);

  /* The list is in order already: this only cuts it into its sections. */
  sections = gtk_sort_list_model_new (G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (rooms)), g_object_ref (self->filter))), NULL);
  gtk_sort_list_model_set_section_sorter (sections, GTK_SORTER (gtk_custom_sorter_new (compare_sections, NULL, NULL)));
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sections))), factory));
  gtk_list_view_set_header_factory (self->list_view, headers);
  g_object_unref (headers);
  gtk_list_view_set_single_click_activate (self->list_view, TRUE);
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-rooms");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Conversations"), -1);
  g_signal_connect (self->list_view, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->list_view));
  g_signal_connect_object (rooms, "notify::ready", G_CALLBACK (update_nothing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rooms, "items-changed", G_CALLBACK (update_nothing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rooms, "notify::n-archived", G_CALLBACK (update_archive), self, G_CONNECT_SWAPPED);
  update_archive (self);
  update_nothing (self);
  return GTK_WIDGET (self);
}
